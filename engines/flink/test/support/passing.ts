import type { FakeClock } from '@sql-gateway/gateway-common/testkit'

/** By the machine's own clock: who loops for ever keeps a test run from ending. */
const GIVE_UP_AFTER_MS = 120_000

/** Lets what is ready run, until something is so that needs no more time than that takes. */
export async function untilSo(clock: FakeClock, isSo: () => boolean): Promise<void> {
  const until = performance.now() + GIVE_UP_AFTER_MS
  while (!isSo()) {
    if (performance.now() > until) throw new TypeError(`It was not so within ${GIVE_UP_AFTER_MS} ms`)
    await clock.settle()
  }
}

/** Moves time on, step by step, until something has happened that takes its time outside, such as an answer or a process. */
export async function passing<T>(clock: FakeClock, work: Promise<T>, stepMs: number): Promise<T> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  over.catch(() => undefined)
  const until = performance.now() + GIVE_UP_AFTER_MS
  while (!isOver) {
    if (performance.now() > until) throw new TypeError(`Nothing happened within ${GIVE_UP_AFTER_MS} ms`)
    await clock.advance(stepMs)
  }
  return over
}
