import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type ColumnVector, isNullAt, sliceBatch, sliceVector, type VectorLayout, validityOf } from '../../src/index.js'
import { EVERY_LAYOUT, valueAt, vectorOf } from './vector-arbitraries.js'

const LENGTH = 37

function valuesOf(vector: ColumnVector): unknown[] {
  return Array.from({ length: vector.length }, (_, i) => valueAt(vector, i))
}

/** A vector with two places in it, the second no smaller. */
function sliced(layout: VectorLayout): fc.Arbitrary<readonly [ColumnVector, number, number]> {
  return fc
    .nat({ max: LENGTH })
    .chain((length) => fc.tuple(vectorOf(layout, length), fc.nat({ max: length }), fc.nat({ max: length })))
    .map(([vector, a, b]) => [vector, Math.min(a, b), Math.max(a, b)] as const)
}

describe('sliceVector', () => {
  test.each(EVERY_LAYOUT)('of layout %s gives the values from one place to another, and slices of slices too', (layout) => {
    fc.assert(
      fc.property(sliced(layout), fc.nat({ max: LENGTH }), ([vector, from, to], shift) => {
        const slice = sliceVector(vector, from, to)
        const expected = valuesOf(vector).slice(from, to)
        expect([slice.layout, slice.length]).toEqual([layout, to - from])
        expect(valuesOf(slice)).toEqual(expected)
        const inner = Math.min(shift, slice.length)
        expect(valuesOf(sliceVector(slice, inner, slice.length))).toEqual(expected.slice(inner))
      }),
    )
  })

  test('gives the vector itself for all of it', () => {
    const vector: ColumnVector = { layout: 'int32', length: 3, values: Int32Array.of(1, 2, 3) }
    expect(sliceVector(vector, 0, 3)).toBe(vector)
  })

  test('shares the buffers of numbers', () => {
    const vector: ColumnVector = { layout: 'int32', length: 3, values: Int32Array.of(1, 2, 3) }
    const slice = sliceVector(vector, 1, 2)
    expect(slice.layout === 'int32' && slice.values.buffer === vector.values.buffer).toBe(true)
  })

  test('does not run beyond a bitmap that is no longer than it must be', () => {
    for (let length = 1; length <= 40; length++) {
      const validity = validityOf(length, (i) => i % 3 !== 0)
      const vector: ColumnVector = { layout: 'int8', length, values: new Int8Array(length), ...(validity && { validity }) }
      for (let from = 0; from < length; from++) {
        const slice = sliceVector(vector, from, length)
        const nulls = Array.from({ length: slice.length }, (_, i) => isNullAt(slice, i))
        expect(nulls).toEqual(Array.from({ length: slice.length }, (_, i) => (from + i) % 3 === 0))
      }
    }
  })
})

describe('validityOf', () => {
  test('has a bit for each value, the least significant first', () => {
    expect(validityOf(10, (i) => i !== 1 && i !== 9)).toEqual(Uint8Array.of(0b11111101, 0b11111101))
  })

  test('is absent where nothing is null', () => {
    expect(validityOf(10, () => true)).toBeUndefined()
    expect(validityOf(0, () => false)).toBeUndefined()
  })
})

describe('sliceBatch', () => {
  const batch = {
    rowCount: 4,
    columns: [{ layout: 'int32', length: 4, values: Int32Array.of(1, 2, 3, 4) } as const],
    rowKinds: Uint8Array.of(0, 1, 2, 3),
  }

  test('slices columns and row kinds alike', () => {
    const slice = sliceBatch(batch, 1, 3)
    expect([slice.rowCount, valuesOf(slice.columns[0] as ColumnVector), slice.rowKinds]).toEqual([2, [2, 3], Uint8Array.of(1, 2)])
  })

  test('leaves row kinds out where there are none, and gives the batch itself for all of it', () => {
    const { rowKinds: _, ...plain } = batch
    expect('rowKinds' in sliceBatch(plain, 1, 3)).toBe(false)
    expect(sliceBatch(batch, 0, 4)).toBe(batch)
  })
})
