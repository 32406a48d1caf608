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
  /** The one used longest ago first; what is given may be deleted while going on. */
  items(): Iterable<T>
  /** Stops the timer; nothing expires from then on. */
  stop(): void
}

interface Entry<T> {
  readonly item: T
  usedAtMs: number
  older: Entry<T> | undefined
  newer: Entry<T> | undefined
}

/**
 * Makes an empty list.
 *
 * @param afterMs - zero or less: nothing ever expires
 * @param expire - called with a thing that the list has dropped; it may be touched again
 */
export function createExpiryList<T>(afterMs: number, clock: Clock, expire: (item: T) => void): ExpiryList<T> {
  // Linked by hand: a Map in order of use would have to step over all that was deleted since it grew to find its oldest.
  const entries = new Map<T, Entry<T>>()
  let oldest: Entry<T> | undefined
  let newest: Entry<T> | undefined
  let timer: Timer | undefined
  let stopped = afterMs <= 0

  function unlink(entry: Entry<T>): void {
    if (entry.older === undefined) oldest = entry.newer
    else entry.older.newer = entry.newer
    if (entry.newer === undefined) newest = entry.older
    else entry.newer.older = entry.older
    // One that is dead but not collected yet would keep the newer ones from being collected young, and so on.
    entry.older = undefined
    entry.newer = undefined
  }

  function append(entry: Entry<T>): void {
    entry.usedAtMs = clock.now()
    entry.older = newest
    entry.newer = undefined
    if (newest === undefined) oldest = entry
    else newest.newer = entry
    newest = entry
  }

  function remove(item: T): boolean {
    const entry = entries.get(item)
    if (entry === undefined) return false
    unlink(entry)
    return entries.delete(item)
  }

  function fire(): void {
    timer = undefined
    const deadline = clock.now() - afterMs
    // What `expire` touches again is newer than the deadline, so that this comes to an end.
    while (oldest !== undefined && oldest.usedAtMs <= deadline) {
      const { item } = oldest
      remove(item)
      expire(item)
    }
    arm()
  }

  /** Set for the oldest and again when it fires; a use never moves it, so that using a thing costs no timer. */
  function arm(): void {
    if (timer !== undefined || stopped || oldest === undefined) return
    timer = clock.schedule(Math.max(1, oldest.usedAtMs + afterMs - clock.now()), fire)
  }

  return {
    touch: (item) => {
      const known = entries.get(item)
      const entry = known ?? { item, usedAtMs: 0, older: undefined, newer: undefined }
      if (known === undefined) entries.set(item, entry)
      else unlink(entry)
      append(entry)
      arm()
    },
    delete: remove,
    has: (item) => entries.has(item),
    get size() {
      return entries.size
    },
    *items() {
      for (let entry = oldest; entry !== undefined; ) {
        const { item, newer } = entry
        yield item
        entry = newer
      }
    },
    stop: () => {
      stopped = true
      timer?.cancel()
      timer = undefined
    },
  }
}
