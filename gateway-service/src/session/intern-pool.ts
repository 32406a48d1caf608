/**
 * Makes equal values one object for as long as somebody uses it. A client such as Flink's uploads the same hundred
 * properties with every session; a million sessions then hold one set of them.
 */
export interface InternPool<T extends object> {
  /** Gives the shared object equal to a value and counts one more user of it. */
  acquire(value: T): T
  /** Gives back one use of an object from {@link acquire}; others are ignored. */
  release(value: T): void
  readonly size: number
}

interface Shared<T> {
  readonly value: T
  readonly text: string
  users: number
}

/** @param textOf - equal values and only those give equal texts */
export function createInternPool<T extends object>(textOf: (value: T) => string): InternPool<T> {
  const byText = new Map<string, Shared<T>>()
  const byValue = new Map<T, Shared<T>>()
  return {
    get size() {
      return byText.size
    },
    acquire: (value) => {
      let shared = byValue.get(value)
      if (shared === undefined) {
        const text = textOf(value)
        shared = byText.get(text)
        if (shared === undefined) {
          shared = { value, text, users: 0 }
          byText.set(text, shared)
          byValue.set(value, shared)
        }
      }
      shared.users++
      return shared.value
    },
    release: (value) => {
      const shared = byValue.get(value)
      if (shared === undefined || --shared.users > 0) return
      byText.delete(shared.text)
      byValue.delete(value)
    },
  }
}
