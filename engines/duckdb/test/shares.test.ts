import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { Clock } from '@sql-gateway/gateway-common'
import { createCallGate } from '../src/database/call-gate.js'
import { createLoopShare } from '../src/database/loop-share.js'
import { shareThreads } from '../src/database/thread-pool.js'
import { createConnectionLock } from '../src/session/connection-lock.js'
import { codeOf } from './support/engine-under-test.js'

const NEVER = new AbortController().signal

describe('engines/duckdb/src/database/thread-pool', () => {
  test.each([
    [128, '256', 128, 248],
    [128, '80', 72, 72],
    [128, undefined, 2, 2],
    [1, undefined, 1, 2],
    [64, '16', 8, 8],
    [64, 'many', 2, 2],
    [64, '99999', 64, 1016],
  ])('%i statements wanted in a pool of %s: %i run at once, of %i calls', (wanted, pool, statements, calls) => {
    expect(shareThreads(wanted, pool)).toMatchObject({ statements, calls })
  })
})

describe('engines/duckdb/src/database/call-gate', () => {
  test('lets so many through at once, the others in order', async () => {
    const gate = createCallGate(2)
    const order: number[] = []
    const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
    const calls = ends.map((end, i) =>
      gate.run(NEVER, () => {
        order.push(i)
        return end.promise
      }),
    )
    await setImmediate()
    expect(order).toEqual([0, 1])
    ends[1]?.resolve()
    await calls[1]
    await setImmediate()
    expect(order).toEqual([0, 1, 2])
    for (const end of ends) end.resolve()
    await Promise.all(calls)
    expect(order).toEqual([0, 1, 2, 3])
  })

  test('a call that is given up while it waits is not made, and the others move up', async () => {
    const gate = createCallGate(1)
    const first = Promise.withResolvers<void>()
    const running = gate.run(NEVER, () => first.promise)
    const abort = new AbortController()
    const waiting = codeOf(gate.run(abort.signal, async () => undefined))
    const last = gate.run(NEVER, async () => 'last')
    abort.abort()
    expect(await waiting).toBe('OPERATION.CANCELED')
    first.resolve()
    await running
    expect(await last).toBe('last')
    expect(await codeOf(gate.run(abort.signal, async () => undefined))).toBe('OPERATION.CANCELED')
  })

  test('a call that fails makes room', async () => {
    const gate = createCallGate(1)
    await expect(gate.run(NEVER, () => Promise.reject(new TypeError('x')))).rejects.toThrow('x')
    expect(await gate.run(NEVER, async () => 1)).toBe(1)
  })
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
