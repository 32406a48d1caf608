import type { Clock } from '@sql-gateway/gateway-common'

/** How often an upstream operation is asked after; milliseconds. */
export interface FetchPacing {
  readonly clock: Clock
  readonly minDelayMs: number
  readonly maxDelayMs: number
}

/** Most statements have begun to give rows by then. */
const QUICK_MS = 1_000
/** The part of the time waited so far that the next wait takes: so much later than it came is a thing noticed at most. */
const SHARE_AT_FIRST = 1 / 64
const SHARE_LATER = 1 / 8
/** Between the rows of a stream nobody knows how long it takes, and there is no end to it. */
const SHARE_BETWEEN_ROWS = 1 / 2

/**
 * How long to wait before asking again, in milliseconds.
 *
 * @param waitedMs - since the statement was handed in, or since its last row
 * @param hasRows - whether a row has come yet
 */
export function nextDelay({ minDelayMs, maxDelayMs }: FetchPacing, waitedMs: number, hasRows: boolean): number {
  const share = hasRows ? SHARE_BETWEEN_ROWS : waitedMs < QUICK_MS ? SHARE_AT_FIRST : SHARE_LATER
  return Math.min(maxDelayMs, Math.max(minDelayMs, waitedMs * share))
}
