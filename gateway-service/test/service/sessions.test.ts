import { describe, expect, test } from '@jest/globals'
import { ANONYMOUS, newSessionHandle } from '@sql-gateway/gateway-common'
import { BOB, createServiceUnderTest } from './service-under-test.js'

const MINUTE = 60_000

describe('gateway-service: sessions', () => {
  test('open, hold properties and endpoint version, and close once', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open({ k: 'v' })
    expect(await t.service.getSessionEndpointVersion(ANONYMOUS, session)).toEqual({ protocol: 'test', version: 1 })
    expect(await t.service.getSessionEngine(ANONYMOUS, session)).toMatchObject({
      name: (await t.service.getGatewayInfo()).engines[0]?.name,
    })
    expect([...(await t.service.getSessionConfig(ANONYMOUS, session))]).toEqual([['k', 'v']])
    await t.service.closeSession(ANONYMOUS, session)
    await expect(t.service.closeSession(ANONYMOUS, session)).rejects.toMatchObject({
      code: 'SESSION.NOT_FOUND',
      publicMessage: `Session '${session}' does not exist.`,
    })
  })

  test('of somebody else do not exist, and neither do their operations', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const { handle } = await t.run(session, 'OK')
    for (const call of [
      () => t.service.getSessionConfig(BOB, session),
      () => t.service.executeStatement(BOB, session, 'OK'),
      () => t.service.closeSession(BOB, session),
      () => t.service.listCatalogs(BOB, session),
      () => t.service.getOperationInfo(BOB, session, handle),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'SESSION.NOT_FOUND' })
    }
    await expect(t.service.resolveOperation(BOB, handle)).rejects.toMatchObject({ code: 'OPERATION.NOT_FOUND' })
  })

  test("operations of one session are unknown in another of the same principal's", async () => {
    const t = await createServiceUnderTest()
    const [a, b] = [await t.open(), await t.open()]
    const { handle } = await t.run(a, 'OK')
    await expect(t.info(b, handle)).rejects.toMatchObject({ code: 'OPERATION.NOT_FOUND' })
    expect(await t.service.closeOperation(ANONYMOUS, b, handle)).toBe(false)
    expect((await t.info(a, handle)).status).toBe('FINISHED')
  })

  test('are limited in number', async () => {
    const t = await createServiceUnderTest({ maxSessions: 2 })
    const first = await t.open()
    await t.open()
    await expect(t.open()).rejects.toMatchObject({
      code: 'SESSION.LIMIT_REACHED',
      publicMessage: 'Failed to create session, the count of active sessions exceeds the max count: 2',
    })
    await t.service.closeSession(ANONYMOUS, first)
    await t.open()
  })

  test('hold names and properties of a bounded size', async () => {
    const t = await createServiceUnderTest({ maxPropertiesBytes: 100 })
    await expect(t.open({}, { sessionName: 'x'.repeat(1001) })).rejects.toMatchObject({ code: 'REQUEST.INVALID' })
    await expect(t.open({ k: 'x'.repeat(100) })).rejects.toMatchObject({ code: 'REQUEST.TOO_LARGE' })
    const session = await t.open({ k: 'x'.repeat(90) })
    expect((await t.run(session, "SET 'other' = 'too much'")).error?.code).toBe('REQUEST.TOO_LARGE')
    expect([...(await t.service.getSessionConfig(ANONYMOUS, session)).keys()]).toEqual(['k'])
  })

  test('pick an engine by property, which is not shown among the properties', async () => {
    const t = await createServiceUnderTest({}, {}, ['one', 'two'])
    const session = await t.open({ 'sql-gateway.engine': 'two' })
    expect((await t.service.listSessions(ANONYMOUS, { offset: 0, limit: 9 })).items[0]).toMatchObject({ handle: session, engine: 'two' })
    expect((await t.service.getSessionConfig(ANONYMOUS, session)).size).toBe(0)
    await expect(t.open({ 'sql-gateway.engine': 'three' })).rejects.toMatchObject({
      code: 'CONFIG.INVALID_VALUE',
      publicMessage: "There is no engine 'three' (sql-gateway.engine). The engines are: one, two.",
    })
  })

  test('closing one ends what runs in it and leaves nothing behind', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const { handle } = await t.run(session, 'SELECT ENDLESS ROWS')
    const running = await t.submit(session, 'WAIT gate')
    const waiting = await t.submit(session, 'OK')
    await t.control.started('gate')
    const fetch = t.fetch(session, running, 0, { waitMs: MINUTE })
    await t.service.closeSession(ANONYMOUS, session)
    await expect(fetch).rejects.toMatchObject({ code: 'OPERATION.CLOSED' })
    await t.control.whenIdle()
    expect(t.control).toMatchObject({ openSessions: 0, openSources: 0, runningStatements: 0 })
    expect(t.control.executed).not.toContain('OK')
    for (const gone of [handle, running, waiting]) await expect(t.info(session, gone)).rejects.toMatchObject({ code: 'SESSION.NOT_FOUND' })
  })

  test('configuring runs one statement of a fitting kind and leaves no operation', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const configure = (statement: string) => t.service.configureSession(ANONYMOUS, session, statement)
    await configure("SET 'a' = 'b';")
    expect((await t.service.getSessionConfig(ANONYMOUS, session)).get('a')).toBe('b')
    await expect(configure('SELECT 1 ROWS')).rejects.toMatchObject({ code: 'STATEMENT.NOT_CONFIGURABLE' })
    await expect(configure("SET 'a' = 'b'; SET 'c' = 'd'")).rejects.toMatchObject({ code: 'STATEMENT.MULTIPLE' })
    await expect(configure('DROP TABLE nothing')).rejects.toMatchObject({ code: 'STATEMENT.NOT_FOUND' })
    expect((await t.service.listOperations(ANONYMOUS, { offset: 0, limit: 9 })).total).toBe(0)
  })

  test('configuring is given up with its signal', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    await t.submit(session, 'WAIT gate')
    const client = new AbortController()
    const configured = t.service.configureSession(ANONYMOUS, session, "SET 'a' = 'b'", { signal: client.signal })
    await t.control.started('gate')
    client.abort()
    await expect(configured).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    t.control.open('gate')
    await t.run(session, 'OK')
    expect((await t.service.getSessionConfig(ANONYMOUS, session)).has('a')).toBe(false)
  })
})

