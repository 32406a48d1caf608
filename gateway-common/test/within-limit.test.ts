import { describe, expect, test } from '@jest/globals'
import { LATE, withinLimit } from '../src/index.js'
import { createFakeClock } from '../testkit/index.js'

describe('withinLimit', () => {
  test('gives what a promise gives in time, or throws it, and leaves no timer', async () => {
    const clock = createFakeClock()
    await expect(withinLimit(Promise.resolve(7), 100, clock)).resolves.toBe(7)
    await expect(withinLimit(Promise.reject(new RangeError('no')), 100, clock)).rejects.toThrow('no')
    expect(clock.pendingTimers).toBe(0)
  })

  test('gives LATE when the time is over, and drops what comes then', async () => {
    const clock = createFakeClock()
    const { promise, reject } = Promise.withResolvers<number>()
    const outcome = withinLimit(promise, 100, clock)
    await clock.advance(100)
    await expect(outcome).resolves.toBe(LATE)
    reject(new RangeError('too late'))
    await expect(promise).rejects.toThrow('too late')
  })
})
