import type { ColumnVector, EncodedRows, RowBatch } from '@sql-gateway/gateway-common'
import { bytesOf, type DecodeRows, type RowRange } from './row-decoder.js'
import { atOnce, inTurns } from './turns.js'

/** Makes a batch of rows in Flink's JSON whose values are read only where somebody wants columns. */
export function encodedBatch(rows: RowRange, decode: DecodeRows): RowBatch {
  return new EncodedBatch(rows, decode)
}

class EncodedBatch implements RowBatch, EncodedRows {
  readonly encoding = 'FLINK_JSON'
  readonly rowCount: number
  readonly rowKinds?: Uint8Array
  readonly bytes: Buffer
  readonly #rows: RowRange
  readonly #decode: DecodeRows
  #columns: readonly ColumnVector[] | undefined
  #decoding: Promise<readonly ColumnVector[]> | undefined

  constructor(rows: RowRange, decode: DecodeRows) {
    const { spans, from, to } = rows
    this.#rows = rows
    this.#decode = decode
    this.rowCount = to - from
    this.bytes = bytesOf(rows)
    if (spans.rowKinds !== undefined) this.rowKinds = spans.rowKinds.subarray(from, to)
  }

  get encoded(): EncodedRows {
    return this
  }

  get columns(): readonly ColumnVector[] {
    this.#columns ??= atOnce(this.#decode(this.#rows))
    return this.#columns
  }

  slice(from: number, to: number): RowBatch {
    const first = this.#rows.from
    return new EncodedBatch({ ...this.#rows, from: first + from, to: first + to }, this.#decode)
  }

  async decode(): Promise<void> {
    if (this.#columns !== undefined) return
    this.#decoding ??= inTurns(this.#decode(this.#rows))
    this.#columns = await this.#decoding
  }
}
