import { describe, expect, test } from '@jest/globals'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { createRowPacing } from '../../src/result/fetch-pacing.js'

/** Goes through pauses of so many milliseconds, each of which ends with rows; gives when there was a question in each. */
async function questionsIn(pausesMs: readonly number[]): Promise<readonly (readonly number[])[]> {
  const clock = createFakeClock()
  const pacing = createRowPacing({ clock, minDelayMs: 2, maxDelayMs: 400 })
  const asked: number[][] = []
  pacing.begin()
  pacing.noteRows()
  for (const pauseMs of pausesMs) {
    const times: number[] = [0]
    for (let at = 0; at < pauseMs; ) {
      const delayMs = pacing.noteNothing()
      await clock.advance(delayMs)
      at += delayMs
      times.push(at)
    }
    pacing.noteRows()
    asked.push(times)
  }
  return asked
}

const lateBy = (times: readonly number[], pauseMs: number) => (times.at(-1) ?? Number.NaN) - pauseMs

describe('How often Flink is asked between rows', () => {
  test('the first pause is asked through with growing waits', async () => {
    const [times = []] = await questionsIn([200])
    expect(times.length).toBeLessThan(15)
    expect(lateBy(times, 200)).toBeGreaterThan(20)
  })

  test('the end of a usual pause is noticed a few milliseconds later, with few questions more', async () => {
    const asked = await questionsIn([200, 200, 200, 200, 200, 200])
    const last = asked.at(-1) ?? []
    expect(lateBy(last, 200)).toBeLessThanOrEqual(7)
    expect(last.length).toBeLessThan(30)
  })

  test('one long pause changes nothing', async () => {
    const asked = await questionsIn([200, 200, 200, 200, 200, 1000, 200])
    expect(lateBy(asked.at(-1) ?? [], 200)).toBeLessThanOrEqual(7)
  })

  test('rows that come earlier than usual are noticed, too, and a stream that falls silent is left alone', async () => {
    const asked = await questionsIn([1000, 1000, 10, 20_000])
    expect(lateBy(asked[2] ?? [], 10)).toBeLessThanOrEqual(6)
    const silent = asked[3] ?? []
    expect(silent.filter((at) => at > 10_000 && at <= 15_000).length).toBeLessThanOrEqual(13)
  })
})
