import { describe, expect, test } from '@jest/globals'
import {
  countRows,
  estimateBatchBytes,
  estimateVectorBytes,
  isNullAt,
  sliceVector,
  textBatch,
  utf8Vector,
  utf8ViewVector,
} from '../../src/index.js'

describe('textBatch', () => {
  test('makes a column for each value of the rows, nulls included', () => {
    const batch = textBatch(
      [
        ['a', null],
        ['b', 'c'],
      ],
      2,
    )
    expect(batch.rowCount).toBe(2)
    expect(batch.columns).toEqual([
      { layout: 'utf8', length: 2, values: ['a', 'b'] },
      { layout: 'utf8', length: 2, values: [null, 'c'], validity: Uint8Array.of(0b11111110) },
    ])
  })

  test('takes a missing value for null, and has its columns where there are no rows', () => {
    expect(isNullAt(textBatch([[]], 1).columns[0] as never, 0)).toBe(true)
    expect(textBatch([], 3).columns.length).toBe(3)
  })
})

describe('countRows', () => {
  test('adds up', () => {
    expect(countRows([])).toBe(0)
    expect(countRows([textBatch([['a']], 1), textBatch([['a'], ['b']], 1)])).toBe(3)
  })
})

describe('estimateBatchBytes', () => {
  test('counts numbers exactly', () => {
    expect(estimateVectorBytes({ layout: 'int64', length: 3, values: new BigInt64Array(3) })).toBe(24)
    expect(estimateVectorBytes({ layout: 'decimal128', length: 3, values: new BigInt64Array(6) })).toBe(48)
    expect(estimateVectorBytes({ layout: 'null', length: 3 })).toBe(0)
  })

  test('counts text and bytes by their length', () => {
    const short = estimateVectorBytes(utf8Vector(['a', null]))
    expect(estimateVectorBytes(utf8Vector(['a'.repeat(1001), null])) - short).toBe(1000)
    expect(estimateVectorBytes({ layout: 'binary', length: 1, values: [new Uint8Array(1000)] })).toBeGreaterThanOrEqual(1000)
  })

  test('counts of views the texts that they show, not the buffers they look into', () => {
    const views = utf8ViewVector(['a', 'b'.repeat(1000), null, 'c'.repeat(500)])
    expect(estimateVectorBytes(views)).toBe(4 * 16 + 1500)
    expect(estimateVectorBytes(sliceVector(views, 1, 3))).toBe(2 * 16 + 1000)
  })

  test('counts of nested vectors only the share that is used', () => {
    const elements = { layout: 'int32', length: 1000, values: new Int32Array(1000) } as const
    const list = (size: number) =>
      estimateVectorBytes({ layout: 'list', length: 1, offsets: Int32Array.of(0), sizes: Int32Array.of(size), elements })
    expect(list(1000) - list(0)).toBe(4000)
    expect(list(10) - list(0)).toBe(40)
    const none = { layout: 'int32', length: 0, values: new Int32Array(0) } as const
    expect(
      estimateVectorBytes({
        layout: 'map',
        length: 1,
        offsets: Int32Array.of(0),
        sizes: Int32Array.of(0),
        keys: utf8Vector([]),
        entries: none,
      }),
    ).toBe(8)
    expect(estimateVectorBytes({ layout: 'struct', length: 1000, children: [elements, elements] })).toBe(8000)
  })

  test('adds up the columns', () => {
    const column = { layout: 'int8', length: 5, values: new Int8Array(5) } as const
    expect(estimateBatchBytes({ rowCount: 5, columns: [column, column] })).toBe(10)
  })
})
