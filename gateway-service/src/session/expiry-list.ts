import type { Clock, Timer } from '@sql-gateway/gateway-common'

/**
 * Things in the order of their last use, each of which expires a fixed time after it. One timer serves all.
 */
export interface ExpiryList<T> {
  /** Adds a thing, or makes it the one used last. */
  touch(item: T): void
  /** Gives whether it was there. */
  delete(item: T): boolean
  has(item: T): boolean
  readonly size: number
  /** The one used longest ago first. */
  items(): IterableIterator<T>
  /** Stops the timer; nothing expires from then on. */
  stop(): void
}

/**
 * Makes an empty list.
 *
 * @param afterMs - zero or less: nothing ever expires
 * @param expire - called with a thing that the list has dropped; it may be touched again
 */
export function createExpiryList<T>(afterMs: number, clock: Clock, expire: (item: T) => void): ExpiryList<T> {
  const usedAt = new Map<T, number>()
  let timer: Timer | undefined
  let stopped = afterMs <= 0

  function fire(): void {
    timer = undefined
    const deadline = clock.now() - afterMs
    // A snapshot, as `expire` may touch things again and would otherwise be met once more.
    const due: T[] = []
    for (const [item, at] of usedAt) {
      if (at > deadline) break
      due.push(item)
    }
    for (const item of due) {
      usedAt.delete(item)
      expire(item)
    }
    arm()
  }

  /** Set for the oldest and again when it fires; a use never moves it, so that using a thing costs no timer. */
  function arm(): void {
    if (timer !== undefined || stopped) return
    const [oldest] = usedAt.values()
    if (oldest !== undefined) timer = clock.schedule(Math.max(1, oldest + afterMs - clock.now()), fire)
  }

  return {
    touch: (item) => {
      usedAt.delete(item)
      usedAt.set(item, clock.now())
      arm()
    },
    delete: (item) => usedAt.delete(item),
    has: (item) => usedAt.has(item),
    get size() {
      return usedAt.size
    },
    items: () => usedAt.keys(),
    stop: () => {
      stopped = true
      timer?.cancel()
      timer = undefined
    },
  }
}
