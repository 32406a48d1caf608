import type { Vector } from '@duckdb/node-bindings'
import { type ColumnVector, gatewayError, INLINE_TEXT_BYTES, textBytesAt, type VectorOf } from '@sql-gateway/gateway-common'
import { baseOf, type ChunkColumn, copyValues, isNull, type PutOff, pointedBytes, sliceBase, type VectorBase } from './raw-vector.js'

/**
 * DuckDB keeps 16 bytes for each text or blob: its length in 4 bytes, then either up to 12 bytes of it, padded with
 * zeros, or 4 bytes of it and a pointer. That is Arrow's view but for the pointer, in the place of which comes where the
 * value was copied to. A chunk's longer values mostly stand one behind the other in memory, so that one call into the
 * driver gets a whole run of them; or they are the same few over and over.
 */
const SLOT_BYTES = 16
const POINTER_AT = 8
const WORDS = 4
/** No call copies more than this, but for a single value. */
const RUN_BYTES = 1024 * 1024
/** What a column points to is copied at once up to this, and piece by piece beyond it. */
const COPIED_AT_ONCE = 256 * 1024
/** Offsets are numbers of 31 bits; beyond this no JavaScript string could hold the value either. */
const LONGEST_BYTES = 512 * 1024 * 1024

/** Values that stand side by side in DuckDB's memory. */
interface Run {
  readonly indexes: number[]
  bytes: number
  /** The address behind the last one. */
  end: number
}

/** Copies what the slots of a column point to, and makes views of the slots. */
class ViewMaker {
  readonly buffers: Uint8Array[] = []
  readonly #slots: ArrayBuffer
  readonly #words: Int32Array
  readonly #putOff: PutOff | undefined
  /** The bytes of all that is still to be copied, repeats included. */
  #remaining: number
  #buffer = new Uint8Array(0)
  #filled = 0

  constructor(slots: ArrayBuffer, pointedBytes: number, putOff: PutOff | undefined) {
    this.#slots = slots
    this.#putOff = pointedBytes > COPIED_AT_ONCE ? putOff : undefined
    this.#words = new Int32Array(slots)
    this.#remaining = pointedBytes
  }

