import type { Clock } from './clock.js'

/** What {@link withinLimit} gives when the time is over. */
export const LATE = Symbol('late')

/**
 * Waits for a promise no longer than a time. What comes later is dropped, an error included.
 *
 * @param limitMs - see {@link Clock.schedule}
 * @throws what the promise is rejected with in time
 */
export async function withinLimit<T>(promise: Promise<T>, limitMs: number, clock: Clock): Promise<T | typeof LATE> {
  const { promise: late, resolve } = Promise.withResolvers<typeof LATE>()
  const timer = clock.schedule(limitMs, () => resolve(LATE))
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.cancel()
  }
}
