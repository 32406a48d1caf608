import { describe, expect, test } from '@jest/globals'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import { createServiceUnderTest, idsOf } from './service-under-test.js'

const MINUTE = 60_000

describe('gateway-service: retention', () => {
  test('closes an ended operation that nobody has used for the retention time', async () => {
    const t = await createServiceUnderTest({ retentionMs: 10 * MINUTE, idleTimeoutMs: 0 })
    const session = await t.open()
    const { handle } = await t.run(session, 'SELECT 300 ROWS')
    await t.clock.advance(9 * MINUTE)
    await t.fetchPage(session, handle, 0)
    await t.clock.advance(9 * MINUTE)
    expect(idsOf(await t.fetchPage(session, handle, 1)).length).toBe(100)
    await t.clock.advance(10 * MINUTE)
    await expect(t.fetch(session, handle, 2)).rejects.toMatchObject({ code: 'OPERATION.NOT_FOUND' })
    expect(t.control.openSources).toBe(0)
  })

  test('never closes one with a fetch under way', async () => {
    const t = await createServiceUnderTest({ retentionMs: 10 * MINUTE, maxRetained: 1 })
    const [a, b] = [await t.open(), await t.open()]
    const { handle } = await t.run(a, 'SELECT ENDLESS ROWS SLOW gate')
    const page = t.fetchPage(a, handle, 0, { waitMs: 60 * MINUTE })
    await t.control.started('gate')
    for (let i = 0; i < 3; i++) await t.run(b, 'OK')
    await t.clock.advance(30 * MINUTE)
    t.control.release('gate', 1)
    expect(idsOf(await page)).toEqual([1])
  })

  test('keeps so many at most, and drops those first whose result was read to its end', async () => {
    const t = await createServiceUnderTest({ maxRetained: 2 })
    const session = await t.open()
    const unread = await t.run(session, 'SELECT 3 ROWS')
    const read = await t.run(session, 'EMPTY')
    await t.fetchPage(session, read.handle, 0)
    await t.run(session, 'OK')
    await expect(t.info(session, read.handle)).rejects.toMatchObject({ code: 'OPERATION.NOT_FOUND' })
    expect((await t.info(session, unread.handle)).status).toBe('FINISHED')
    await t.run(session, 'OK')
    await expect(t.info(session, unread.handle)).rejects.toMatchObject({ code: 'OPERATION.NOT_FOUND' })
  })
})

describe('gateway-service: operations that are closed', () => {
  test('count no longer among those kept', async () => {
    const t = await createServiceUnderTest({ maxRetained: 2 })
    const session = await t.open()
    const first = await t.run(session, 'SELECT 3 ROWS')
    for (let i = 0; i < 5; i++) {
      const { handle } = await t.run(session, 'OK')
      await t.service.closeOperation(ANONYMOUS, session, handle)
    }
    await t.run(session, 'OK')
    expect((await t.info(session, first.handle)).status).toBe('FINISHED')
  })

  test('and all that is released leave a quiet session without timers', async () => {
    const t = await createServiceUnderTest({ idleTimeoutMs: 0, retentionMs: MINUTE, engineReleaseMs: MINUTE })
    const session = await t.open()
    await t.run(session, 'OK', { executionTimeoutMs: 60 * MINUTE })
    await t.clock.advance(2 * MINUTE)
    expect(t.clock.pendingTimers).toBe(0)
    expect(t.control.openSessions).toBe(0)
  })
})

describe('gateway-service: shutting down', () => {
  test('accepts nothing new, lets what runs end, and results can be fetched meanwhile', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate THEN SELECT 3 ROWS')
    await t.control.started('gate')
    const drained = t.host.drain(MINUTE)
    expect(t.host.readiness()).toEqual({ ready: false, reasons: ['The gateway is shutting down.'] })
    await expect(t.open()).rejects.toMatchObject({ code: 'GATEWAY.STOPPING' })
    await expect(t.submit(session, 'OK')).rejects.toMatchObject({ code: 'GATEWAY.STOPPING' })
    t.control.open('gate')
    await drained
    expect(idsOf(await t.fetchPage(session, handle, 0))).toEqual([1, 2, 3])
    await t.host.close()
    expect(t.control).toMatchObject({ openSessions: 0, openSources: 0, runningStatements: 0 })
    expect(t.clock.pendingTimers).toBe(0)
    await t.host.close()
  })

  test('cancels what is left after the grace', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate')
    const waiting = await t.submit(session, 'OK')
    await t.control.started('gate')
    const drained = t.host.drain(MINUTE)
    await t.clock.advance(MINUTE)
    await drained
    for (const ended of [handle, waiting]) expect((await t.info(session, ended)).status).toBe('CANCELED')
    await expect(
      t.service.fetchResults(ANONYMOUS, session, handle, { position: { token: 0 }, maxRows: 1, maxBytes: 1, waitMs: 0 }),
    ).rejects.toMatchObject({
      code: 'OPERATION.CANCELED',
    })
    await t.host.close()
    expect(t.clock.pendingTimers).toBe(0)
  })
})
