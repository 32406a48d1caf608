import type { Clock, Timer } from '@sql-gateway/gateway-common'

/** Calls back when something that should move has not for too long. */
export interface StallTimer {
  /** Begins to count, anew where it already does. */
  start(): void
  stop(): void
}

/** @param timeoutMs - 0 and less: never */
export function createStallTimer(clock: Clock, timeoutMs: number, onStall: () => void): StallTimer {
  let timer: Timer | undefined
  return {
    start: () => {
      timer?.cancel()
      timer = timeoutMs > 0 ? clock.schedule(timeoutMs, onStall) : undefined
    },
    stop: () => {
      timer?.cancel()
      timer = undefined
    },
  }
}
