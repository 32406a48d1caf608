import duckdb, { type Vector } from '@duckdb/node-bindings'
import type { ColumnVector } from '@sql-gateway/gateway-common'
import { baseOf, type ChunkColumn, type ColumnOpener, copyValues, isNull, sliceBase, type VectorBase } from './raw-vector.js'

/** What an element takes for itself, or a little less, where elements have something beside their slots. */
const ELEMENT_BYTES = 16

/** Where the elements of each value of a column are among all of them. */
interface Spans {
  readonly offsets: Int32Array
  readonly sizes: Int32Array
}

/** The elements of some rows. */
interface TakenSpans extends Spans, VectorBase {
  /** The first of the elements that the rows have, and the one behind the last. */
  readonly first: number
  readonly end: number
}

/** DuckDB keeps offset and size of each list in 8 bytes each; at nulls they mean nothing. */
function readSpans(vector: Vector, { length, validity }: VectorBase): Spans {
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

/** The same for ARRAY, lists of one fixed size. */
function arraySpans({ length, validity }: VectorBase, size: number): Spans {
  return {
    offsets: Int32Array.from({ length }, (_, i) => i * size),
    sizes: Int32Array.from({ length }, (_, i) => (isNull(validity, i) ? 0 : size)),
  }
}

function takeSpans({ offsets, sizes }: Spans, base: VectorBase, from: number, to: number): TakenSpans {
  let first = Number.POSITIVE_INFINITY
  let end = 0
  for (let i = from; i < to; i++) {
    if (sizes[i] === 0) continue
    first = Math.min(first, offsets[i] as number)
    end = Math.max(end, (offsets[i] as number) + (sizes[i] as number))
  }
  first = Math.min(first, end)
  return {
    offsets: offsets.slice(from, to).map((offset, i) => (sizes[from + i] === 0 ? 0 : offset - first)),
    sizes: sizes.slice(from, to),
    ...sliceBase(base, from, to),
    first,
    end,
  }
}

/** Adds to each row what its elements take, those that several rows share to each of these. */
function addElements({ offsets, sizes }: Spans, count: number, elements: readonly ChunkColumn[], rows: Float64Array): void {
  const ends = new Float64Array(count + 1).fill(ELEMENT_BYTES * elements.length, 1)
  const own = ends.subarray(1)
  for (const column of elements) column.addFarBytes(own)
  for (let i = 0; i < count; i++) ends[i + 1] = (ends[i + 1] as number) + (ends[i] as number)
  for (let i = 0; i < sizes.length; i++) {
    const offset = offsets[i] as number
    rows[i] = (rows[i] as number) + (ends[offset + (sizes[i] as number)] as number) - (ends[offset] as number)
  }
}

/** A column whose values are so many of the elements of others. */
function spanColumn(
  base: VectorBase,
  spans: Spans,
  count: number,
  elements: readonly ChunkColumn[],
  make: (taken: Spans & VectorBase, elements: readonly ColumnVector[]) => ColumnVector,
): ChunkColumn {
  const beside = elements.reduce((sum, { farBytes }) => sum + farBytes, 0)
  // Elements that are nothing but slots are copied already, and may be millions.
  const hasOnlySlots = beside === 0
  return {
    farBytes: hasOnlySlots ? 0 : beside + count * elements.length * ELEMENT_BYTES,
    addFarBytes: (rows) => {
      if (!hasOnlySlots) addElements(spans, count, elements, rows)
    },
    take: (from, to, putOff) => {
      const { first, end, ...taken } = takeSpans(spans, base, from, to)
      return make(
        taken,
        elements.map((column) => column.take(first, end, putOff)),
      )
    },
    takeAll: (putOff) =>
      make(
        { ...spans, ...base },
        elements.map((column) => column.takeAll(putOff)),
      ),
  }
}

function listColumn(base: VectorBase, spans: Spans, count: number, elements: ChunkColumn): ChunkColumn {
  return spanColumn(base, spans, count, [elements], (taken, [values]) => ({ layout: 'list', ...taken, elements: values as ColumnVector }))
}

/** Opens LIST. */
export function listOpener(openElements: ColumnOpener): ColumnOpener {
  return (vector, length) => {
    const base = baseOf(vector, length)
    const count = duckdb.list_vector_get_size(vector)
    return listColumn(base, readSpans(vector, base), count, openElements(duckdb.list_vector_get_child(vector), count))
  }
}

/** Opens ARRAY. */
export function arrayOpener(openElements: ColumnOpener, size: number): ColumnOpener {
  return (vector, length) => {
    const base = baseOf(vector, length)
    const count = length * size
    return listColumn(base, arraySpans(base, size), count, openElements(duckdb.array_vector_get_child(vector), count))
  }
}

/** Opens STRUCT. */
export function structOpener(openFields: readonly ColumnOpener[]): ColumnOpener {
  return (vector, length) => {
    const base = baseOf(vector, length)
    const children = openFields.map((open, i) => open(duckdb.struct_vector_get_child(vector, i), length))
    return {
      farBytes: children.reduce((sum, { farBytes }) => sum + farBytes, 0),
      addFarBytes: (rows) => {
        for (const child of children) child.addFarBytes(rows)
      },
      take: (from, to, putOff) => ({
        layout: 'struct',
        children: children.map((child) => child.take(from, to, putOff)),
        ...sliceBase(base, from, to),
      }),
      takeAll: (putOff) => ({ layout: 'struct', children: children.map((child) => child.takeAll(putOff)), ...base }),
    }
  }
}

/** Opens MAP, which DuckDB keeps as a list of structs of key and value. */
export function mapOpener(openKeys: ColumnOpener, openValues: ColumnOpener): ColumnOpener {
  return (vector, length) => {
    const base = baseOf(vector, length)
    const pairs = duckdb.list_vector_get_child(vector)
    const count = duckdb.list_vector_get_size(vector)
    const columns = [openKeys, openValues].map((open, i) => open(duckdb.struct_vector_get_child(pairs, i), count))
    return spanColumn(base, readSpans(vector, base), count, columns, (taken, [keys, entries]) => {
      const { validity: _, ...never } = keys as ColumnVector
      return { layout: 'map', ...taken, keys: never as ColumnVector, entries: entries as ColumnVector }
    })
  }
}
