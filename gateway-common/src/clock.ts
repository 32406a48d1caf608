/** A running timer. */
export interface Timer {
  /** Stops the timer; repeat calls and calls after it fired do nothing. */
  cancel(): void
}

/**
 * Time as the gateway sees it. Nothing in the gateway reads the time or sets a timer by another way, so that tests
 * can run on the testkit's fake clock.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Milliseconds on a scale that never goes back; only differences mean something. */
  monotonic(): number
  /**
   * Calls back once after a delay. The timer does not keep the process alive.
   *
   * @param delayMs - at least 0; values above 2^31 - 1 are cut to it
   */
  schedule(delayMs: number, callback: () => void): Timer
}

const LONGEST_DELAY_MS = 2 ** 31 - 1

/** The clock of the machine. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule: (delayMs, callback) => {
    const timeout = setTimeout(callback, Math.min(delayMs, LONGEST_DELAY_MS))
    timeout.unref()
    return { cancel: () => clearTimeout(timeout) }
  },
}
