import { describe, expect, test } from '@jest/globals'
import { type LogicalType, ROW_KINDS, STRING_TYPE } from '@sql-gateway/gateway-common'
import { renderRows } from '@sql-gateway/gateway-common/testkit'
import type { FlinkPage } from '../../src/result/page.js'
import { openPageReader, pageText } from '../support/page-text.js'

const INT: LogicalType = { root: 'INTEGER', nullable: true }
const COLUMNS = [
  { name: 'a', type: INT, comment: 'the first' },
  { name: 'b', type: STRING_TYPE },
]

function rowsOf(page: FlinkPage | undefined): readonly (readonly string[])[] {
  return renderRows(page?.schema ?? { columns: [] }, page?.batch === undefined ? [] : [page.batch])
}

describe('Pages', () => {
  test('a page tells of columns, rows, job and what comes next', async () => {
    const jobId = '0123456789abcdef0123456789abcdef'
    const page = await openPageReader({ format: 'JSON' }).read(
      pageText({
        columns: COLUMNS,
        rows: [
          ['1', '"x"'],
          ['null', 'null'],
        ],
        nextToken: 7,
        jobId,
      }),
    )
    expect(page).toMatchObject({ resultType: 'PAYLOAD', isQueryResult: true, resultKind: 'SUCCESS_WITH_CONTENT', jobId, nextToken: 7 })
    expect(page?.schema).toEqual({ columns: COLUMNS })
    expect(rowsOf(page)).toEqual([
      ['1', 'x'],
      ['NULL', 'NULL'],
    ])
    expect(page?.batch?.rowKinds).toBeUndefined()
  })

  test('a page without rows has no batch, and the last one nothing that comes next', async () => {
    const page = await openPageReader({ format: 'JSON' }).read(pageText({ columns: COLUMNS, isQueryResult: false, resultKind: 'SUCCESS' }))
    expect(page).toEqual({ resultType: 'EOS', isQueryResult: false, resultKind: 'SUCCESS', schema: { columns: COLUMNS } })
  })

  test('a statement that has not come so far has no page', async () => {
    const answer = '{"resultType":"NOT_READY","nextResultUri":"/v4/sessions/s/operations/o/result/0?rowFormat=JSON"}'
    expect(await openPageReader({ format: 'JSON' }).read(answer)).toBeUndefined()
  })

  test('row kinds are kept from the first row that is no insertion on', async () => {
    const count = 300
    const kinds = Array.from({ length: count }, (_, i) => ROW_KINDS[i < 100 ? 0 : i % 4] ?? 'INSERT')
    const rows = kinds.map((_, i) => [String(i), '""'])
    const page = await openPageReader({ format: 'JSON' }).read(pageText({ columns: COLUMNS, rows, kinds }))
    expect([...(page?.batch?.rowKinds ?? [])].map((kind) => ROW_KINDS[kind])).toEqual(kinds)
  })

  test('pages of one result do not mix, and earlier ones stay as they were', async () => {
    const reader = openPageReader({ format: 'JSON' })
    const read = (from: number, count: number) =>
      reader.read(
        pageText({
          columns: COLUMNS,
          rows: Array.from({ length: count }, (_, i) => [String(from + i), i % 3 === 0 ? 'null' : `"t${from + i}"`]),
          nextToken: 1,
        }),
      )
    const [first, second, third] = [await read(0, 100), await read(100, 1), await read(101, 200)]
    const numbers = [first, second, third].flatMap(rowsOf).map(([a]) => Number(a))
    expect(numbers).toEqual(Array.from({ length: 301 }, (_, i) => i))
    expect(rowsOf(first).at(-1)).toEqual(['99', 'NULL'])
    expect(rowsOf(third)[1]).toEqual(['102', 't102'])
  })

  test('a large page is read with turns of the event loop between', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [String(i), `"${'x'.repeat(200_000)}"`])
    let turns = 0
    const turn = (): void => {
      turns++
      timer = setImmediate(turn)
    }
    let timer = setImmediate(turn)
    const page = await openPageReader({ format: 'JSON' }).read(pageText({ columns: COLUMNS, rows }))
    clearImmediate(timer)
    expect(page?.batch?.rowCount).toBe(30)
    expect(turns).toBeGreaterThanOrEqual(4)
  })

  test('a page of other columns than the first is an error of the engine', async () => {
    const reader = openPageReader({ format: 'JSON' })
    await reader.read(pageText({ columns: COLUMNS, nextToken: 1 }))
    await expect(reader.read(pageText({ columns: COLUMNS.toReversed(), nextToken: 2 }))).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
  })

  test('columns may come after the rows, and unknown fields anywhere', async () => {
    const text =
      '{ "new" : {"a":[1,{"b":"}"}],"c":null}, "results":{"data":[{"fields":[5,"x"],"more":[[]],"kind":"DELETE"}],"columns":[' +
      '{"name":"a","logicalType":{"type":"INTEGER","nullable":true},"comment":null},{"name":"b","logicalType":{"type":"VARCHAR","nullable":true,"length":2147483647},"comment":null}' +
      '],"rowFormat":"JSON"},\n"jobID":null,"resultKind":"SUCCESS_WITH_CONTENT","isQueryResult":true,"resultType":"EOS"}'
    const page = await openPageReader({ format: 'JSON' }).read(text)
    expect(rowsOf(page)).toEqual([['5', 'x']])
    expect([...(page?.batch?.rowKinds ?? [])]).toEqual([3])
  })

  test('the number of the next page is read from the end of any path', async () => {
    const page = (uri: string) =>
      openPageReader({ format: 'JSON' }).read(
        pageText({ columns: COLUMNS, nextToken: 1 }).replace(/"nextResultUri":"[^"]*"/, `"nextResultUri":"${uri}"`),
      )
    expect((await page('/proxy/v2/sessions/s/operations/o/result/12'))?.nextToken).toBe(12)
    expect((await page('/v2/result/9007199254740991?rowFormat=JSON'))?.nextToken).toBe(9007199254740991)
  })

  test.each([
    ['no JSON', 'hello'],
    ['cut off', '{"resultType":"PAYLOAD","results":{"columns":['],
    ['cut off in a text', '{"resultType":"PAY'],
    ['an array', '[]'],
    ['another kind of answer', '{"sessionHandle":"x"}'],
    ['columns that are no list', '{"resultType":"EOS","results":{"columns":{},"data":[]}}'],
    ...['null', '{}', '{"name":"a"}', '{"name":1,"logicalType":{"type":"NULL"}}', '{"name":"a","logicalType":{}}'].map((column) => [
      `the column ${column}`,
      `{"resultType":"EOS","results":{"columns":[${column}],"data":[]}}`,
    ]),
    ['columns that do not parse', '{"resultType":"EOS","results":{"columns":[a],"data":[]}}'],
    ['no columns', '{"resultType":"PAYLOAD","isQueryResult":true,"resultKind":"SUCCESS"}'],
    ['a row with too few fields', pageText({ columns: COLUMNS, rows: [['1']] })],
    ['a row with too many fields', pageText({ columns: COLUMNS, rows: [['1', '"a"', '2']] })],
    ['a row of no known kind', pageText({ columns: COLUMNS, rows: [['1', '"a"']] }).replace('"INSERT"', '"UPSERT"')],
    ['a page that is not the last and has none after it', pageText({ columns: COLUMNS }).replace('EOS', 'PAYLOAD')],
    ['a bad escape', pageText({ columns: COLUMNS, rows: [['1', '"\\x"']] })],
  ])('%s is an error of the engine', async (_what, text) => {
    await expect(openPageReader({ format: 'JSON' }).read(text)).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
  })
})
