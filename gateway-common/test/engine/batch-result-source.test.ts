import { describe, expect, test } from '@jest/globals'
import { batchResultSource, countRows, textBatch } from '../../src/index.js'

const TEN_ROWS = textBatch(
  Array.from({ length: 10 }, (_, i) => [`row ${i}`.padEnd(1000)]),
  1,
)

describe('batchResultSource', () => {
  test('gives no more rows than asked for, and the end with the last of them', async () => {
    const source = batchResultSource(TEN_ROWS)
    const first = await source.read(0, { maxRows: 7, maxBytes: 2 ** 20 })
    const rest = await source.read(7, { maxRows: 7, maxBytes: 2 ** 20 })
    expect([countRows(first.batches), first.endOfData]).toEqual([7, false])
    expect([countRows(rest.batches), rest.endOfData]).toEqual([3, true])
  })

  test('gives about as many bytes as asked for', async () => {
    const { batches, endOfData } = await batchResultSource(TEN_ROWS).read(0, { maxRows: 10, maxBytes: 4500 })
    expect([countRows(batches), endOfData]).toEqual([4, false])
  })

  test('gives one row where not even that fits', async () => {
    expect(countRows((await batchResultSource(TEN_ROWS).read(3, { maxRows: 10, maxBytes: 1 })).batches)).toBe(1)
  })

  test('gives the end at once where there are no rows', async () => {
    expect(await batchResultSource(textBatch([], 1)).read(0, { maxRows: 1, maxBytes: 1 })).toEqual({ batches: [], endOfData: true })
  })
})
