import { describe, expect, test } from '@jest/globals'
import { type LogicalType, type RowBatch, STRING_TYPE, sliceBatch } from '@sql-gateway/gateway-common'
import { renderRows } from '@sql-gateway/gateway-common/testkit'
import { openPageReader, type PageChoices, pageText } from '../support/page-text.js'

const INT: LogicalType = { root: 'INTEGER', nullable: true }
const COLUMNS = [
  { name: 'a', type: INT },
  { name: 'b', type: STRING_TYPE },
]
const FIRST = pageText({ columns: COLUMNS, rows: [['0', '"first"']], nextToken: 1 })

/** The batch of a page behind the first, whose text may be changed. */
async function batchOf(choices: Omit<PageChoices, 'columns'>, change: (text: string) => string = (text) => text): Promise<RowBatch> {
  const reader = openPageReader({ format: 'JSON' })
  await reader.read(FIRST)
  const page = await reader.read(change(pageText({ columns: COLUMNS, nextToken: 2, ...choices })))
  if (page?.batch === undefined) throw new TypeError('The page has no rows')
  return page.batch
}

const textOf = ({ encoded }: RowBatch) => Buffer.from(encoded?.bytes ?? []).toString()
const rowsOf = (batch: RowBatch) => renderRows({ columns: COLUMNS }, [batch])
const row = (...fields: readonly string[]) => `{"kind":"INSERT","fields":[${fields.join(',')}]}`

describe('Rows of the pages behind the first', () => {
  test('are there as they came, and as columns for those who look', async () => {
    const batch = await batchOf({
      rows: [
        ['1', '"}],\\"\\\\"'],
        ['null', '"{[ä"'],
      ],
    })
    expect(batch.encoded?.encoding).toBe('FLINK_JSON')
    expect(textOf(batch)).toBe(`${row('1', '"}],\\"\\\\"')},${row('null', '"{[ä"')}`)
    expect(rowsOf(batch)).toEqual([
      ['1', '}],"\\'],
      ['NULL', '{[ä'],
    ])
  })

  test('slices have their own part of them, and slices of slices', async () => {
    const batch = await batchOf({ rows: Array.from({ length: 9 }, (_, i) => [String(i), `"t${i}"`]) })
    const slice = sliceBatch(sliceBatch(batch, 2, 8), 1, 3)
    expect(slice.rowCount).toBe(2)
    expect(textOf(slice)).toBe(`${row('3', '"t3"')},${row('4', '"t4"')}`)
    expect(rowsOf(slice)).toEqual([
      ['3', 't3'],
      ['4', 't4'],
    ])
    expect(sliceBatch(batch, 0, 9)).toBe(batch)
  })

  test('have their kinds, in whatever order their parts come', async () => {
    const kinds = ['INSERT', 'UPDATE_BEFORE', 'UPDATE_AFTER', 'DELETE'] as const
    const rows = kinds.map((_, i) => [String(i), '"x"'])
    const batch = await batchOf({ rows, kinds }, (text) =>
      text.replace('{"kind":"DELETE","fields":[3,"x"]}', ' {"fields" : [3, "x"] , "kind" : "DELETE"} '),
    )
    expect([...(batch.rowKinds ?? [])]).toEqual([0, 1, 2, 3])
    expect([...(sliceBatch(batch, 2, 4).rowKinds ?? [])]).toEqual([2, 3])
    expect(rowsOf(batch)[3]).toEqual(['3', 'x'])
    expect(JSON.parse(`[${textOf(batch)}]`)).toHaveLength(4)
  })

  test('many become columns with turns of the event loop between', async () => {
    const batch = await batchOf({ rows: Array.from({ length: 30 }, (_, i) => [String(i), `"${'x'.repeat(200_000)}"`]) })
    let turns = 0
    const turn = (): void => {
      turns++
      timer = setImmediate(turn)
    }
    let timer = setImmediate(turn)
    await batch.encoded?.decode()
    clearImmediate(timer)
    expect(turns).toBeGreaterThanOrEqual(4)
    const columns = batch.columns
    await batch.encoded?.decode()
    expect(batch.columns).toBe(columns)
  })

  test.each([
    ['too few fields', { rows: [['1']] }],
    ['too many', { rows: [['1', '"a"', '2']] }],
    ['a value of another type', { rows: [['"x"', '"a"']] }],
  ])('with %s fail where their columns are wanted', async (_what, choices) => {
    const batch = await batchOf(choices)
    expect(() => batch.columns).toThrow(expect.objectContaining({ code: 'ENGINE.FAILED' }))
    await expect(batch.encoded?.decode()).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
  })

  test.each([
    ['no list', (text: string) => text.replace('"data":[', '"data":')],
    ['nothing between them', (text: string) => text.replace('},{"kind"', '} {"kind"')],
    ['no objects', (text: string) => text.replace(row('1', '"a"'), '[1,"a"]')],
    ['no end', (text: string) => text.slice(0, text.indexOf('"b"') + 2)],
    ['no kind that there is', (text: string) => text.replace('INSERT', 'UPSERT')],
    ['something that is left out', (text: string) => text.replace(']},"nextResultUri"', ',]},"nextResultUri"')],
  ])('that are %s are an error of the engine at once', async (_what, change) => {
    const rows = [
      ['1', '"a"'],
      ['2', '"b"'],
    ]
    await expect(batchOf({ rows }, change)).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
  })
})

describe('Rows of the first page', () => {
  test('are read at once, and a short page is let go', async () => {
    const page = await openPageReader({ format: 'JSON' }).read(FIRST)
    expect(page?.batch?.encoded).toBeUndefined()
    expect(rowsOf(page?.batch as RowBatch)).toEqual([['0', 'first']])
  })

  test('of a long one stay as they came, too', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => [String(i), '"some text"'])
    const page = await openPageReader({ format: 'JSON' }).read(pageText({ columns: COLUMNS, rows, nextToken: 1 }))
    expect(page?.batch?.encoded?.encoding).toBe('FLINK_JSON')
    rows[999] = ['"no number"', '""']
    const bad = openPageReader({ format: 'JSON' }).read(pageText({ columns: COLUMNS, rows, nextToken: 1 }))
    await expect(bad).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
  })
})
