/** Unit of the 64-bit integers of a time or timestamp vector, with Arrow's names. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns'

interface Vector {
  /** Number of values, nulls included. */
  readonly length: number
  /**
   * Arrow's validity bitmap, least significant bit first, at least `ceil(length / 8)` bytes: bit i is 1 where value i is
   * not null. Absent where there is no null. What stands at a null's place in the values is undefined.
   */
  readonly validity?: Uint8Array
}

/**
 * The values of one column, in Arrow's layouts save for two deviations that suit JavaScript: a boolean takes a byte, not
 * a bit; `utf8` holds JavaScript strings and `binary` byte arrays, not offsets into one buffer. A list has Arrow's
 * ListView layout (offset and size per value), so that an engine's own buffers serve as they are.
 *
 * - `date32`: days since 1970-01-01. `time64`: units since midnight. `timestamp64`: units since 1970-01-01T00:00:00,
 *   without a zone or in UTC, as the column's type says.
 * - The largest and the smallest-but-one value of `date32` and `timestamp64` (2^31-1 and -(2^31-1), 2^63-1 and -(2^63-1))
 *   stand for infinity and -infinity, as in DuckDB and PostgreSQL.
 * - `decimal64` and `decimal128`: the unscaled integer; of the latter the low (unsigned) and the high 64 bits stand side
 *   by side, so that `values` has two entries a value. The scale is the type's.
 * - `interval32` counts months (INTERVAL_YEAR_MONTH), `duration64` milliseconds (INTERVAL_DAY_TIME).
 * - `utf8view` is Arrow's Utf8View, for engines that have text as UTF-8: four words a value, the first its number of
 *   bytes. Up to 12 bytes stand in the other three, the rest of which is zero; of more the first four stand in the second
 *   word, and the third and fourth are the index of the buffer that holds them all and the offset there. Contrary to
 *   Arrow a null's first word is zero. `textAt` and `utf8ViewVector` read and make them.
 * - `map` entries need not be sorted; keys are never null. A MULTISET is a `map` from element to an `int32` count.
 *
 * Vectors are immutable once handed out.
 *
 * @see Apache Arrow columnar format, version 1.5
 */
export type ColumnVector =
  | (Vector & { readonly layout: 'null' })
  | (Vector & { readonly layout: 'bool'; readonly values: Uint8Array })
  | (Vector & { readonly layout: 'int8'; readonly values: Int8Array })
  | (Vector & { readonly layout: 'int16'; readonly values: Int16Array })
  | (Vector & { readonly layout: 'int32' | 'date32' | 'interval32'; readonly values: Int32Array })
  | (Vector & { readonly layout: 'int64' | 'decimal64' | 'decimal128' | 'duration64'; readonly values: BigInt64Array })
  | (Vector & { readonly layout: 'time64' | 'timestamp64'; readonly unit: TimeUnit; readonly values: BigInt64Array })
  | (Vector & { readonly layout: 'float32'; readonly values: Float32Array })
  | (Vector & { readonly layout: 'float64'; readonly values: Float64Array })
  | (Vector & { readonly layout: 'utf8'; readonly values: readonly (string | null)[] })
  | (Vector & { readonly layout: 'utf8view'; readonly views: Int32Array; readonly buffers: readonly Uint8Array[] })
  | (Vector & { readonly layout: 'binary'; readonly values: readonly (Uint8Array | null)[] })
  | (Vector & { readonly layout: 'list'; readonly offsets: Int32Array; readonly sizes: Int32Array; readonly elements: ColumnVector })
  | (Vector & {
      readonly layout: 'map'
      readonly offsets: Int32Array
      readonly sizes: Int32Array
      readonly keys: ColumnVector
      readonly entries: ColumnVector
    })
  | (Vector & { readonly layout: 'struct'; readonly children: readonly ColumnVector[] })

/** The name of a layout. */
export type VectorLayout = ColumnVector['layout']

/** The vector with a given layout. */
export type VectorOf<L extends VectorLayout> = ColumnVector extends infer V extends ColumnVector
  ? V extends ColumnVector
    ? L extends V['layout']
      ? V & { readonly layout: L }
      : never
    : never
  : never

/** Tells whether value `index` is null. For loops over a column, read the bitmap directly. */
export function isNullAt(vector: ColumnVector, index: number): boolean {
  if (vector.layout === 'null') return true
  const { validity } = vector
  return validity !== undefined && ((validity[index >> 3] as number) & (1 << (index & 7))) === 0
}

/** Builds a validity bitmap from a predicate; `undefined` where no value is null. */
export function validityOf(length: number, isValid: (index: number) => boolean): Uint8Array | undefined {
  let bitmap: Uint8Array | undefined
  for (let i = 0; i < length; i++) {
    if (isValid(i)) continue
    bitmap ??= new Uint8Array((length + 7) >> 3).fill(0xff)
    bitmap[i >> 3] = (bitmap[i >> 3] as number) & ~(1 << (i & 7))
  }
  return bitmap
}

function sliceValidity(validity: Uint8Array | undefined, from: number, to: number): Uint8Array | undefined {
  if (validity === undefined) return undefined
  const bytes = (to - from + 7) >> 3
  const first = from >> 3
  const shift = from & 7
  if (shift === 0) return validity.subarray(first, first + bytes)
  const out = new Uint8Array(bytes)
  for (let i = 0; i < bytes; i++) {
    out[i] = ((validity[first + i] as number) >> shift) | ((validity[first + i + 1] ?? 0) << (8 - shift))
  }
  return out
}

/** The values from index `from` up to but without `to`, sharing the buffers. */
export function sliceVector(vector: ColumnVector, from: number, to: number): ColumnVector {
  if (from === 0 && to === vector.length) return vector
  const length = to - from
  const validity = sliceValidity(vector.validity, from, to)
  const base = validity === undefined ? { length } : { length, validity }
  switch (vector.layout) {
    case 'null':
      return { layout: 'null', ...base }
    case 'decimal128':
      return { layout: vector.layout, values: vector.values.subarray(from * 2, to * 2), ...base }
    case 'list':
      return {
        layout: 'list',
        offsets: vector.offsets.subarray(from, to),
        sizes: vector.sizes.subarray(from, to),
        elements: vector.elements,
        ...base,
      }
    case 'map':
      return {
        layout: 'map',
        offsets: vector.offsets.subarray(from, to),
        sizes: vector.sizes.subarray(from, to),
        keys: vector.keys,
        entries: vector.entries,
        ...base,
      }
    case 'struct':
      return { layout: 'struct', children: vector.children.map((child) => sliceVector(child, from, to)), ...base }
    case 'utf8':
      return { layout: 'utf8', values: vector.values.slice(from, to), ...base }
    case 'utf8view':
      return { layout: 'utf8view', views: vector.views.subarray(from * 4, to * 4), buffers: vector.buffers, ...base }
    case 'binary':
      return { layout: 'binary', values: vector.values.slice(from, to), ...base }
    case 'time64':
    case 'timestamp64':
      return { layout: vector.layout, unit: vector.unit, values: vector.values.subarray(from, to), ...base }
    default:
      return { layout: vector.layout, values: vector.values.subarray(from, to), ...base } as ColumnVector
  }
}
