import { describe, expect, test } from '@jest/globals'
import { type ColumnVector, type LogicalType, type RowBatch, sliceBatch, utf8Vector, valueText } from '@sql-gateway/gateway-common'
import { everyType } from '@sql-gateway/gateway-common/testkit'
import { decodeBatch } from '../src/result/decode-batch.js'
import { encodeBatch } from '../src/result/encode-batch.js'

const { schema, batch } = everyType()

/** The batch as it comes back from a file, out of the middle of what was read. */
function stored(original: RowBatch): RowBatch {
  const { parts, byteLength } = encodeBatch(original)
  const bytes = Buffer.concat(parts)
  expect([bytes.length, bytes.length % 8]).toEqual([byteLength, 0])
  const read = new Uint8Array(byteLength + 16)
  read.set(bytes, 8)
  return decodeBatch(read.subarray(8, 8 + byteLength))
}

function textsIn({ rowCount, columns }: RowBatch): readonly string[][] {
  return Array.from({ length: rowCount }, (_, row) =>
    columns.map((vector, c) => valueText(schema.columns[c]?.type as LogicalType, vector, row)),
  )
}

describe('engines/duckdb/src/result/encode-batch and decode-batch', () => {
  test.each(schema.columns.map(({ name }, c) => [name, c] as const))('%s comes back as it was', (_, c) => {
    const vector = batch.columns[c] as ColumnVector
    const [back] = stored({ rowCount: batch.rowCount, columns: [vector] }).columns
    expect(back?.length).toBe(vector.length)
    if (vector.layout !== 'utf8') expect(back?.layout).toBe(vector.layout)
    const type = schema.columns[c]?.type as LogicalType
    for (let i = 0; i < vector.length; i++) expect(valueText(type, back as ColumnVector, i)).toBe(valueText(type, vector, i))
  })

  test('slices, all columns together, and row kinds come back as they were', () => {
    const withKinds = { ...batch, rowKinds: Uint8Array.of(0, 1, 2, 3) }
    for (const [from, to] of [
      [0, 4],
      [1, 3],
      [3, 4],
    ] as const) {
      const slice = sliceBatch(withKinds, from, to)
      const back = stored(slice)
      expect([back.rowCount, textsIn(back), back.rowKinds]).toEqual([to - from, textsIn(slice), slice.rowKinds])
    }
    expect('rowKinds' in stored(batch)).toBe(false)
  })

  test('strings come back as UTF-8, and nothing is copied when they are read', () => {
    const [back] = stored({ rowCount: 2, columns: [utf8Vector(['short', 'a text of more than twelve bytes'])] }).columns
    if (back?.layout !== 'utf8view') throw new TypeError('Wrong layout')
    expect(back.buffers.map((buffer) => buffer.buffer === back.views.buffer)).toEqual([true])
  })

  test('columns of single bytes do not move those after them off their place', () => {
    const columns: readonly ColumnVector[] = [
      { layout: 'int8', length: 3, values: Int8Array.of(1, 2, 3) },
      { layout: 'float64', length: 3, values: Float64Array.of(0.5, -1, 2) },
    ]
    expect(stored({ rowCount: 3, columns }).columns).toEqual(columns)
  })
})
