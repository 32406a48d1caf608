import { describe, expect, test } from '@jest/globals'
import { type ColumnVector, type RowBatch, sliceBatch, textsOf, utf8ViewVector, type VectorOf } from '@sql-gateway/gateway-common'
import { type SplitBatch, splitBatch } from '../src/result/split-batch.js'

const MB = 1024 * 1024

/** Rows with a text of 10,000 bytes and more each, a short one and a null now and then. */
function wideTexts(rows: number): (string | null)[] {
  return Array.from({ length: rows }, (_, i) => (i % 7 === 3 ? null : i % 5 === 2 ? `s${i}` : `é${'x'.repeat(10_000 + (i % 100))}${i}`))
}

function batchOf(texts: readonly (string | null)[], ...others: ColumnVector[]): RowBatch {
  return { rowCount: texts.length, columns: [utf8ViewVector(texts), ...others] }
}

function wide(rows = 1_000): { texts: (string | null)[]; batch: RowBatch; split: SplitBatch } {
  const texts = wideTexts(rows)
  const values = BigInt64Array.from({ length: rows }, (_, i) => BigInt(i))
  const batch = {
    ...batchOf(texts, { layout: 'int64', length: rows, values }),
    rowKinds: Uint8Array.from({ length: rows }, (_, i) => i % 4),
  }
  const split = splitBatch(batch)
  if (split === undefined) throw new TypeError('It was not split')
  return { texts, batch, split }
}

const textColumn = ({ columns: [column] }: RowBatch) => column as VectorOf<'utf8view'>

describe('engines/duckdb/src/result/split-batch', () => {
  test('the parts hold the rows of the whole, each in a megabyte or so of its own', () => {
    const { texts, batch, split } = wide()
    const parts = Array.from({ length: split.partCount }, (_, i) => split.part(i))
    expect(parts.flatMap((part) => textsOf(textColumn(part)))).toEqual(texts)
    expect(parts.flatMap(({ columns: [, numbers] }) => [...(numbers as VectorOf<'int64'>).values])).toEqual(texts.map((_, i) => BigInt(i)))
    expect(parts.flatMap(({ rowKinds = [] }) => [...rowKinds])).toEqual(texts.map((_, i) => i % 4))
    expect(parts.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(batch.rowCount)
    expect(parts.length).toBeGreaterThan(5)
    for (const part of parts) expect(textColumn(part).buffers.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(1.5 * MB)
  })

  test('parts outlive the whole, whose memory is given back at once', () => {
    const { texts, batch, split } = wide()
    const last = split.part(split.partCount - 1)
    split.discard()
    expect(textColumn(batch).buffers.map(({ length }) => length)).toEqual([0])
    expect(textsOf(textColumn(last))).toEqual(texts.slice(-last.rowCount))
  })

  test('a text of many megabytes is a part by itself', () => {
    const split = splitBatch(batchOf(['x'.repeat(9 * MB), 'short', 'y'.repeat(3 * MB)]))
    expect(split?.partCount).toBe(3)
    expect(textColumn(split?.part(0) as RowBatch).buffers.map(({ length }) => length)).toEqual([9 * MB])
    expect(textColumn(split?.part(1) as RowBatch).buffers).toEqual([])
  })

  const list = (elements: ColumnVector): ColumnVector => ({
    layout: 'list',
    length: 1_000,
    offsets: new Int32Array(1_000),
    sizes: new Int32Array(1_000),
    elements,
  })
  /** A thousand rows with the same value, which stands there once. */
  const shared: ColumnVector = {
    layout: 'utf8view',
    length: 1_000,
    views: Int32Array.from({ length: 4_000 }, (_, word) => [5 * MB, 0, 0, 0][word % 4] as number),
    buffers: [new Uint8Array(5 * MB)],
  }
  test.each<[string, RowBatch]>([
    ['texts of less than 4 MB', batchOf(wideTexts(400))],
    ['a single row', batchOf(['x'.repeat(9 * MB)])],
    ['rows beside a list', batchOf(wideTexts(1_000), list(utf8ViewVector(['a'])))],
    ['texts that stand there once for many rows', { rowCount: 1_000, columns: [shared] }],
  ])('%s stay together', (_, batch) => {
    expect(splitBatch(batch)).toBeUndefined()
  })

  test('a slice is taken apart as it is', () => {
    const { texts, batch } = wide()
    const split = splitBatch(sliceBatch(batch, 0, 900)) as SplitBatch
    const parts = Array.from({ length: split.partCount }, (_, i) => split.part(i))
    expect(parts.flatMap((part) => textsOf(textColumn(part)))).toEqual(texts.slice(0, 900))
  })
})
