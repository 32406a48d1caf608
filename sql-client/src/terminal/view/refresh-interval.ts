/** How often a view is drawn anew, in milliseconds, from fastest to slowest. */
const INTERVALS: readonly number[] = [100, 250, 500, 1_000, 5_000, 10_000, 60_000]

/** What a view begins with, as Flink's client does. */
export const DEFAULT_INTERVAL_MS = 1_000

/** The next slower or faster interval; the same at the end. */
export function otherInterval(intervalMs: number, direction: 'faster' | 'slower'): number {
  const next = INTERVALS.indexOf(intervalMs) + (direction === 'slower' ? 1 : -1)
  return INTERVALS[next] ?? intervalMs
}

/** An interval in words. */
export function intervalText(intervalMs: number): string {
  if (intervalMs < 1_000) return `${intervalMs} ms`
  return intervalMs < 60_000 ? `${intervalMs / 1_000} s` : `${intervalMs / 60_000} min`
}
