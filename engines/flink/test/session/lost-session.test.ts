import { describe, expect, test } from '@jest/globals'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { openEngine, readAll } from '../support/engine-under-test.js'
import { javaError, NOT_READY, openFakeFlink, textPage } from '../support/fake-flink.js'
import { untilSo } from '../support/passing.js'

describe('A session that Flink forgot', () => {
  test('is opened again with its properties and place, and the statement runs', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open({ properties: new Map([['a', 'b']]) })
    await session.rows('USE CATALOG `my cat`')
    await session.rows('USE d')
    flink.restart()
    await session.rows('SELECT 1')
    expect(flink.statements).toEqual(['USE CATALOG `my cat`', 'USE d', 'USE `my cat`.`d`', 'SELECT 1'])
    const opened = flink.requests.filter(({ method, path }) => method === 'POST' && path === 'sessions')
    expect(opened.slice(-2).map(({ body }) => body)).toEqual([{ properties: { a: 'b' } }, { properties: { a: 'b' } }])
  })

  test('names what it had made in the error of the next statement, once', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    await session.rows('CREATE TEMPORARY VIEW v AS SELECT 1')
    await session.rows('CREATE TABLE IF NOT EXISTS c.d.`t``x` (a INT)')
    await session.rows('CREATE TABLE gone (a INT)')
    await session.rows('DROP TABLE IF EXISTS gone')
    expect(session.raw.pinnedBy()).toBe('temporary view v, table c.d.t`x')
    flink.restart()
    const error = await session.error('SELECT 1')
    expect(error.code).toBe('ENGINE.SESSION_LOST')
    expect(error.publicMessage).toContain('temporary view v, table c.d.t`x')
    expect(error.publicMessage).toContain('not run')
    expect(session.raw.pinnedBy()).toBeUndefined()
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    expect(flink.statements.filter((sql) => sql === 'SELECT 1')).toHaveLength(1)
  })

  test('stands nowhere until it is moved when its place is gone, too', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    await session.rows('USE CATALOG c')
    flink.restart()
    flink.on('USE CATALOG `c`', () => javaError('x.CatalogException: A catalog with name [c] does not exist.'))
    flink.on('SHOW CATALOGS', () => textPage('catalog name', 'default_catalog'))
    for (let i = 0; i < 2; i++) {
      const error = await session.error('SELECT 1')
      expect([error.code, error.publicMessage]).toEqual(['STATEMENT.NOT_FOUND', expect.stringContaining('cannot stand in c')])
    }
    expect(await session.rows('SHOW CATALOGS')).toEqual([['default_catalog']])
    await session.rows('USE CATALOG default_catalog')
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    expect(flink.statements.filter((sql) => sql === 'SELECT 1')).toHaveLength(1)
  })

  test('says so when it was lost while a statement ran or its rows were read', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT rows', () => textPage('a', 'x').replace('"isQueryResult":false', '"isQueryResult":true'))
    await using test = await openEngine({ url: flink.url, prefetchRows: 1 })
    const session = await test.open()
    const outcome = await session.execute('SELECT rows')
    flink.restart()
    await expect(readAll(outcome)).rejects.toMatchObject({ code: 'ENGINE.SESSION_LOST' })
    await outcome.rows.close()
    flink.on('INSERT', () => {
      flink.restart()
      return NOT_READY
    })
    expect((await session.error('INSERT INTO t SELECT 1')).code).toBe('ENGINE.SESSION_LOST')
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
  })

  test('alone is opened again: those beside it keep theirs, and what they made', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const [expired, kept] = [await test.open({ properties: new Map([['a', '1']]) }), await test.open()]
    await expired.rows('USE CATALOG c')
    const [handle = ''] = flink.sessions
    await kept.rows('CREATE TEMPORARY VIEW v AS SELECT 1')
    flink.expire(handle)
    expect(await expired.rows('SELECT 1')).toEqual([['OK']])
    expect(await kept.rows('SELECT 2')).toEqual([['OK']])
    expect(kept.raw.pinnedBy()).toBe('temporary view v')
    expect(flink.statements).toEqual(['USE CATALOG c', 'CREATE TEMPORARY VIEW v AS SELECT 1', 'USE CATALOG `c`', 'SELECT 1', 'SELECT 2'])
    const opened = flink.requests.findLast(({ method, path }) => method === 'POST' && path === 'sessions')
    expect(opened?.body).toEqual({ properties: { a: '1' } })
    expect(flink.sessions.size).toBe(2)
  })

  test('is given up when nobody knows whether a statement was taken, and closed, so that the statement ends', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    await session.rows('CREATE TEMPORARY VIEW v AS SELECT 1')
    const [before] = flink.sessions
    flink.breakOnce('POST S/statements')
    const closed = flink.seen('DELETE S')
    expect((await session.error('INSERT INTO t SELECT 1')).code).toBe('ENGINE.UNREACHABLE')
    await closed
    expect(await session.error('SELECT 1')).toMatchObject({
      code: 'ENGINE.SESSION_LOST',
      publicMessage: expect.stringContaining('temporary view v'),
    })
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    expect([...flink.sessions]).not.toContain(before)
    await test.engine.close()
    expect(flink.operations.size).toBe(0)
  })

  test('is noticed by a heartbeat, too', async () => {
    const clock = createFakeClock()
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock, heartbeatIntervalMs: 60_000 })
    const session = await test.open()
    await session.rows('CREATE TEMPORARY VIEW v AS SELECT 1')
    flink.restart()
    const beaten = flink.seen('POST S/heartbeat')
    await clock.advance(60_000)
    await beaten
    for (let i = 0; i < 20; i++) await clock.settle()
    expect((await session.error('SELECT 1')).publicMessage).toContain('temporary view v')
    // It was not handed in to the session that is gone.
    expect(flink.count('POST S/statements')).toBe(1)
  })
})

describe('Heartbeats', () => {
  test('one timer beats for all sessions that were idle, and for none that were used', async () => {
    const clock = createFakeClock()
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock, heartbeatIntervalMs: 60_000 })
    const idle = [await test.open(), await test.open(), await test.open()]
    for (const session of idle) await session.rows('SELECT 1')
    await test.open()
    await clock.advance(50_000)
    const used = await test.open()
    await used.rows('SELECT 1')
    // Requests have timers, too, until they are answered.
    await untilSo(clock, () => clock.pendingTimers <= 1)
    expect(clock.pendingTimers).toBe(1)
    await clock.advance(10_000)
    await untilSo(clock, () => flink.count('POST S/heartbeat') >= 3)
    for (let i = 0; i < 20; i++) await clock.settle()
    expect(flink.count('POST S/heartbeat')).toBe(3)
  })

  test('end with the first that a gateway which is not there does not take', async () => {
    const clock = createFakeClock()
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock, heartbeatIntervalMs: 60_000 })
    for (let i = 0; i < 40; i++) await (await test.open()).rows('SELECT 1')
    flink.answer('POST S/heartbeat', () => {
      flink.breakOnce('POST S/heartbeat')
      return '{}'
    })
    const beaten = flink.seen('POST S/heartbeat')
    await clock.advance(60_000)
    await beaten
    for (let i = 0; i < 200; i++) await clock.advance(20)
    expect(flink.count('POST S/heartbeat')).toBeLessThanOrEqual(16 * 4)
  })
})
