import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { Clock } from '@sql-gateway/gateway-common'
import { createLoopShare } from '../src/database/loop-share.js'
import { shareThreads } from '../src/database/thread-pool.js'
import { createConnectionLock } from '../src/session/connection-lock.js'
import { codeOf } from './support/engine-under-test.js'

describe('engines/duckdb/src/database/thread-pool', () => {
  test.each([
    [128, '256', 4, 128, 248, 12],
    [128, '80', 2, 72, 72, 6],
    [128, '80', 64, 72, 72, 72],
    [128, undefined, 2, 2, 2, 2],
    [1, undefined, 1, 1, 2, 2],
    [64, '16', 1, 8, 8, 3],
    [64, 'many', 2, 2, 2, 2],
    [64, '99999', 2, 64, 1016, 6],
  ])(
    '%i statements wanted in a pool of %s on %i processors: %i run at once, of %i calls, %i of them young',
    (wanted, pool, processors, statements, calls, young) => {
      expect(shareThreads(wanted, pool, processors)).toMatchObject({ statements, calls, young })
    },
  )
})

describe('engines/duckdb/src/database/loop-share', () => {
  test('does no more in one turn of the event loop than its time allows, in order', async () => {
    let now = 0
    const clock: Clock = { now: () => now, monotonic: () => now, schedule: () => ({ cancel: () => undefined }) }
    const share = createLoopShare(clock)
    const done: number[] = []
    const work = Array.from({ length: 7 }, (_, i) =>
      share.run(() => {
        now += 2
        done.push(i)
        return i
      }),
    )
    const perTurn = [done.length]
    while (done.length < 7) {
      await setImmediate()
      perTurn.push(done.length)
    }
    expect(perTurn).toEqual([3, 6, 7])
    expect(await Promise.all(work)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  test('passes errors on, in this turn and in a later one', async () => {
    let now = 0
    const share = createLoopShare({ now: () => now, monotonic: () => now, schedule: () => ({ cancel: () => undefined }) })
    const fail = () => {
      now += 10
      throw new TypeError('x')
    }
    await expect(share.run(fail)).rejects.toThrow('x')
    await expect(share.run(fail)).rejects.toThrow('x')
  })
})

describe('engines/duckdb/src/session/connection-lock', () => {
  test('is held by one at a time, in order, and free at the end', async () => {
    const lock = createConnectionLock()
    const order: string[] = []
    const first = await lock.acquire()
    const second = lock.acquire().then((release) => {
      order.push('second')
      release()
      release()
    })
    const abort = new AbortController()
    const given = codeOf(lock.acquire(abort.signal))
    const third = lock.acquire().then((release) => {
      order.push('third')
      release()
    })
    abort.abort()
    expect(await given).toBe('OPERATION.CANCELED')
    expect([order, lock.isHeld]).toEqual([[], true])
    first()
    await Promise.all([second, third])
    expect([order, lock.isHeld]).toEqual([['second', 'third'], false])
  })
})
