import type { Clock } from '@sql-gateway/gateway-common'

/**
 * Shares the event loop among all results that are being read: together they work for a few milliseconds in one turn of
 * the loop, then everybody else has a turn.
 */
export interface LoopShare {
  /** Does work that does not wait, in this turn or, where its time is used up, in a later one. First come, first served. */
  run<T>(work: () => T): Promise<T>
}

/** How long all results together may occupy one turn. */
const TURN_MS = 5

/** Makes a share. */
export function createLoopShare(clock: Clock): LoopShare {
  let usedMs = 0
  let turnIsSet = false
  const waiting: (() => void)[] = []

  function nextTurn(): void {
    usedMs = 0
    turnIsSet = false
    while (waiting.length > 0 && usedMs < TURN_MS) waiting.shift()?.()
    if (waiting.length > 0 || usedMs > 0) setTurn()
  }

  function setTurn(): void {
    if (turnIsSet) return
    turnIsSet = true
    setImmediate(nextTurn)
  }

  function timed<T>(work: () => T): T {
    const start = clock.monotonic()
    try {
      return work()
    } finally {
      usedMs += clock.monotonic() - start
      setTurn()
    }
  }

  return {
    run: (work) => {
      if (usedMs < TURN_MS && waiting.length === 0) {
        try {
          return Promise.resolve(timed(work))
        } catch (error) {
          return Promise.reject(error)
        }
      }
      const done = Promise.withResolvers<Awaited<ReturnType<typeof work>>>()
      waiting.push(() => {
        try {
          done.resolve(timed(work) as Awaited<ReturnType<typeof work>>)
        } catch (error) {
          done.reject(error)
        }
      })
      setTurn()
      return done.promise
    },
  }
}
