import duckdb, { type Vector } from '@duckdb/node-bindings'
import type { ColumnVector } from '@sql-gateway/gateway-common'
import { baseOf, copyValues, isNull, type VectorBase, type VectorReader } from './raw-vector.js'

type Reader = VectorReader<ColumnVector>

interface Spans {
  readonly offsets: Int32Array
  readonly sizes: Int32Array
}

/** DuckDB keeps offset and size of each list in 8 bytes each; at nulls they mean nothing. */
function readSpans(vector: Vector, length: number, { validity }: VectorBase): Spans {
  const words = new Int32Array(copyValues(vector, length * 16))
  const offsets = new Int32Array(length)
  const sizes = new Int32Array(length)
  for (let i = 0; i < length; i++) {
    if (isNull(validity, i)) continue
    offsets[i] = words[i * 4] as number
    sizes[i] = words[i * 4 + 2] as number
  }
  return { offsets, sizes }
}

/** Reads LIST. */
export function listReader(readElements: Reader): Reader {
  return (vector, length, putOff) => {
    const base = baseOf(vector, length)
    const elements = readElements(duckdb.list_vector_get_child(vector), duckdb.list_vector_get_size(vector), putOff)
    return { layout: 'list', ...readSpans(vector, length, base), elements, ...base }
  }
}

/** Reads ARRAY, lists of one fixed size. */
export function arrayReader(readElements: Reader, size: number): Reader {
  return (vector, length, putOff) => {
    const base = baseOf(vector, length)
    const elements = readElements(duckdb.array_vector_get_child(vector), length * size, putOff)
    const offsets = Int32Array.from({ length }, (_, i) => i * size)
    const sizes = Int32Array.from({ length }, (_, i) => (isNull(base.validity, i) ? 0 : size))
    return { layout: 'list', offsets, sizes, elements, ...base }
  }
}

/** Reads STRUCT. */
export function structReader(readFields: readonly Reader[]): Reader {
  return (vector, length, putOff) => {
    const children = readFields.map((read, i) => read(duckdb.struct_vector_get_child(vector, i), length, putOff))
    return { layout: 'struct', children, ...baseOf(vector, length) }
  }
}

/** Reads MAP, which DuckDB keeps as a list of structs of key and value. */
export function mapReader(readKeys: Reader, readValues: Reader): Reader {
  return (vector, length, putOff) => {
    const base = baseOf(vector, length)
    const pairs = duckdb.list_vector_get_child(vector)
    const size = duckdb.list_vector_get_size(vector)
    const { validity: _, ...keys } = readKeys(duckdb.struct_vector_get_child(pairs, 0), size, putOff)
    const entries = readValues(duckdb.struct_vector_get_child(pairs, 1), size, putOff)
    return { layout: 'map', ...readSpans(vector, length, base), keys, entries, ...base }
  }
}
