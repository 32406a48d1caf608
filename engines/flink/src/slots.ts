/**
 * Things that come and go all the time, such as requests under way.
 *
 * A Set makes itself anew each time so many of its things have gone, and what it held then stays in memory, with all that hangs on it,
 * until the old generation is collected: its former selves keep one another. Here nothing stays of what has gone.
 */
export interface Slots<T> extends Iterable<T> {
  /** Gives the number to take the thing out by. */
  add(item: T): number
  delete(slot: number): void
}

/** Makes it without things. */
export function createSlots<T>(): Slots<T> {
  const items: (T | undefined)[] = []
  const free: number[] = []
  return {
    add: (item) => {
      const slot = free.pop() ?? items.length
      items[slot] = item
      return slot
    },
    delete: (slot) => {
      items[slot] = undefined
      free.push(slot)
    },
    *[Symbol.iterator]() {
      for (const item of items) if (item !== undefined) yield item
    },
  }
}
