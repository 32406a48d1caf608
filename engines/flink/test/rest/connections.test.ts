import { describe, expect, test } from '@jest/globals'
import { INTEGER_TYPE } from '@sql-gateway/gateway-common'
import { openEngine } from '../support/engine-under-test.js'
import { openFakeFlink } from '../support/fake-flink.js'
import { pageText } from '../support/page-text.js'

const NUMBERS = [{ name: 'n', type: INTEGER_TYPE }]
const page = (n: number, nextToken?: number) =>
  pageText({ columns: NUMBERS, rows: [[String(n)]], ...(nextToken === undefined ? {} : { nextToken }) })

describe("Connections to Flink's gateway", () => {
  test('are kept: many statements need no more than their requests at a time', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    for (let i = 0; i < 100; i++) await session.rows('SELECT 1')
    expect(flink.requests.length).toBeGreaterThan(300)
    // The end of one statement is told to Flink while the next one is handed in.
    expect(flink.connections).toBeLessThanOrEqual(3)
  })

  test('are no more than allowed: further requests wait for a free one', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, maxConnections: 2 })
    const sessions = await Promise.all(Array.from({ length: 20 }, () => test.open()))
    expect(await Promise.all(sessions.map((session) => session.rows('SELECT 1')))).toEqual(Array(20).fill([['OK']]))
    expect(flink.connections).toBe(2)
  })

  test('that were closed while they were idle are replaced, whatever is asked next', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', (token) => page(token, token < 5 ? token + 1 : undefined))
    await using test = await openEngine({ url: flink.url, prefetchRows: 1 })
    const session = await test.open()
    for (let i = 0; i < 20; i++) {
      flink.closeIdleConnections()
      expect(await session.rows('SELECT n')).toHaveLength(6)
      flink.closeIdleConnections()
      expect(await session.rows('INSERT INTO t SELECT 1')).toEqual([['OK']])
    }
    expect(flink.sessions.size).toBe(1)
    expect(flink.count('POST S/statements')).toBe(40)
  })
})
