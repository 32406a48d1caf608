import {
  countRows,
  estimateBatchBytes,
  type ForwardResultSource,
  gatewayError,
  type ReadLimit,
  type ReadResult,
  type ResultSource,
  type RowBatch,
  type SeekableResultSource,
  sliceBatch,
} from '@sql-gateway/gateway-common'

/** How much of a result that can only be read forward is kept for reading again. */
export interface ReplayLimits {
  readonly maxRows: number
  readonly maxBytes: number
}

interface KeptBatch {
  readonly batch: RowBatch
  readonly startRow: number
  readonly bytes: number
}

/**
 * Makes any source readable by row numbers. Seekable ones are given back as they are. Of a forward-only one the newest
 * rows are kept, up to the limits but always the last read whole, so that it can be repeated; asking for older rows
 * fails with RESULT.ORIENTATION_UNSUPPORTED. Rows are taken from the source only when they are asked for.
 */
export function readableByRow(source: ResultSource, limits: ReplayLimits): SeekableResultSource {
  return source.seekable ? source : new ReplayWindow(source, limits)
}

/** Whether the engine keeps all rows of a result made readable, or has handed out the last of them. */
export function isWhole(source: SeekableResultSource): boolean {
  return !(source instanceof ReplayWindow) || source.hasEnded
}

class ReplayWindow implements SeekableResultSource {
  readonly seekable = true
  readonly #source: ForwardResultSource
  readonly #limits: ReplayLimits
  #kept: KeptBatch[] = []
  #bytes = 0
  #endRow = 0
  #ended = false

  constructor(source: ForwardResultSource, limits: ReplayLimits) {
    this.#source = source
    this.#limits = limits
  }

  get hasEnded(): boolean {
    return this.#ended
  }

  get #firstRow(): number {
    return this.#kept[0]?.startRow ?? this.#endRow
  }

  async ready(startRow: number, signal: AbortSignal): Promise<void> {
    if (startRow < this.#endRow || this.#ended) return
    await this.#source.ready(signal)
  }

  async read(startRow: number, limit: ReadLimit): Promise<ReadResult> {
    if (startRow < this.#firstRow) {
      throw gatewayError(
        'RESULT.ORIENTATION_UNSUPPORTED',
        `Row ${startRow} of the result is gone: the engine streams it, and only the rows from ${this.#firstRow} on are kept.`,
      )
    }
    if (startRow < this.#endRow) return this.#replay(startRow, limit)
    if (this.#ended) return { batches: [], endOfData: true }
    const taken = await this.#source.read(limit)
    this.#keep(taken.batches)
    this.#ended = taken.endOfData
    return taken
  }

  #replay(startRow: number, limit: ReadLimit): ReadResult {
    const batches: RowBatch[] = []
    let rows = 0
    let bytes = 0
    for (const { batch, startRow: first, bytes: size } of this.#kept) {
      const from = Math.max(0, startRow - first)
      if (from >= batch.rowCount) continue
      const to = Math.min(batch.rowCount, from + limit.maxRows - rows)
      if (rows > 0 && (to <= from || bytes + size > limit.maxBytes)) break
      batches.push(sliceBatch(batch, from, to))
      rows += to - from
      bytes += size
    }
    return { batches, endOfData: this.#ended && startRow + rows >= this.#endRow }
  }

  #keep(batches: readonly RowBatch[]): void {
    const lastReadStart = this.#endRow
    for (const batch of batches) {
      const bytes = estimateBatchBytes(batch)
      this.#kept.push({ batch, startRow: this.#endRow, bytes })
      this.#bytes += bytes
      this.#endRow += batch.rowCount
    }
    if (countRows(batches) === 0) return
    let dropped = 0
    for (const kept of this.#kept) {
      const tooMuch = this.#endRow - kept.startRow > this.#limits.maxRows || this.#bytes > this.#limits.maxBytes
      if (!tooMuch || kept.startRow >= lastReadStart) break
      this.#bytes -= kept.bytes
      dropped++
    }
    if (dropped > 0) this.#kept = this.#kept.slice(dropped)
  }

  async close(): Promise<void> {
    this.#kept = []
    await this.#source.close()
  }
}
