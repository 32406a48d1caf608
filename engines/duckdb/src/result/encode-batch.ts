import { type ColumnVector, type RowBatch, utf8ViewVector } from '@sql-gateway/gateway-common'
import { ALIGNMENT, aligned, LAYOUTS, UNITS } from './batch-format.js'

/** A batch as bytes: the parts one behind the other. They are the batch's own memory, so it must not change. */
export interface EncodedBatch {
  readonly parts: readonly Uint8Array[]
  /** A multiple of 8. */
  readonly byteLength: number
}

const NO_PADDING = new Uint8Array(0)

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

function paddingOf(length: number): Uint8Array {
  return length % ALIGNMENT === 0 ? NO_PADDING : new Uint8Array(aligned(length) - length)
}
