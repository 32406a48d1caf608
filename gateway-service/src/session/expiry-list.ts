import type { Clock, Timer } from '@sql-gateway/gateway-common'

/** A thing that can be in an expiry list, in one at a time. */
export interface Expiring<T> {
  readonly expiry: ExpiryPlace<T>
}

/**
 * A thing's place in the order of last use; only expiry lists look into it. It is with the thing: a Map makes itself anew each time so
 * many of its things have gone, and what its former selves held stays in memory until the old generation is collected.
 */
export class ExpiryPlace<T> {
  readonly item: T
  list: ExpiryList<T> | undefined = undefined
  usedAtMs = 0
  older: ExpiryPlace<T> | undefined = undefined
  newer: ExpiryPlace<T> | undefined = undefined

  constructor(item: T) {
    this.item = item
  }
}

/**
 * Things in the order of their last use, each of which expires a fixed time after it. One timer serves all.
 */
export interface ExpiryList<T> {
  /** Adds a thing, or makes it the one used last; takes it out of another list. */
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

/**
 * Makes an empty list.
 *
 * @param afterMs - zero or less: nothing ever expires
 * @param expire - called with a thing that the list has dropped; it may be touched again
 */
export function createExpiryList<T extends Expiring<T>>(afterMs: number, clock: Clock, expire: (item: T) => void): ExpiryList<T> {
  let size = 0
  let oldest: ExpiryPlace<T> | undefined
  let newest: ExpiryPlace<T> | undefined
  let timer: Timer | undefined
  let stopped = afterMs <= 0

  function unlink(place: ExpiryPlace<T>): void {
    if (place.older === undefined) oldest = place.newer
    else place.older.newer = place.newer
    if (place.newer === undefined) newest = place.older
    else place.newer.older = place.older
    // One that is dead but not collected yet would keep the newer ones from being collected young, and so on.
    place.older = undefined
    place.newer = undefined
  }

  function append(place: ExpiryPlace<T>): void {
    place.usedAtMs = clock.now()
    place.older = newest
    if (newest === undefined) oldest = place
    else newest.newer = place
    newest = place
  }

  function touch({ expiry }: T): void {
    if (expiry.list === list) unlink(expiry)
    else {
      expiry.list?.delete(expiry.item)
      expiry.list = list
      size++
    }
    append(expiry)
    arm()
  }

  function remove({ expiry }: T): boolean {
    if (expiry.list !== list) return false
    unlink(expiry)
    expiry.list = undefined
    size--
    return true
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

  const list: ExpiryList<T> = {
    touch,
    delete: remove,
    has: ({ expiry }) => expiry.list === list,
    get size() {
      return size
    },
    *items() {
      for (let place = oldest; place !== undefined; ) {
        const { item, newer } = place
        yield item
        place = newer
      }
    },
    stop: () => {
      stopped = true
      timer?.cancel()
      timer = undefined
    },
  }
  return list
}
