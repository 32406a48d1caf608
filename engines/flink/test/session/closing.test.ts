import { describe, expect, test } from '@jest/globals'
import { INTEGER_TYPE } from '@sql-gateway/gateway-common'
import { openEngine, readAll } from '../support/engine-under-test.js'
import { NOT_READY, openFakeFlink } from '../support/fake-flink.js'
import { pageText } from '../support/page-text.js'

const NUMBERS = [{ name: 'n', type: INTEGER_TYPE }]
const page = (n: number, nextToken?: number) =>
  pageText({ columns: NUMBERS, rows: [[String(n)]], ...(nextToken === undefined ? {} : { nextToken }) })

describe('Closing', () => {
  test('a session that ran nothing is unknown to Flink', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const before = flink.requests.length
    const session = await test.open()
    expect(session.raw.pinnedBy()).toBeUndefined()
    await session.raw.close()
    expect(flink.requests.length).toBe(before)
  })

  test('a closed result ends its operation at Flink, and with it the job', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', (token) => page(token, token + 1))
    await using test = await openEngine({ url: flink.url, prefetchRows: 2 })
    const outcome = await (await test.open()).execute('SELECT endless')
    const closed = flink.seen('DELETE S/O/close')
    await outcome.rows.close()
    await closed
    expect(flink.operations.size).toBe(0)
  })

  test('a session stays open at Flink for results that are still being read', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', (token) => (token < 20 ? page(token, token + 1) : page(token)))
    await using test = await openEngine({ url: flink.url, prefetchRows: 1 })
    const session = await test.open()
    const outcome = await session.execute('SELECT n')
    await session.raw.close()
    expect(flink.sessions.size).toBe(1)
    const closed = flink.seen('DELETE S')
    expect(await readAll(outcome)).toHaveLength(21)
    await outcome.rows.close()
    await closed
    expect(flink.sessions.size).toBe(0)
  })

  test('an engine that is closed leaves nothing at Flink', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', (token) => page(token, token + 1))
    flink.on('INSERT', () => NOT_READY)
    await using test = await openEngine({ url: flink.url, prefetchRows: 2 })
    const [one, other] = [await test.open(), await test.open()]
    const outcome = await one.execute('SELECT endless')
    const fetched = flink.seen('GET S/O/result/0')
    const running = other.execute('INSERT INTO t SELECT 1')
    running.catch(() => undefined)
    await fetched
    await test.engine.close()
    await expect(running).rejects.toMatchObject({ code: expect.any(String) })
    await expect(readAll(outcome)).rejects.toMatchObject({ code: 'OPERATION.CLOSED' })
    expect([flink.sessions.size, flink.operations.size]).toEqual([0, 0])
  })

  test('a closed session refuses statements and questions', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    await session.raw.close()
    expect((await session.error('SELECT 1')).code).toBe('SESSION.CLOSED')
    await expect(session.raw.catalog.listCatalogs()).rejects.toMatchObject({ code: 'SESSION.CLOSED' })
  })
})