describe('gateway-service: idle sessions', () => {
  test('are closed after the idle timeout since their last use', async () => {
    const t = await createServiceUnderTest({ idleTimeoutMs: 5 * MINUTE, checkIntervalMs: MINUTE })
    const [idle, used] = [await t.open(), await t.open()]
    await t.clock.advance(4 * MINUTE)
    await t.service.heartbeat(ANONYMOUS, used)
    await t.clock.advance(MINUTE)
    await expect(t.service.heartbeat(ANONYMOUS, idle)).rejects.toMatchObject({ code: 'SESSION.NOT_FOUND' })
    await t.service.heartbeat(ANONYMOUS, used)
  })

  test('stay while a statement runs or a client waits for rows', async () => {
    const t = await createServiceUnderTest({ idleTimeoutMs: 5 * MINUTE, checkIntervalMs: MINUTE })
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate THEN SELECT ENDLESS ROWS SLOW rows')
    await t.control.started('gate')
    await t.clock.advance(20 * MINUTE)
    t.control.open('gate')
    const page = t.fetch(session, handle, 0, { waitMs: 60 * MINUTE })
    await t.control.started('rows')
    await t.clock.advance(20 * MINUTE)
    t.control.release('rows', 1)
    expect(await page).toMatchObject({ resultType: 'PAYLOAD' })
    await t.clock.advance(6 * MINUTE)
    await expect(t.service.heartbeat(ANONYMOUS, session)).rejects.toMatchObject({ code: 'SESSION.NOT_FOUND' })
    await t.control.whenIdle()
  })

  test.each([{ idleTimeoutMs: 0 }, { checkIntervalMs: 0 }])('are kept for ever with %j', async (settings) => {
    const t = await createServiceUnderTest(settings)
    const session = await t.open()
    await t.clock.advance(1000 * MINUTE)
    await t.service.heartbeat(ANONYMOUS, session)
  })

  test('are closed in slices, all of them', async () => {
    const t = await createServiceUnderTest()
    for (let i = 0; i < 2500; i++) await t.open()
    await t.clock.advance(6 * MINUTE)
    expect((await t.service.listSessions(ANONYMOUS, { offset: 0, limit: 1 })).total).toBe(0)
  })
})

