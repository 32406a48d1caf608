import { describe, expect, test } from '@jest/globals'
import { openEngine } from '../support/engine-under-test.js'
import { openFakeFlink } from '../support/fake-flink.js'

describe("A session's properties", () => {
  test('every session begins with the configuration of Flink, without secrets and what is of one session', async () => {
    const config = {
      'parallelism.default': '4',
      's3.secret-key': 'x',
      'security.token': 'x',
      'sql-gateway.x': 'x',
      'table.resources.download-dir': '/tmp/x',
    }
    await using flink = await openFakeFlink({ config })
    await using test = await openEngine({ url: flink.url })
    expect([...test.engine.defaultSessionConfig]).toEqual([['parallelism.default', '4']])
    expect(flink.sessions.size).toBe(0)
  })

  test('the time zone of Flink is one of them where it is told, and is not sent back', async () => {
    await using flink = await openFakeFlink({ config: { a: 'b' } })
    await using test = await openEngine({ url: flink.url, timeZone: 'Asia/Tokyo' })
    expect([...test.engine.defaultSessionConfig]).toEqual([
      ['table.local-time-zone', 'Asia/Tokyo'],
      ['a', 'b'],
    ])
    await (await test.open()).rows('SELECT 1')
    expect(flink.requests.findLast(({ method, path }) => method === 'POST' && path === 'sessions')?.body).toEqual({ properties: {} })
  })

  test('only those that differ from what Flink has already are sent', async () => {
    await using flink = await openFakeFlink({ config: { 'parallelism.default': '4', 'a.b': '1' } })
    await using test = await openEngine({ url: flink.url })
    const session = await test.open({ properties: new Map([...test.engine.defaultSessionConfig, ['a.b', '2'], ['c', 'd']]) })
    await session.rows('SELECT 1')
    const opened = flink.requests.filter(({ method, path }) => method === 'POST' && path === 'sessions')
    expect(opened.at(-1)?.body).toEqual({ properties: { 'a.b': '2', c: 'd' } })
  })

  test('statements bring nothing along as long as Flink knows all, and their own configuration where they have one', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open({ properties: new Map([['a', '1']]) })
    await session.rows("SET 'b' = '2'")
    await session.rows('SELECT 1')
    await session.rows('SELECT 2', { b: '3', 'rest.port': '1' })
    await session.rows('SELECT 3')
    await session.rows("RESET 'b'")
    await session.rows('SELECT 4')
    const bodies = flink.requests.filter(({ path }) => path === 'S/statements').map(({ body }) => body)
    expect(bodies).toEqual([
      { statement: "SET 'b' = '2'" },
      { statement: 'SELECT 1' },
      { statement: 'SELECT 2', executionConfig: { b: '3', 'rest.port': '1' } },
      { statement: 'SELECT 3' },
      { statement: "RESET 'b'" },
      { statement: 'SELECT 4' },
    ])
  })

  test('what is of one statement does not stay in a session that it opened', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open({ properties: new Map([['a', '1']]) })
    await session.rows('SELECT 1', { b: '2' })
    const opened = flink.requests.findLast(({ method, path }) => method === 'POST' && path === 'sessions')
    expect(opened?.body).toEqual({ properties: { a: '1' } })
    expect(flink.requests.findLast(({ path }) => path === 'S/statements')?.body).toEqual({
      statement: 'SELECT 1',
      executionConfig: { b: '2' },
    })
  })

  test('what a gateway of Flink had before it was started anew is not taken for the own of a session', async () => {
    const config: Record<string, string> = { 'rest.port': '1111' }
    await using flink = await openFakeFlink({ config })
    await using test = await openEngine({ url: flink.url })
    const session = await test.open({ properties: new Map([...test.engine.defaultSessionConfig, ['a', 'b']]) })
    await session.rows('SELECT 1')
    config['rest.port'] = '9999'
    flink.restart()
    flink.breakOnce('POST S/statements')
    expect((await session.error('SELECT 2')).code).toBe('ENGINE.UNREACHABLE')
    await session.rows('SELECT 3')
    expect([...test.engine.defaultSessionConfig]).toEqual([['rest.port', '9999']])
    expect(flink.requests.findLast(({ method, path }) => method === 'POST' && path === 'sessions')?.body).toEqual({
      properties: { a: 'b' },
    })
  })

  test('what SET and RESET changed is reported, in each of their forms', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    const changes = async (sql: string) => (await session.execute(sql)).configChanges
    expect(await changes("SET 'a''b' = 'c;d'; -- x")).toEqual([{ change: 'set', key: "a'b", value: 'c;d' }])
    expect(await changes('set a.b-c = d e')).toEqual([{ change: 'set', key: 'a.b-c', value: 'd e' }])
    expect(await changes('RESET a.b-c')).toEqual([{ change: 'reset', key: 'a.b-c' }])
    expect(await changes('RESET')).toEqual([{ change: 'reset-all' }])
    expect(await changes('SET')).toBeUndefined()
  })

  test('a statement that failed changes nothing', async () => {
    await using flink = await openFakeFlink()
    flink.on('SET', () => ({ errors: ['x.ValidationException: Failed to set key.'] }))
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    expect((await session.error("SET 'a' = 'b'")).code).toBe('CONFIG.INVALID_VALUE')
    await session.rows('SELECT 1', { a: 'b' })
    expect(flink.requests.findLast(({ path }) => path === 'S/statements')?.body).toEqual({
      statement: 'SELECT 1',
      executionConfig: { a: 'b' },
    })
  })

  test("the gateway's own keys are refused without asking Flink", async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    expect((await (await test.open()).error("SET 'sql-gateway.x' = '1'")).code).toBe('CONFIG.NOT_SETTABLE')
    expect(flink.statements).toEqual([])
  })
})
