/** Who wants to know of Ctrl-C. */
export interface InterruptListeners {
  /** Calls a listener at every Ctrl-C until the end. */
  add(listener: () => void): Disposable
  /** Tells those that listen now. */
  tell(): void
}

/** Makes an empty list. */
export function createInterruptListeners(): InterruptListeners {
  const listeners = new Set<{ readonly listener: () => void }>()
  return {
    add: (listener) => {
      const entry = { listener }
      listeners.add(entry)
      return { [Symbol.dispose]: () => listeners.delete(entry) }
    },
    tell: () => {
      for (const { listener } of [...listeners]) listener()
    },
  }
}
