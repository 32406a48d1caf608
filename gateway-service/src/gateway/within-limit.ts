import type { Clock } from '@sql-gateway/gateway-common'

/** What {@link withinLimit} gives when the time is over. */
export const LATE = Symbol('late')

/** Waits for a promise no longer than a time; what comes later is dropped, an error included. */
export async function withinLimit<T>(promise: Promise<T>, limitMs: number, clock: Clock): Promise<T | typeof LATE> {
  const { promise: late, resolve } = Promise.withResolvers<typeof LATE>()
  const timer = clock.schedule(limitMs, () => resolve(LATE))
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.cancel()
  }
}
