import { type ColumnVector, type RowBatch, type TimeUnit, utf8ViewVector, type VectorLayout } from '@sql-gateway/gateway-common'

/** A batch as bytes: the parts one behind the other. They are the batch's own memory, so it must not change. */
export interface EncodedBatch {
  readonly parts: readonly Uint8Array[]
  /** A multiple of 8. */
  readonly byteLength: number
}

/** Every buffer begins at a multiple of this, so that it can be read where it lies. */
const ALIGNMENT = 8
const WORD_BYTES = 4
const NO_PADDING = new Uint8Array(0)
const UNITS: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns']

/** What stands in the first word of a vector's description. */
const LAYOUTS = [
  'null',
  'bool',
  'int8',
  'int16',
  'int32',
  'date32',
  'interval32',
  'int64',
  'decimal64',
  'decimal128',
  'duration64',
  'time64',
  'timestamp64',
  'float32',
  'float64',
  'utf8',
  'utf8view',
  'binary',
  'list',
  'map',
  'struct',
] as const satisfies readonly VectorLayout[]

type Buffers = Uint8Array | Int8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array

/**
 * Turns a batch into bytes without looking at a value: the words that describe it, then its buffers as they are. Texts
 * come back as views, whatever layout they had.
 */
export function encodeBatch({ rowCount, columns, rowKinds }: RowBatch): EncodedBatch {
  const writer = new BatchWriter()
  writer.words.push(rowCount, columns.length, rowKinds === undefined ? 0 : 1)
  if (rowKinds !== undefined) writer.buffer(rowKinds)
  for (const column of columns) writer.vector(column)
  return writer.finish()
}

/** Reads what {@link encodeBatch} made. The batch looks into these bytes, which begin at a multiple of 8 in their buffer. */
export function decodeBatch(bytes: Uint8Array): RowBatch {
  const reader = new BatchReader(bytes)
  const [rowCount, columnCount, hasKinds] = [reader.word(), reader.word(), reader.word()]
  const rowKinds = hasKinds === 0 ? undefined : reader.bytes()
  const columns = Array.from({ length: columnCount }, () => reader.vector())
  return rowKinds === undefined ? { rowCount, columns } : { rowCount, columns, rowKinds }
}

class BatchWriter {
  readonly words: number[] = [0]
  readonly #parts: Uint8Array[] = []
  #byteLength = 0

  vector(vector: ColumnVector): void {
    if (vector.layout === 'utf8') {
      this.vector(utf8ViewVector(vector.values))
      return
    }
    const { validity } = vector
    this.words.push(LAYOUTS.indexOf(vector.layout), vector.length, validity === undefined ? 0 : 1)
    if (validity !== undefined) this.buffer(validity)
    switch (vector.layout) {
      case 'null':
        return
      case 'utf8view':
        this.buffer(vector.views)
        this.words.push(vector.buffers.length)
        for (const buffer of vector.buffers) this.buffer(buffer)
        return
      case 'binary':
        this.#binary(vector.values)
        return
      case 'list':
        this.#spans(vector.offsets, vector.sizes)
        this.vector(vector.elements)
        return
      case 'map':
        this.#spans(vector.offsets, vector.sizes)
        this.vector(vector.keys)
        this.vector(vector.entries)
        return
      case 'struct':
        this.words.push(vector.children.length)
        for (const child of vector.children) this.vector(child)
        return
      case 'time64':
      case 'timestamp64':
        this.words.push(UNITS.indexOf(vector.unit))
        this.buffer(vector.values)
        return
      default:
        this.buffer(vector.values)
    }
  }

  buffer({ buffer, byteOffset, byteLength }: Buffers): void {
    this.words.push(byteLength)
    this.#part(new Uint8Array(buffer, byteOffset, byteLength))
  }

  finish(): EncodedBatch {
    const { words } = this
    words[0] = words.length
    const head = Int32Array.from(words)
    const padding = paddingOf(head.byteLength)
    const parts = [new Uint8Array(head.buffer), padding, ...this.#parts].filter(({ length }) => length > 0)
    return { parts, byteLength: head.byteLength + padding.length + this.#byteLength }
  }

  #spans(offsets: Int32Array, sizes: Int32Array): void {
    this.buffer(offsets)
    this.buffer(sizes)
  }

  /** Where each value ends, and all of them side by side. */
  #binary(values: readonly (Uint8Array | null)[]): void {
    const ends = new Int32Array(values.length)
    let end = 0
    for (const [i, value] of values.entries()) {
      end += value?.length ?? 0
      ends[i] = end
    }
    const whole = new Uint8Array(end)
    for (const [i, value] of values.entries()) if (value !== null) whole.set(value, (ends[i] as number) - value.length)
    this.buffer(ends)
    this.buffer(whole)
  }

  #part(bytes: Uint8Array): void {
    const padding = paddingOf(bytes.length)
    this.#parts.push(bytes, padding)
    this.#byteLength += bytes.length + padding.length
  }
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

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT
}

function paddingOf(length: number): Uint8Array {
  return length % ALIGNMENT === 0 ? NO_PADDING : new Uint8Array(ALIGNMENT - (length % ALIGNMENT))
}
