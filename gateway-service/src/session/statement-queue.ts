/**
 * The statements of one session: one runs, the others wait in the order of arrival.
 */
export interface StatementQueue {
  /**
   * Adds work. It is called when its turn comes, and the turn ends when what it gives settles; it must not reject.
   *
   * @returns takes the work out while it waits; does nothing once its turn came
   */
  add(work: () => Promise<void>): () => void
  readonly waitingCount: number
  readonly isIdle: boolean
}

/** Makes an empty queue. */
export function createStatementQueue(): StatementQueue {
  const waiting = new Set<() => Promise<void>>()
  let busy = false

  async function run(work: () => Promise<void>): Promise<void> {
    busy = true
    await work()
    busy = false
    const [next] = waiting
    if (next === undefined) return
    waiting.delete(next)
    void run(next)
  }

  return {
    get waitingCount() {
      return waiting.size
    },
    get isIdle() {
      return !busy
    },
    add: (work) => {
      if (!busy) {
        void run(work)
        return () => undefined
      }
      waiting.add(work)
      return () => {
        waiting.delete(work)
      }
    },
  }
}
