import { describe, expect, test } from '@jest/globals'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import { createServiceUnderTest } from './service-under-test.js'

describe('gateway-service: queueing', () => {
  test('statements of a session run one after the other, in order', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const first = await t.submit(session, 'WAIT gate')
    const others = await Promise.all(['LOG a', 'LOG b', 'LOG c'].map((statement) => t.submit(session, statement)))
    await t.control.started('gate')
    expect((await t.info(session, first)).status).toBe('RUNNING')
    for (const other of others) expect((await t.info(session, other)).status).toBe('PENDING')
    t.control.open('gate')
    for (const other of others) await t.service.awaitOperation(ANONYMOUS, session, other, 'terminal', 1000)
    expect(t.control.executed).toEqual(['WAIT gate', 'LOG a', 'LOG b', 'LOG c'])
  })

  test('sessions run beside each other up to the worker limit, and the next worker goes to who waits longest', async () => {
    const t = await createServiceUnderTest({ maxWorkers: 2 })
    const sessions = await Promise.all([t.open(), t.open(), t.open(), t.open()])
    const handles = await Promise.all(sessions.map((session, i) => t.submit(session, `WAIT gate${i}`)))
    const statuses = async () => Promise.all(sessions.map(async (session, i) => (await t.info(session, handles[i] as never)).status))
    await t.control.started('gate1')
    expect(await statuses()).toEqual(['RUNNING', 'RUNNING', 'PENDING', 'PENDING'])
    t.control.open('gate1')
    await t.control.started('gate2')
    expect(await statuses()).toEqual(['RUNNING', 'FINISHED', 'RUNNING', 'PENDING'])
  })

  test("an engine's own limit holds up no other engine", async () => {
    const t = await createServiceUnderTest({}, { maxConcurrentStatements: 1 }, ['one', 'two'])
    const [a, b, c] = await Promise.all([t.open(), t.open(), t.open({ 'sql-gateway.engine': 'two' })])
    await t.submit(a, 'WAIT gate')
    const waiting = await t.submit(b, 'OK')
    await t.control.started('gate')
    expect((await t.run(c, 'OK')).status).toBe('FINISHED')
    expect((await t.info(b, waiting)).status).toBe('PENDING')
  })

  test('a full queue refuses the next statement as a matter of capacity, and takes it again later', async () => {
    const t = await createServiceUnderTest({ maxWorkers: 1, queueSize: 1 })
    const [a, b, c] = await Promise.all([t.open(), t.open(), t.open()])
    await t.submit(a, 'WAIT gate')
    const queued = await t.submit(b, 'OK')
    await expect(t.submit(c, 'OK')).rejects.toMatchObject({ code: 'OPERATION.QUEUE_FULL' })
    t.control.open('gate')
    await t.service.awaitOperation(ANONYMOUS, b, queued, 'terminal', 1000)
    expect((await t.run(c, 'OK')).status).toBe('FINISHED')
  })

  test('a session may have only so many statements waiting', async () => {
    const t = await createServiceUnderTest({ maxQueuedPerSession: 2 })
    const session = await t.open()
    await t.submit(session, 'WAIT gate')
    await t.submit(session, 'OK')
    const third = await t.submit(session, 'OK')
    await expect(t.submit(session, 'OK')).rejects.toMatchObject({ code: 'OPERATION.QUEUE_FULL' })
    await t.service.cancelOperation(ANONYMOUS, session, third)
    await t.submit(session, 'OK')
  })

  test('an operation of the endpoint runs beside a running statement', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    await t.submit(session, 'WAIT gate')
    await t.control.started('gate')
    const { okOutcome } = await import('@sql-gateway/gateway-common')
    const handle = await t.service.submitOperation(ANONYMOUS, session, {
      type: 'GET_TABLES',
      description: 'GetTables',
      hasResultSet: true,
      execute: async () => okOutcome(),
    })
    expect(await t.service.awaitOperation(ANONYMOUS, session, handle, 'terminal', 1000)).toMatchObject({
      status: 'FINISHED',
      type: 'GET_TABLES',
    })
    expect(await t.service.resolveOperation(ANONYMOUS, handle)).toBe(session)
  })

  test('catalog and completion do not wait behind a running statement', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    await t.submit(session, 'WAIT gate')
    await t.control.started('gate')
    expect(await t.service.listCatalogs(ANONYMOUS, session)).toEqual(['default_catalog', 'other_catalog'])
    expect((await t.service.completeStatement(ANONYMOUS, session, 'SEL', 3)).length).toBeGreaterThan(0)
    await expect(t.service.completeStatement(ANONYMOUS, session, 'SEL', 4)).rejects.toMatchObject({ code: 'REQUEST.INVALID' })
  })
})
