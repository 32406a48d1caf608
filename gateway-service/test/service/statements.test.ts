import { describe, expect, test } from '@jest/globals'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import { createServiceUnderTest } from './service-under-test.js'

describe('gateway-service: one statement', () => {
  test('goes from PENDING over RUNNING to FINISHED, with its times', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate')
    await t.control.started('gate')
    const running = await t.info(session, handle)
    expect(running).toMatchObject({ status: 'RUNNING', type: 'EXECUTE_STATEMENT', progress: { fraction: 0.5 } })
    expect(running.completedAtMs).toBeUndefined()
    await t.clock.advance(40)
    t.control.open('gate')
    const done = await t.service.awaitOperation(ANONYMOUS, session, handle, 'terminal', 1000)
    expect(done).toMatchObject({ status: 'FINISHED', startedAtMs: running.startedAtMs, completedAtMs: (running.startedAtMs ?? 0) + 40 })
  })

  test('fails with the error that the engine gives, and each fetch shows it', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const info = await t.run(session, 'FAIL STATEMENT.SYNTAX AT 1:8 near here')
    expect(info).toMatchObject({ status: 'ERROR', error: { code: 'STATEMENT.SYNTAX', details: { position: { line: 1, column: 8 } } } })
    await expect(t.fetch(session, info.handle, 0)).rejects.toBe(info.error)
    await expect(t.service.getOperationResultSchema(ANONYMOUS, session, info.handle)).rejects.toBe(info.error)
  })

  test('that throws something unknown becomes GATEWAY.BUG and shows nothing of it', async () => {
    const t = await createServiceUnderTest()
    const { error } = await t.run(await t.open(), 'THROW')
    expect(error?.code).toBe('GATEWAY.BUG')
    expect(error?.publicMessage).toMatch(/^Internal error of the gateway, correlation id [\w-]{12}\.$/)
  })

  test.each([
    ['OK; OK', 'STATEMENT.MULTIPLE'],
    [' -- nothing\n', 'STATEMENT.EMPTY'],
  ])('%j fails with %s', async (statement, code) => {
    const t = await createServiceUnderTest()
    expect((await t.run(await t.open(), statement)).error?.code).toBe(code)
  })

  test('tells affected rows and job', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    expect(await t.run(session, 'DML 7')).toMatchObject({ affectedRows: 7n, hasResultSet: false })
    expect((await t.run(session, 'JOB')).jobId).toMatch(/^[0-9a-f]{32}$/)
  })

  test('changes the properties of its session before it is FINISHED', async () => {
    const t = await createServiceUnderTest({}, { defaultSessionConfig: new Map([['a', 'engine']]) })
    const session = await t.open({ b: 'client', 'sql-gateway.session.max-num': '1' })
    const config = async () => Object.fromEntries(await t.service.getSessionConfig(ANONYMOUS, session))
    expect(await config()).toEqual({ a: 'engine', b: 'client' })
    await t.run(session, "SET 'a' = 'x'")
    await t.run(session, "SET 'c' = 'y'")
    expect(await config()).toEqual({ a: 'x', b: 'client', c: 'y' })
    await t.run(session, "RESET 'a'")
    await t.run(session, "RESET 'c'")
    expect(await config()).toEqual({ a: 'engine', b: 'client' })
    await t.run(session, "SET 'a' = 'x'")
    await t.run(session, 'RESET')
    expect(await config()).toEqual({ a: 'engine' })
  })

  test('sees its own configuration over the session properties, for itself alone', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open({ a: '1' })
    const { handle } = await t.run(session, 'SET', { executionConfig: new Map([['b', '2']]) })
    const page = await t.fetchPage(session, handle, 0)
    expect(page.batches.flatMap(({ columns }) => columns.map((c) => (c.layout === 'utf8' ? c.values : [])))).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(Object.fromEntries(page.properties)).toEqual({ a: '1', b: '2' })
    expect(Object.fromEntries(await t.service.getSessionConfig(ANONYMOUS, session))).toEqual({ a: '1' })
    await t.run(session, "SET 'a' = '9'")
    expect(Object.fromEntries((await t.fetchPage(session, handle, 0)).properties)).toEqual({ a: '1', b: '2' })
  })

  test('writes a log that can be read on and again from the start', async () => {
    const t = await createServiceUnderTest({ logMaxLines: 3 })
    const session = await t.open()
    const { handle } = await t.run(session, 'LOG hello')
    const read = (orientation: 'FETCH_NEXT' | 'FETCH_FIRST') =>
      t.service.fetchLog(ANONYMOUS, session, handle, { orientation, maxLines: 10 })
    expect(await read('FETCH_NEXT')).toEqual(['hello'])
    expect(await read('FETCH_NEXT')).toEqual([])
    expect(await read('FETCH_FIRST')).toEqual(['hello'])
  })
})

