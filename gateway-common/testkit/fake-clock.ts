import type { Clock, Timer } from '../src/clock.js'

/** A {@link Clock} that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** How many timers are set and have neither fired nor been canceled. */
  readonly pendingTimers: number
  /**
   * Moves time on and fires what falls due, in the order of due times and, at the same time, of setting. After each
   * timer the callbacks and promises that it set off run before the next one fires; timers that they set fire too when
   * they fall due on the way.
   *
   * What a callback throws rejects this call, with the time left where it was thrown.
   *
   * @param ms - at least 0; 0 fires what is due now
   */
  advance(ms: number): Promise<void>
  /** Lets promises and callbacks that are ready run, without moving time. */
  settle(): Promise<void>
}

/** Turns of the event loop that {@link FakeClock.settle} lets pass: enough for promises that wait for other callbacks. */
const SETTLE_TURNS = 4

interface PendingTimer {
  readonly dueMs: number
  readonly callback: () => void
}

/**
 * Makes a fake clock.
 *
 * @param startMs - what `now()` says at first, in milliseconds since the epoch; `monotonic()` begins at 0
 */
export function createFakeClock(startMs = Date.UTC(2024, 0, 1)): FakeClock {
  let elapsedMs = 0
  const timers: PendingTimer[] = []

  function schedule(delayMs: number, callback: () => void): Timer {
    const timer = { dueMs: elapsedMs + Math.max(0, delayMs), callback }
    const later = timers.findIndex((other) => other.dueMs > timer.dueMs)
    timers.splice(later < 0 ? timers.length : later, 0, timer)
    return {
      cancel: () => {
        const index = timers.indexOf(timer)
        if (index >= 0) timers.splice(index, 1)
      },
    }
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < SETTLE_TURNS; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
  }

  async function advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new TypeError(`A clock moves on by at least 0 milliseconds, not ${ms}.`)
    const endMs = elapsedMs + ms
    await settle()
    for (let next = timers[0]; next !== undefined && next.dueMs <= endMs; next = timers[0]) {
      timers.shift()
      elapsedMs = Math.max(elapsedMs, next.dueMs)
      next.callback()
      await settle()
    }
    elapsedMs = Math.max(elapsedMs, endMs)
  }

  return {
    now: () => startMs + elapsedMs,
    monotonic: () => elapsedMs,
    schedule,
    settle,
    advance,
    get pendingTimers() {
      return timers.length
    },
  }
}
