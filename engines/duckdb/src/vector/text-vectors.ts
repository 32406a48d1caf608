import { isAscii } from 'node:buffer'
import type { Vector } from '@duckdb/node-bindings'
import type { ColumnVector } from '@sql-gateway/gateway-common'
import { baseOf, copyPointed, copyValues, isNull, type VectorBase } from './raw-vector.js'

/**
 * DuckDB keeps 16 bytes for each text or blob: its length in 4 bytes, then either up to 12 bytes of it, padded with
 * zeros, or 4 bytes of it and a pointer. A chunk's longer values mostly stand one behind the other in memory, so that one
 * call into the driver gets a whole run of them; or they are the same few over and over.
 */
const SLOT_BYTES = 16
const INLINE_BYTES = 12
/** No call copies more than this, but for a single value. */
const RUN_BYTES = 1024 * 1024

/** Takes the bytes of values: one inlined in the slots, or one of a run. */
interface ByteVisitor {
  inline(index: number, start: number, length: number): void
  /** A run of pointed values, in order: the bytes, and the indexes and lengths of the values. */
  run(bytes: Uint8Array, indexes: readonly number[], lengths: Uint32Array): void
  /** A value that stands at the same place as an earlier one. Called after all others. */
  same(index: number, earlier: number): void
}

function visitBytes(slots: ArrayBuffer, base: VectorBase, visitor: ByteVisitor): void {
  const words = new Uint32Array(slots)
  /** The first value at each place at which a run began. */
  const firsts = new Map<number, number>()
  const repeats: number[] = []
  let run: number[] = []
  let bytes = 0
  let next = 0

  function endRun(): void {
    if (run.length === 0) return
    const first = run[0] as number
    visitor.run(copyPointed(slots, first * SLOT_BYTES + 8, bytes), run, lengthsOf(words, run))
    run = []
    bytes = 0
  }

  function pointed(i: number, length: number): void {
    // Addresses have at most 48 bits.
    const address = (words[i * 4 + 3] as number) * 2 ** 32 + (words[i * 4 + 2] as number)
    if (address !== next || bytes + length > RUN_BYTES) {
      const first = firsts.get(address)
      if (first !== undefined && words[first * 4] === length) {
        repeats.push(i, first)
        return
      }
      endRun()
      firsts.set(address, i)
    }
    run.push(i)
    bytes += length
    next = address + length
  }

  for (let i = 0; i < base.length; i++) {
    if (isNull(base.validity, i)) continue
    const length = words[i * 4] as number
    if (length <= INLINE_BYTES) visitor.inline(i, i * SLOT_BYTES + 4, length)
    else pointed(i, length)
  }
  endRun()
  for (let k = 0; k < repeats.length; k += 2) visitor.same(repeats[k] as number, repeats[k + 1] as number)
}

function lengthsOf(words: Uint32Array, indexes: readonly number[]): Uint32Array {
  const lengths = new Uint32Array(indexes.length)
  for (let k = 0; k < indexes.length; k++) lengths[k] = words[(indexes[k] as number) * 4] as number
  return lengths
}

/** Reads texts. */
export function readTexts(vector: Vector, length: number): { readonly base: VectorBase; readonly values: (string | null)[] } {
  const slots = copyValues(vector, length * SLOT_BYTES)
  const base = baseOf(vector, length)
  const values = new Array<string | null>(length).fill(null)
  const bytes = Buffer.from(slots)
  const words = new Uint32Array(slots)
  // One string of all slots, of which short texts are cut: cheaper than one call into Buffer for each.
  const whole = bytes.toString('latin1')
  visitBytes(slots, base, {
    inline: (i, start, size) => {
      const bits = (words[i * 4 + 1] as number) | (words[i * 4 + 2] as number) | (words[i * 4 + 3] as number)
      values[i] = (bits & 0x80808080) === 0 ? whole.slice(start, start + size) : bytes.toString('utf8', start, start + size)
    },
    run: (run, indexes, lengths) => decodeRun(Buffer.from(run.buffer), indexes, lengths, values),
    same: (i, earlier) => {
      values[i] = values[earlier] as string
    },
  })
  return { base, values }
}

function decodeRun(run: Buffer, indexes: readonly number[], lengths: Uint32Array, values: (string | null)[]): void {
  const ascii = isAscii(run) ? run.toString('latin1') : undefined
  let start = 0
  for (let k = 0; k < indexes.length; k++) {
    const end = start + (lengths[k] as number)
    values[indexes[k] as number] = ascii === undefined ? run.toString('utf8', start, end) : ascii.slice(start, end)
    start = end
  }
}

/** Reads blobs, and the types that DuckDB keeps as such. */
export function readBytes(vector: Vector, length: number): { readonly base: VectorBase; readonly values: (Uint8Array | null)[] } {
  const slots = copyValues(vector, length * SLOT_BYTES)
  const base = baseOf(vector, length)
  const values = new Array<Uint8Array | null>(length).fill(null)
  visitBytes(slots, base, {
    inline: (i, start, size) => {
      values[i] = new Uint8Array(slots, start, size)
    },
    run: (run, indexes, lengths) => {
      let start = 0
      for (let k = 0; k < indexes.length; k++) {
        const end = start + (lengths[k] as number)
        values[indexes[k] as number] = run.subarray(start, end)
        start = end
      }
    },
    same: (i, earlier) => {
      values[i] = values[earlier] as Uint8Array
    },
  })
  return { base, values }
}

/** Reads VARCHAR. */
export function readVarchar(vector: Vector, length: number): ColumnVector {
  const { base, values } = readTexts(vector, length)
  return { layout: 'utf8', values, ...base }
}

/** Reads BLOB. */
export function readBlob(vector: Vector, length: number): ColumnVector {
  const { base, values } = readBytes(vector, length)
  return { layout: 'binary', values, ...base }
}
