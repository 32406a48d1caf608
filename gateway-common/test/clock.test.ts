import { describe, expect, test } from '@jest/globals'
import { SYSTEM_CLOCK } from '../src/index.js'

describe('SYSTEM_CLOCK', () => {
  test('tells the time and never goes back', () => {
    const before = Date.now()
    const [first, second] = [SYSTEM_CLOCK.monotonic(), SYSTEM_CLOCK.monotonic()]
    expect(SYSTEM_CLOCK.now()).toBeGreaterThanOrEqual(before)
    expect(second).toBeGreaterThanOrEqual(first)
  })

  test('fires a timer once', async () => {
    await new Promise<void>((resolve) => SYSTEM_CLOCK.schedule(0, resolve))
  })

  test('takes delays beyond those of the platform, which would fire at once', async () => {
    let fired = false
    const timer = SYSTEM_CLOCK.schedule(Number.MAX_SAFE_INTEGER, () => {
      fired = true
    })
    await new Promise<void>((resolve) => SYSTEM_CLOCK.schedule(5, resolve))
    timer.cancel()
    timer.cancel()
    expect(fired).toBe(false)
  })

  test('fires no timer that was canceled', async () => {
    let fired = false
    SYSTEM_CLOCK.schedule(0, () => {
      fired = true
    }).cancel()
    await new Promise<void>((resolve) => SYSTEM_CLOCK.schedule(5, resolve))
    expect(fired).toBe(false)
  })
})
