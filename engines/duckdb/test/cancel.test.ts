import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Clock, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { codeOf, openEngine, type TestEngine } from './support/engine-under-test.js'

const SLOW = 'SELECT count(*) FROM range(100000000) AS a(i), range(100000000) AS b(j) WHERE (i * j) % 1000003 = 7'
/** The rows come at once, but never end. */
const ENDLESS = 'SELECT i * j FROM range(10000000000000) AS a(i), range(1000) AS b(j)'

/** The machine's clock, and how many of its timers are set. */
function countedClock(): { readonly clock: Clock; readonly timers: () => number } {
  let timers = 0
  return {
    timers: () => timers,
    clock: {
      ...SYSTEM_CLOCK,
      schedule: (delayMs, callback) => {
        timers++
        let isSet = true
        const unset = () => {
          if (isSet) timers--
          isSet = false
        }
        const timer = SYSTEM_CLOCK.schedule(delayMs, () => {
          unset()
          callback()
        })
        return {
          cancel: () => {
            unset()
            timer.cancel()
          },
        }
      },
    },
  }
}

describe('engines/duckdb: stopping', () => {
  let engine: TestEngine
  const { clock, timers } = countedClock()

  beforeEach(async () => {
    engine = await openEngine({ clock, resultMemoryRows: 10_000 })
  })
  afterEach(async () => {
    await engine.close()
    expect(timers()).toBe(0)
  })

  test.each([0, 1, 5, 40])(
    'a statement stops when it is told to after %i turns of the event loop, and the session goes on',
    async (turns) => {
      const session = await engine.open()
      for (let round = 0; round < 5; round++) {
        const abort = new AbortController()
        const execution = codeOf(session.execute(SLOW, abort.signal))
        for (let turn = 0; turn < turns; turn++) await setImmediate()
        abort.abort()
        expect(await execution).toBe('OPERATION.CANCELED')
        expect(await session.value('SELECT 42')).toBe('42')
      }
    },
  )

  test.each(['outside of a transaction', 'within a transaction'])(
    'a statement whose first rows are there, but too few of them for its result to begin, stops when it is told to: %s',
    async (where) => {
      const session = await engine.open()
      const isWithin = where === 'within a transaction'
      if (isWithin) await session.run('BEGIN')
      const abort = new AbortController()
      const few = codeOf(session.execute("SELECT 'row ' || i FROM range(10000000000000) AS t(i) WHERE i < 5000", abort.signal))
      for (let turn = 0; turn < 300; turn++) await setImmediate()
      abort.abort()
      expect(await few).toBe('OPERATION.CANCELED')
      if (isWithin) await session.run('ROLLBACK')
      expect(await session.value('SELECT 42')).toBe('42')
    },
  )

  test('an INSERT that is stopped has inserted nothing', async () => {
    const session = await engine.open()
    await session.run('CREATE TABLE filled (a BIGINT)')
    const abort = new AbortController()
    const execution = codeOf(session.execute(`INSERT INTO filled ${ENDLESS}`, abort.signal))
    for (let turn = 0; turn < 50; turn++) await setImmediate()
    abort.abort()
    expect(await execution).toBe('OPERATION.CANCELED')
    expect(await session.value('SELECT count(*) FROM filled')).toBe('0')
  })

  test('closing a result that is still growing stops it and gives everything back', async () => {
    const session = await engine.open()
    const outcome = await session.execute(ENDLESS)
    const { rows } = outcome
    if (rows.seekable) await rows.ready(500_000, new AbortController().signal)
    expect(session.raw.pinnedBy()).toMatch(/still being read/)
    await rows.close()
    expect(session.raw.pinnedBy()).toBeUndefined()
    expect(await session.value('SELECT 42')).toBe('42')
    expect(await readdir(join(engine.dataDirectory, 'spool'))).toEqual([])
  })

  test('a statement waits for the result before it, and stops waiting when it is told to', async () => {
    const session = await engine.open()
    const first = await session.execute(ENDLESS)
    const abort = new AbortController()
    const second = codeOf(session.execute('SELECT 1', abort.signal))
    await setImmediate()
    abort.abort()
    expect(await second).toBe('OPERATION.CANCELED')
    await first.rows.close()
    expect(await session.value('SELECT 2')).toBe('2')
  })

  test('reads and waits under way reject when the result is closed', async () => {
    const session = await engine.open()
    const { rows } = await session.execute(ENDLESS)
    const wait = codeOf(rows.seekable ? rows.ready(1e12, new AbortController().signal) : Promise.resolve())
    await rows.close()
    await rows.close()
    expect(await wait).toBe('OPERATION.CLOSED')
  })

  test('within a transaction a result is closed early without harm to the transaction', async () => {
    const session = await engine.open()
    await session.run('CREATE TABLE safe (a INT)')
    await session.run('BEGIN')
    await session.run('INSERT INTO safe VALUES (1)')
    const { rows } = await session.execute('FROM range(5000000)')
    await rows.close()
    await session.run('INSERT INTO safe VALUES (2)')
    await session.run('COMMIT')
    expect(await session.value('SELECT count(*) FROM safe')).toBe('2')
  })

  test('closing a session stops its statement; results handed out before are read to their end', async () => {
    const session = await engine.open()
    const { rows } = await session.execute('FROM range(1000000)')
    await session.close()
    if (rows.seekable) await rows.ready(999_999, new AbortController().signal)
    await rows.close()
    expect(await codeOf(session.execute('SELECT 1'))).toBe('SESSION.CLOSED')
  })

  test('closing the engine stops statements, results and sessions', async () => {
    const [busy, reading] = [await engine.open(), await engine.open()]
    const execution = codeOf(busy.execute(SLOW))
    const { rows } = await reading.execute(ENDLESS)
    const wait = codeOf(rows.seekable ? rows.ready(1e12, new AbortController().signal) : Promise.resolve())
    await engine.engine.close()
    expect([await execution, await wait]).toEqual(['OPERATION.CANCELED', 'OPERATION.CLOSED'])
    expect(await codeOf(engine.open())).toBe('ENGINE.UNREACHABLE')
    await rows.close()
  })
})

describe('engines/duckdb/src/session/progress-reporter', () => {
  test('asks DuckDB every half second, and tells the log each tenth', async () => {
    const clock = createFakeClock()
    await using engine = await openEngine({ clock, threads: 1 })
    const session = await engine.open()
    await session.run('CREATE TABLE numbers AS SELECT i, hash(i) AS h FROM range(3000000) AS t(i)')
    const abort = new AbortController()
    // It would take some seconds, so that it is seen on its way however seldom this process has its turn.
    const execution = codeOf(
      session.execute('SELECT count(*) FROM numbers WHERE md5(repeat(md5(h::VARCHAR), 5)) = md5(i::VARCHAR)', abort.signal),
    )
    while (session.log.length === 0) {
      await clock.advance(500)
      await setTimeout(5)
    }
    abort.abort()
    expect(await execution).toBe('OPERATION.CANCELED')
    const fractions = session.progress.map(({ fraction }) => fraction ?? 0)
    expect(Math.max(...fractions)).toBeGreaterThanOrEqual(0.1)
    expect(fractions.every((fraction) => fraction <= 1)).toBe(true)
    expect(session.log[0]).toMatch(/^\d+ % done, \d+ rows read$/)
    expect(session.log.length).toBeLessThanOrEqual(10)
    expect(clock.pendingTimers).toBe(0)
  })
})
