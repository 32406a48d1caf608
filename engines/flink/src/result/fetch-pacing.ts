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
/** The part of the usual pause that the shortest wait takes where this one should end. */
const SHARE_OF_PAUSE = 1 / 32

/**
 * How long to wait before asking again for the first row, in milliseconds.
 *
 * @param waitedMs - since the statement was handed in
 */
export function nextDelay(pacing: FetchPacing, waitedMs: number): number {
  return bounded(pacing, waitedMs * (waitedMs < QUICK_MS ? SHARE_AT_FIRST : SHARE_LATER))
}

/** Tells how often to ask for the rows of one result. */
export interface RowPacing {
  /** From now on rows are waited for. */
  begin(): void
  /** An answer had rows. */
  noteRows(): void
  /** An answer had none; gives how long to wait before asking again, in milliseconds. */
  noteNothing(): number
}

/**
 * Makes it for a result without rows so far. Flink hands on the rows of a job in bursts, megabytes at a time, with pauses of much the
 * same length between: where pauses ended before questions come closer together, so that nobody waits much after the next burst.
 */
export function createRowPacing(pacing: FetchPacing): RowPacing {
  const { clock } = pacing
  let sinceMs = clock.monotonic()
  let hasRows = false
  /** When there was nothing yet, in this pause and in the two before, each from its begin. */
  let nothingAtMs: number | undefined
  let pausesMs: readonly number[] = []

  function begin(): void {
    sinceMs = clock.monotonic()
    nothingAtMs = undefined
  }

  return {
    begin,
    noteRows: () => {
      if (hasRows && nothingAtMs !== undefined) pausesMs = [nothingAtMs, ...pausesMs].slice(0, 2)
      hasRows = true
      begin()
    },
    noteNothing: () => {
      const waitedMs = clock.monotonic() - sinceMs
      nothingAtMs = waitedMs
      if (!hasRows) return nextDelay(pacing, waitedMs)
      const delayMs = waitedMs * SHARE_BETWEEN_ROWS
      // A single long pause says little of the next.
      const usualMs = Math.min(...pausesMs)
      const fromEndMs = Math.abs(usualMs - waitedMs)
      return bounded(pacing, Math.min(delayMs, Math.max(fromEndMs * SHARE_BETWEEN_ROWS, usualMs * SHARE_OF_PAUSE)))
    },
  }
}

function bounded({ minDelayMs, maxDelayMs }: FetchPacing, delayMs: number): number {
  return Math.min(maxDelayMs, Math.max(minDelayMs, delayMs))
}