describe('gateway-service: canceling', () => {
  test('a running statement is CANCELED at once and the engine is told', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate')
    await t.control.started('gate')
    expect(await t.service.cancelOperation(ANONYMOUS, session, handle)).toBe(true)
    expect(await t.info(session, handle)).toMatchObject({ status: 'CANCELED', error: { code: 'OPERATION.CANCELED' } })
    await t.clock.settle()
    expect(t.control.runningStatements).toBe(0)
    await expect(t.fetch(session, handle, 0)).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    expect(await t.service.cancelOperation(ANONYMOUS, session, handle)).toBe(false)
  })

  test('a waiting statement never reaches the engine', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    await t.submit(session, 'WAIT gate')
    const waiting = await t.submit(session, 'LOG second')
    await t.control.started('gate')
    expect((await t.info(session, waiting)).status).toBe('PENDING')
    await t.service.cancelOperation(ANONYMOUS, session, waiting)
    t.control.open('gate')
    await t.run(session, 'LOG third')
    expect(t.control.executed).toEqual(['WAIT gate', 'LOG third'])
  })

  test('while the engine session opens keeps the statement from the engine', async () => {
    const opening = Promise.withResolvers<void>()
    const t = await createServiceUnderTest({}, { beforeOpenSession: () => opening.promise })
    const session = await t.open()
    const handle = await t.submit(session, 'LOG never')
    await t.clock.settle()
    await t.service.closeOperation(ANONYMOUS, session, handle)
    opening.resolve()
    await t.run(session, 'LOG next')
    expect(t.control.executed).toEqual(['LOG next'])
  })

  test('of an ended statement changes nothing', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const { handle } = await t.run(session, 'OK')
    expect(await t.service.cancelOperation(ANONYMOUS, session, handle)).toBe(false)
    expect((await t.info(session, handle)).status).toBe('FINISHED')
  })

  test("holds the session's next statement back until the engine has really stopped", async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const stubborn = await t.submit(session, 'STUBBORN gate THEN SELECT 5 ROWS')
    await t.control.started('gate')
    const next = await t.submit(session, 'LOG next')
    await t.service.cancelOperation(ANONYMOUS, session, stubborn)
    await t.clock.settle()
    expect((await t.info(session, next)).status).toBe('PENDING')
    t.control.open('gate')
    expect((await t.service.awaitOperation(ANONYMOUS, session, next, 'terminal', 1000)).status).toBe('FINISHED')
    expect(t.control.openSources).toBe(1) // that of `next`; what the stubborn one gave too late is closed
  })
})

describe('gateway-service: execution timeout', () => {
  test('ends a running statement with TIMEOUT and frees its turn', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate', { executionTimeoutMs: 100 })
    const next = await t.submit(session, 'OK')
    await t.control.started('gate')
    await t.clock.advance(99)
    expect((await t.info(session, handle)).status).toBe('RUNNING')
    await t.clock.advance(1)
    expect(await t.info(session, handle)).toMatchObject({ status: 'TIMEOUT', error: { code: 'OPERATION.TIMEOUT' } })
    expect((await t.info(session, next)).status).toBe('FINISHED')
  })

  test('counts waiting, and is over with FINISHED however long the result is read', async () => {
    const t = await createServiceUnderTest({ executionTimeoutMs: 100 })
    const session = await t.open()
    await t.submit(session, 'WAIT gate', { executionTimeoutMs: 1000 })
    const waiting = await t.submit(session, 'OK')
    await t.control.started('gate')
    await t.clock.advance(100)
    expect((await t.info(session, waiting)).status).toBe('TIMEOUT')
    t.control.open('gate')
    const { handle } = await t.run(session, 'SELECT 5 ROWS')
    await t.clock.advance(5000)
    expect((await t.info(session, handle)).status).toBe('FINISHED')
  })
})
