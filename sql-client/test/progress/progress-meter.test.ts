import { describe, expect, test } from '@jest/globals'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { progressLine } from '../../src/progress/progress-line.js'
import { startProgress } from '../../src/progress/progress-meter.js'

describe('progress', () => {
  test('a line has what is known', () => {
    expect(progressLine({ elapsedMs: 1_200, share: undefined, rowCount: 0 })).toBe('⠹ 1.2 s · Ctrl-C cancels')
    expect(progressLine({ elapsedMs: 0, share: 0, rowCount: 1 })).toBe('⠋ 1 row · 0.0 s · Ctrl-C cancels')
    expect(progressLine({ elapsedMs: 0, share: 0.5, rowCount: 20 })).toBe('⠋ ██████████░░░░░░░░░░  50 % · 20 rows · 0.0 s · Ctrl-C cancels')
    expect(progressLine({ elapsedMs: 0, share: 1, rowCount: 0 })).toContain(`${'█'.repeat(20)} 100 %`)
  })

  test('nothing is shown for what ends soon', async () => {
    const clock = createFakeClock()
    const shown: unknown[] = []
    const meter = startProgress({ clock, show: (line) => shown.push(line), share: () => Promise.resolve(undefined) })
    await clock.advance(499)
    meter.end()
    await clock.advance(1_000)
    expect(shown).toEqual([])
    expect(clock.pendingTimers).toBe(0)
  })

  test('the line changes with time, rows and what the gateway tells, and goes at the end', async () => {
    const clock = createFakeClock()
    const shown: (string | undefined)[] = []
    const meter = startProgress({ clock, show: (line) => shown.push(line), share: () => Promise.resolve(0.25) })
    await clock.advance(500)
    meter.rows(7)
    await clock.advance(100)
    expect(shown).toEqual(['⠴ 0.5 s · Ctrl-C cancels', '⠦ █████░░░░░░░░░░░░░░░  25 % · 7 rows · 0.6 s · Ctrl-C cancels'])
    meter.end()
    meter.end()
    await clock.advance(1_000)
    expect(shown.slice(2)).toEqual([undefined])
  })

  test('the gateway is not asked again before it has answered', async () => {
    const clock = createFakeClock()
    let asked = 0
    const share = () => {
      asked++
      return new Promise<undefined>(() => undefined)
    }
    using _meter = startProgress({ clock, show: () => undefined, share })
    await clock.advance(5_000)
    expect(asked).toBe(1)
  })
})
