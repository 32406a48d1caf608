import type { FakeClock } from '@sql-gateway/gateway-common/testkit'

const MOST_STEPS = 20_000

/** Moves time on, step by step, until something has happened that takes its time outside, such as an answer or a process. */
export async function passing<T>(clock: FakeClock, work: Promise<T>, stepMs: number): Promise<T> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  over.catch(() => undefined)
  for (let steps = 0; !isOver; steps++) {
    if (steps === MOST_STEPS) throw new TypeError(`Nothing happened within ${MOST_STEPS * stepMs} ms of the clock`)
    await clock.advance(stepMs)
  }
  return over
}
