import type { ColumnVector, RowBatch, TimeUnit, VectorLayout } from '@sql-gateway/gateway-common'
import { aligned, LAYOUTS, UNITS, WORD_BYTES } from './batch-format.js'

/** Reads what `encodeBatch` made. The batch looks into these bytes, which begin at a multiple of 8 in their buffer. */
export function decodeBatch(bytes: Uint8Array): RowBatch {
  const reader = new BatchReader(bytes)
  const [rowCount, columnCount, hasKinds] = [reader.word(), reader.word(), reader.word()]
  const rowKinds = hasKinds === 0 ? undefined : reader.bytes()
  const columns = Array.from({ length: columnCount }, () => reader.vector())
  return rowKinds === undefined ? { rowCount, columns } : { rowCount, columns, rowKinds }
}

class BatchReader {
  readonly #bytes: Uint8Array
  readonly #words: Int32Array
  #word = 1
  #at: number

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    const [count = 0] = new Int32Array(bytes.buffer, bytes.byteOffset, 1)
    this.#words = new Int32Array(bytes.buffer, bytes.byteOffset, count)
    this.#at = aligned(count * WORD_BYTES)
  }

  word(): number {
    return this.#words[this.#word++] as number
  }

  bytes(): Uint8Array {
    const length = this.word()
    const at = this.#at
    this.#at = aligned(at + length)
    return this.#bytes.subarray(at, at + length)
  }

  vector(): ColumnVector {
    const layout = LAYOUTS[this.word()] as VectorLayout
    const length = this.word()
    const base = this.word() === 0 ? { length } : { length, validity: this.bytes() }
    switch (layout) {
      case 'null':
        return { layout, ...base }
      case 'utf8':
      case 'utf8view':
        return { layout: 'utf8view', views: this.#int32s(), buffers: Array.from({ length: this.word() }, () => this.bytes()), ...base }
      case 'binary':
        return { layout, values: this.#binary(base), ...base }
      case 'list':
        return { layout, offsets: this.#int32s(), sizes: this.#int32s(), elements: this.vector(), ...base }
      case 'map':
        return { layout, offsets: this.#int32s(), sizes: this.#int32s(), keys: this.vector(), entries: this.vector(), ...base }
      case 'struct':
        return { layout, children: Array.from({ length: this.word() }, () => this.vector()), ...base }
      case 'time64':
      case 'timestamp64':
        return { layout, unit: UNITS[this.word()] as TimeUnit, values: this.#int64s(), ...base }
      case 'int64':
      case 'decimal64':
      case 'decimal128':
      case 'duration64':
        return { layout, values: this.#int64s(), ...base }
      case 'int32':
      case 'date32':
      case 'interval32':
        return { layout, values: this.#int32s(), ...base }
      case 'bool':
        return { layout, values: this.bytes(), ...base }
      case 'int8':
        return { layout, values: new Int8Array(...this.#place(1)), ...base }
      case 'int16':
        return { layout, values: new Int16Array(...this.#place(2)), ...base }
      case 'float32':
        return { layout, values: new Float32Array(...this.#place(4)), ...base }
      case 'float64':
        return { layout, values: new Float64Array(...this.#place(8)), ...base }
    }
  }

  #int32s(): Int32Array {
    return new Int32Array(...this.#place(4))
  }

  #int64s(): BigInt64Array {
    return new BigInt64Array(...this.#place(8))
  }

  /** The next buffer as elements of a width. */
  #place(width: number): [ArrayBufferLike, number, number] {
    const { buffer, byteOffset, byteLength } = this.bytes()
    return [buffer, byteOffset, byteLength / width]
  }

  #binary({ length, validity }: { readonly length: number; readonly validity?: Uint8Array }): readonly (Uint8Array | null)[] {
    const ends = this.#int32s()
    const whole = this.bytes()
    return Array.from({ length }, (_, i) => {
      const isNull = validity !== undefined && ((validity[i >> 3] as number) & (1 << (i & 7))) === 0
      return isNull ? null : whole.subarray(i === 0 ? 0 : ends[i - 1], ends[i])
    })
  }
}