describe('gateway-service: engine sessions', () => {
  test('come with the first statement, go when idle, and come back where they stood', async () => {
    const t = await createServiceUnderTest({ engineReleaseMs: MINUTE, idleTimeoutMs: 0 })
    const session = await t.open()
    expect(t.control.openSessions).toBe(0)
    await t.run(session, 'USE CATALOG other_catalog')
    expect(t.control.openSessions).toBe(1)
    await t.clock.advance(MINUTE)
    expect(t.control.openSessions).toBe(0)
    expect(await t.service.getCurrentCatalog(ANONYMOUS, session)).toBe('other_catalog')
    expect(t.control).toMatchObject({ openSessions: 1, openedSessions: 2 })
  })

  test('stay while something pins them, and operators see what', async () => {
    const t = await createServiceUnderTest({ engineReleaseMs: MINUTE, idleTimeoutMs: 0 })
    const session = await t.open()
    await t.run(session, 'CREATE TEMPORARY TABLE x')
    await t.clock.advance(10 * MINUTE)
    expect(t.control.openSessions).toBe(1)
    const [summary] = (await t.service.listSessions(ANONYMOUS, { offset: 0, limit: 1 })).items
    expect(typeof summary?.pinnedBy).toBe('string')
    await t.run(session, 'DROP TABLE x')
    await t.clock.advance(2 * MINUTE)
    expect(t.control.openSessions).toBe(0)
  })

  test('are not released under a running statement, and results outlive them', async () => {
    const t = await createServiceUnderTest({ engineReleaseMs: MINUTE, idleTimeoutMs: 0, retentionMs: 0 })
    const session = await t.open()
    const { handle } = await t.run(session, 'SELECT 3 ROWS')
    const running = await t.submit(session, 'WAIT gate')
    await t.control.started('gate')
    await t.clock.advance(10 * MINUTE)
    expect((await t.info(session, running)).status).toBe('RUNNING')
    t.control.open('gate')
    await t.service.awaitOperation(ANONYMOUS, session, running, 'terminal', 1000)
    await t.clock.advance(MINUTE)
    expect(t.control.openSessions).toBe(0)
    expect(await t.fetchPage(session, handle, 0)).toMatchObject({ startRow: 0, nextToken: 1 })
  })

  test('that fail to open fail the statement, and the next one tries again', async () => {
    let fail = true
    const t = await createServiceUnderTest(
      {},
      {
        beforeOpenSession: () => {
          if (fail) throw new RangeError('secret')
        },
      },
    )
    const session = await t.open()
    expect((await t.run(session, 'OK')).error?.code).toBe('GATEWAY.BUG')
    fail = false
    expect((await t.run(session, 'OK')).status).toBe('FINISHED')
  })
})

describe('gateway-service: operators', () => {
  test('see sessions and operations of all, page by page, and end them', async () => {
    const t = await createServiceUnderTest()
    const mine = await t.open()
    const bobs = await t.open({}, { principal: BOB, sessionName: 'nightly' })
    const handle = await t.service.executeStatement(BOB, bobs, 'WAIT gate')
    await t.control.started('gate')
    const list = { offset: 0, limit: 10 }
    const sessions = await t.service.listSessions(ANONYMOUS, list)
    expect(sessions.items.map((s) => [s.handle, s.owner, s.sessionName, s.operationCount])).toEqual([
      [mine, 'anonymous', undefined, 0],
      [bobs, 'bob', 'nightly', 1],
    ])
    expect((await t.service.listSessions(ANONYMOUS, { offset: 1, limit: 10 })).items.map((s) => s.handle)).toEqual([bobs])
    const running = await t.service.listOperations(ANONYMOUS, { ...list, statuses: ['RUNNING'] })
    expect(running).toMatchObject({
      total: 1,
      items: [{ handle, statement: 'WAIT gate', owner: 'bob', session: bobs, engine: 'scripted' }],
    })
    await t.service.killOperation(ANONYMOUS, handle)
    expect((await t.service.getOperationInfo(BOB, bobs, handle)).status).toBe('CANCELED')
    await t.service.killOperation(ANONYMOUS, handle)
    expect((await t.service.listOperations(ANONYMOUS, list)).total).toBe(0)
    await t.service.killSession(ANONYMOUS, bobs)
    await expect(t.service.heartbeat(BOB, bobs)).rejects.toMatchObject({ code: 'SESSION.NOT_FOUND' })
  })

  test('are administrators only', async () => {
    const t = await createServiceUnderTest()
    await expect(t.service.listSessions(BOB, { offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'REQUEST.FORBIDDEN' })
    await expect(t.service.killSession(BOB, newSessionHandle())).rejects.toMatchObject({ code: 'REQUEST.FORBIDDEN' })
  })
})
