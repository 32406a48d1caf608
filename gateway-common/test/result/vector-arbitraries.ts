import fc from 'fast-check'
import { type ColumnVector, isNullAt, textAt, utf8ViewVector, type VectorLayout, validityOf } from '../../src/index.js'

/** The value of a vector at a place, read by the definition of its layout; undefined for null. */
export function valueAt(vector: ColumnVector, index: number): unknown {
  if (isNullAt(vector, index)) return undefined
  switch (vector.layout) {
    case 'null':
      return undefined
    case 'decimal128':
      return [vector.values[index * 2], vector.values[index * 2 + 1]]
    case 'list':
      return spanOf(vector.offsets, vector.sizes, index).map((i) => valueAt(vector.elements, i))
    case 'map':
      return spanOf(vector.offsets, vector.sizes, index).map((i) => [valueAt(vector.keys, i), valueAt(vector.entries, i)])
    case 'struct':
      return vector.children.map((child) => valueAt(child, index))
    case 'time64':
    case 'timestamp64':
      return [vector.unit, vector.values[index]]
    case 'utf8view':
      return textAt(vector, index)
    default:
      return vector.values[index]
  }
}

function spanOf(offsets: Int32Array, sizes: Int32Array, index: number): readonly number[] {
  return Array.from({ length: sizes[index] as number }, (_, i) => (offsets[index] as number) + i)
}

const SCALARS = {
  bool: (n: number) => ({ layout: 'bool', values: Uint8Array.from({ length: n }, (_, i) => i % 2) }),
  int8: (n: number) => ({ layout: 'int8', values: Int8Array.from({ length: n }, (_, i) => i) }),
  int16: (n: number) => ({ layout: 'int16', values: Int16Array.from({ length: n }, (_, i) => -i) }),
  int32: (n: number) => ({ layout: 'int32', values: Int32Array.from({ length: n }, (_, i) => i * 7) }),
  date32: (n: number) => ({ layout: 'date32', values: Int32Array.from({ length: n }, (_, i) => i * 8) }),
  interval32: (n: number) => ({ layout: 'interval32', values: Int32Array.from({ length: n }, (_, i) => i * 9) }),
  int64: (n: number) => ({ layout: 'int64', values: BigInt64Array.from({ length: n }, (_, i) => BigInt(i)) }),
  decimal64: (n: number) => ({ layout: 'decimal64', values: BigInt64Array.from({ length: n }, (_, i) => BigInt(i * 2)) }),
  decimal128: (n: number) => ({ layout: 'decimal128', values: BigInt64Array.from({ length: n * 2 }, (_, i) => BigInt(i * 3)) }),
  duration64: (n: number) => ({ layout: 'duration64', values: BigInt64Array.from({ length: n }, (_, i) => BigInt(i * 4)) }),
  time64: (n: number) => ({ layout: 'time64', unit: 'ms', values: BigInt64Array.from({ length: n }, (_, i) => BigInt(i * 5)) }),
  timestamp64: (n: number) => ({ layout: 'timestamp64', unit: 'ns', values: BigInt64Array.from({ length: n }, (_, i) => BigInt(i * 6)) }),
  float32: (n: number) => ({ layout: 'float32', values: Float32Array.from({ length: n }, (_, i) => i / 2) }),
  float64: (n: number) => ({ layout: 'float64', values: Float64Array.from({ length: n }, (_, i) => i / 3) }),
  utf8: (n: number) => ({ layout: 'utf8', values: Array.from({ length: n }, (_, i) => `text ${i}`) }),
  utf8view: (n: number) => utf8ViewVector(Array.from({ length: n }, (_, i) => (i % 3 === 0 ? `a longer text, of ${i}` : `text ${i}`))),
  binary: (n: number) => ({ layout: 'binary', values: Array.from({ length: n }, (_, i) => Uint8Array.of(i, i + 1)) }),
  null: () => ({ layout: 'null' }),
} as const satisfies Partial<Record<VectorLayout, (n: number) => { readonly layout: VectorLayout }>>

/** The layouts that hold other vectors. */
const NESTED = ['list', 'map', 'struct'] as const

/** Every layout. */
export const EVERY_LAYOUT: readonly VectorLayout[] = [...(Object.keys(SCALARS) as (keyof typeof SCALARS)[]), ...NESTED]

/** Vectors of a layout and a length, with and without nulls, nested two deep. */
export function vectorOf(layout: VectorLayout, length: number, depth = 2): fc.Arbitrary<ColumnVector> {
  return fc.tuple(bodyOf(layout, length, depth), validityArbitrary(length)).map(([body, validity]) => {
    const isNull = layout === 'null' || validity === undefined
    return { ...body, length, ...(isNull ? {} : { validity }) } as ColumnVector
  })
}

function bodyOf(layout: VectorLayout, length: number, depth: number): fc.Arbitrary<object> {
  const inner = fc.constantFrom(...EVERY_LAYOUT.filter((each) => depth > 0 || each in SCALARS))
  const child = (size: number) => inner.chain((each) => vectorOf(each, size, depth - 1))
  switch (layout) {
    case 'list':
      return spans(length).chain(({ total, ...rest }) => child(total).map((elements) => ({ layout, ...rest, elements })))
    case 'map':
      return spans(length).chain(({ total, ...rest }) =>
        fc
          .tuple(vectorOf('utf8', total, 0), child(total))
          .map(([{ validity: _, ...keys }, entries]) => ({ layout, ...rest, keys, entries })),
      )
    case 'struct':
      return fc.tuple(child(length), child(length)).map((children) => ({ layout, children }))
    default:
      return fc.constant(SCALARS[layout](length))
  }
}

function spans(length: number): fc.Arbitrary<{ readonly offsets: Int32Array; readonly sizes: Int32Array; readonly total: number }> {
  return fc.array(fc.nat({ max: 3 }), { minLength: length, maxLength: length }).map((sizes) => {
    let total = 0
    const offsets = sizes.map((size) => {
      total += size
      return total - size
    })
    return { offsets: Int32Array.from(offsets), sizes: Int32Array.from(sizes), total }
  })
}

function validityArbitrary(length: number): fc.Arbitrary<Uint8Array | undefined> {
  return fc.array(fc.boolean(), { minLength: length, maxLength: length }).map((valid) => validityOf(length, (i) => valid[i] === true))
}