  add({ indexes, bytes }: Run): void {
    if (bytes > this.#buffer.length - this.#filled) this.#nextBuffer(bytes)
    this.#remaining -= bytes
    this.#copy((indexes[0] as number) * SLOT_BYTES + POINTER_AT, bytes)
    for (const index of indexes) {
      const word = index * WORDS
      this.#words[word + 2] = this.buffers.length - 1
      this.#words[word + 3] = this.#filled
      this.#filled += this.#words[word] as number
    }
  }

  /** Has a value that stands at the same place as an earlier one share its bytes. */
  share(index: number, earlier: number): void {
    const words = this.#words
    words.copyWithin(index * WORDS + 2, earlier * WORDS + 2, earlier * WORDS + WORDS)
  }

  finish(): void {
    if (this.buffers.length > 0) this.buffers[this.buffers.length - 1] = this.#buffer.subarray(0, this.#filled)
  }

  #copy(pointerAt: number, bytes: number): void {
    const [buffer, at] = [this.#buffer, this.#filled]
    if (this.#putOff === undefined) {
      buffer.set(pointedBytes(this.#slots, pointerAt, bytes), at)
      return
    }
    // Where the pointer is now comes the place of the copy.
    const [address = 0n] = new BigUint64Array(this.#slots.slice(pointerAt, pointerAt + 8))
    for (let done = 0; done < bytes; done += RUN_BYTES) {
      const size = Math.min(RUN_BYTES, bytes - done)
      this.#putOff(() => buffer.set(pointedBytes(BigUint64Array.of(address + BigInt(done)).buffer, 0, size), at + done))
    }
  }

  #nextBuffer(bytes: number): void {
    this.finish()
    this.#buffer = new Uint8Array(Math.max(bytes, Math.min(this.#remaining, RUN_BYTES)))
    this.#filled = 0
    this.buffers.push(this.#buffer)
  }
}

/** Empties the slots of nulls, in which anything may stand; tells how many bytes the others point to. */
function clearNulls(words: Int32Array, { length, validity }: VectorBase): number {
  let pointed = 0
  for (let i = 0; i < length; i++) {
    const word = i * WORDS
    if (isNull(validity, i)) words.fill(0, word, word + WORDS)
    const size = (words[word] as number) >>> 0
    if (size <= INLINE_TEXT_BYTES) continue
    if (size > LONGEST_BYTES) throw tooLong()
    pointed += size
  }
  return pointed
}

function copyPointed(slots: ArrayBuffer, length: number, bytes: number, putOff: PutOff | undefined): readonly Uint8Array[] {
  const words = new Uint32Array(slots)
  const maker = new ViewMaker(slots, bytes, putOff)
  /** The first value at each place at which a run began. */
  const firsts = new Map<number, number>()
  const repeats: number[] = []
  let run: Run = { indexes: [], bytes: 0, end: 0 }
  for (let i = 0; i < length; i++) {
    const size = words[i * WORDS] as number
    if (size <= INLINE_TEXT_BYTES) continue
    // Addresses have at most 48 bits.
    const address = (words[i * WORDS + 3] as number) * 2 ** 32 + (words[i * WORDS + 2] as number)
    if (address !== run.end || run.bytes + size > RUN_BYTES) {
      const first = firsts.get(address)
      if (first !== undefined && words[first * WORDS] === size) {
        repeats.push(i, first)
        continue
      }
      if (run.bytes > 0) maker.add(run)
      firsts.set(address, i)
      run = { indexes: [], bytes: 0, end: 0 }
    }
    run.indexes.push(i)
    run.bytes += size
    run.end = address + size
  }
  if (run.bytes > 0) maker.add(run)
  maker.finish()
  for (let k = 0; k < repeats.length; k += 2) maker.share(repeats[k] as number, repeats[k + 1] as number)
  return maker.buffers
}

/** A column of texts or byte arrays. */
interface FarColumn extends ChunkColumn {
  take(from: number, to: number, putOff?: PutOff): VectorOf<'utf8view'>
  takeAll(putOff?: PutOff): VectorOf<'utf8view'>
}

/**
 * Opens VARCHAR, and with it all types that DuckDB keeps in the same way.
 *
 * @throws {GatewayError} RESULT.TOO_LARGE
 */
export function openVarchar(vector: Vector, length: number): FarColumn {
  const slots = copyValues(vector, length * SLOT_BYTES)
  const base = baseOf(vector, length)
  const views = new Int32Array(slots)
  const farBytes = clearNulls(views, base)
  return {
    farBytes,
    addFarBytes: (rows) => {
      for (let i = 0; i < length; i++) rows[i] = (rows[i] as number) + pointedSize(views, i)
    },
    take: (from, to, putOff) => {
      let bytes = 0
      for (let i = from; i < to; i++) bytes += pointedSize(views, i)
      return viewsOf(slots.slice(from * SLOT_BYTES, to * SLOT_BYTES), sliceBase(base, from, to), bytes, putOff)
    },
    takeAll: (putOff) => viewsOf(slots, base, farBytes, putOff),
  }
}

/** What value `i` points to. */
function pointedSize(views: Int32Array, i: number): number {
  const size = views[i * WORDS] as number
  return size > INLINE_TEXT_BYTES ? size : 0
}

function viewsOf(slots: ArrayBuffer, base: VectorBase, bytes: number, putOff: PutOff | undefined): VectorOf<'utf8view'> {
  const buffers = bytes === 0 ? [] : copyPointed(slots, base.length, bytes, putOff)
  return { layout: 'utf8view', views: new Int32Array(slots), buffers, ...base }
}

/**
 * Reads VARCHAR whole.
 *
 * @throws {GatewayError} RESULT.TOO_LARGE
 */
export function readVarchar(vector: Vector, length: number): VectorOf<'utf8view'> {
  return openVarchar(vector, length).takeAll()
}

/** The values of a column of byte arrays. Without `putOff` they can be looked at. */
export function bytesOf(column: VectorOf<'utf8view'>): (Uint8Array | null)[] {
  return Array.from({ length: column.length }, (_, i) => (isNull(column.validity, i) ? null : textBytesAt(column, i)))
}

/** Opens BLOB. */
export function openBlob(vector: Vector, length: number): ChunkColumn {
  const column = openVarchar(vector, length)
  return {
    ...column,
    take: (from, to, putOff) => binaryOf(column.take(from, to, putOff)),
    takeAll: (putOff) => binaryOf(column.takeAll(putOff)),
  }
}

function binaryOf(column: VectorOf<'utf8view'>): ColumnVector {
  const { layout: _, views: __, buffers: ___, ...base } = column
  return { layout: 'binary', values: bytesOf(column), ...base }
}

function tooLong() {
  return gatewayError('RESULT.TOO_LARGE', 'A value of the result is longer than a text can be here (512 MB).')
}
