import { describe, expect, test } from '@jest/globals'
import type { Timer } from '../../src/index.js'
import { createFakeClock } from '../../testkit/index.js'

describe('createFakeClock', () => {
  test('stands still until it is moved', async () => {
    const clock = createFakeClock(1000)
    expect([clock.now(), clock.monotonic()]).toEqual([1000, 0])
    await clock.advance(250)
    expect([clock.now(), clock.monotonic()]).toEqual([1250, 250])
  })

  test('fires timers in the order of their times, then of their setting, and each at its time', async () => {
    const clock = createFakeClock(0)
    const fired: string[] = []
    for (const [name, delay] of [
      ['c', 30],
      ['a', 10],
      ['b', 10],
      ['d', 31],
      ['now', 0],
      ['past', -5],
    ] as const) {
      clock.schedule(delay, () => fired.push(`${name} at ${clock.now()}`))
    }
    expect(clock.pendingTimers).toBe(6)
    await clock.advance(30)
    expect(fired).toEqual(['now at 0', 'past at 0', 'a at 10', 'b at 10', 'c at 30'])
    expect(clock.pendingTimers).toBe(1)
  })

  test('lets what a timer sets off run before the next one fires', async () => {
    const clock = createFakeClock()
    const seen: string[] = []
    clock.schedule(1, () => {
      void Promise.resolve().then(async () => {
        await new Promise<void>((resolve) => setImmediate(resolve))
        seen.push('work of the first')
      })
    })
    clock.schedule(2, () => seen.push('second'))
    await clock.advance(2)
    expect(seen).toEqual(['work of the first', 'second'])
  })

  test('fires timers that fall due on the way because others set them', async () => {
    const clock = createFakeClock(0)
    const times: number[] = []
    const tick = () => {
      times.push(clock.now())
      clock.schedule(10, tick)
    }
    clock.schedule(10, tick)
    await clock.advance(35)
    expect(times).toEqual([10, 20, 30])
  })

  test('fires no timer that was canceled, also by another that fires at the same time', async () => {
    const clock = createFakeClock()
    const fired: string[] = []
    const timers: Timer[] = []
    clock.schedule(5, () => {
      fired.push('first')
      for (const timer of timers) timer.cancel()
    })
    timers.push(clock.schedule(5, () => fired.push('second')))
    await clock.advance(5)
    for (const timer of timers) timer.cancel()
    expect([fired, clock.pendingTimers]).toEqual([['first'], 0])
  })

  test('rejects with what a callback throws, and stands where it was thrown', async () => {
    const clock = createFakeClock(0)
    clock.schedule(5, () => {
      throw new TypeError('of the callback')
    })
    await expect(clock.advance(10)).rejects.toThrow('of the callback')
    expect(clock.now()).toBe(5)
  })

  test.each([-1, Number.NaN])('does not move by %d', async (ms) => {
    await expect(createFakeClock().advance(ms)).rejects.toThrow(TypeError)
  })
})
