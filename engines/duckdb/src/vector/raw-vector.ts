import duckdb, { type Vector } from '@duckdb/node-bindings'
import { type ColumnVector, sliceVector } from '@sql-gateway/gateway-common'

/** Takes the copying of a few bytes that may wait. Until all of it is done the chunk has to stay, and the vector has gaps. */
export type PutOff = (copy: () => void) => void

/** Turns the raw values of one column of a chunk, all of them as wide as each other, into a vector of the gateway. */
export type VectorReader<V> = (vector: Vector, length: number) => V

/**
 * A column of a chunk. Its slots, as wide for each value, are copied already; what they point to is still in DuckDB's memory
 * and is taken from there bit by bit, since it may be gigabytes.
 */
export interface ChunkColumn {
  /** What its values take beside their slots, all together. */
  readonly farBytes: number
  /** Adds to each row what its value takes beside its slot. */
  addFarBytes(rows: Float64Array): void
  /**
   * Makes a vector of the rows from `from` up to but without `to`, in memory of its own.
   *
   * @param putOff - where copying goes that would take long; without it all is copied at once
   */
  take(from: number, to: number, putOff?: PutOff): ColumnVector
  /** Makes a vector of all rows, of the slots themselves: nothing can be taken afterwards. */
  takeAll(putOff?: PutOff): ColumnVector
}

/** Looks at one column of a chunk; copies the slots. */
export type ColumnOpener = (vector: Vector, length: number) => ChunkColumn

/** Opens columns that have nothing but slots. */
export function slotsOnly(read: VectorReader<ColumnVector>): ColumnOpener {
  return (vector, length) => {
    const whole = read(vector, length)
    return {
      farBytes: 0,
      addFarBytes: () => undefined,
      take: (from, to) => ownValues(sliceVector(whole, from, to)),
      takeAll: () => whole,
    }
  }
}

/** A slice would keep the memory of all. */
function ownValues(slice: ColumnVector): ColumnVector {
  return 'values' in slice ? ({ ...slice, values: slice.values.slice() } as ColumnVector) : slice
}

/** The parts that every vector has. */
export interface VectorBase {
  readonly length: number
  readonly validity?: Uint8Array
}

/**
 * The first bytes of a vector's values, in memory of their own: DuckDB's lives only as long as the chunk, and the driver
 * hands out a copy of it.
 */
export function copyValues(vector: Vector, bytes: number): ArrayBuffer {
  return bytes === 0 ? new ArrayBuffer(0) : ownBuffer(duckdb.vector_get_data(vector, bytes))
}

/** The bytes that a pointer within copied values points to, as a copy too. */
export function pointedBytes(values: ArrayBuffer, pointerAt: number, bytes: number): Uint8Array {
  return duckdb.get_data_from_pointer(values, pointerAt, bytes)
}

/** The buffer of bytes; they are copied where they are only a part of one. */
function ownBuffer({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) return buffer
  const copy = new Uint8Array(byteLength)
  copy.set(new Uint8Array(buffer, byteOffset, byteLength))
  return copy.buffer
}

/** A copy of a vector's validity bitmap, in Arrow's order; undefined where no value is null. */
function copyValidity(vector: Vector, length: number): Uint8Array | undefined {
  if (length === 0) return undefined
  const raw = duckdb.vector_get_validity(vector, Math.ceil(length / 64) * 8)
  if (raw === null) return undefined
  const bitmap = raw.subarray(0, Math.ceil(length / 8))
  const fullBytes = length >> 3
  const restMask = (1 << (length & 7)) - 1
  for (let i = 0; i < fullBytes; i++) if (bitmap[i] !== 0xff) return bitmap
  return restMask === 0 || ((bitmap[fullBytes] as number) & restMask) === restMask ? undefined : bitmap
}

/** Length and validity of a vector. */
export function baseOf(vector: Vector, length: number): VectorBase {
  const validity = copyValidity(vector, length)
  return validity === undefined ? { length } : { length, validity }
}

/** Tells whether value `i` is null. */
export function isNull(validity: Uint8Array | undefined, i: number): boolean {
  return validity !== undefined && ((validity[i >> 3] as number) & (1 << (i & 7))) === 0
}

/** Length and validity of the rows from `from` up to but without `to`. */
export function sliceBase(base: VectorBase, from: number, to: number): VectorBase {
  const { layout: _, ...slice } = sliceVector({ layout: 'null', ...base }, from, to)
  return slice
}
