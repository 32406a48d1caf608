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

/** One for all: a function made beside the work would keep it. */
const NOTHING_TO_LEAVE = (): void => undefined

/** Makes an empty queue. */
export function createStatementQueue(): StatementQueue {
  return new Queue()
}

/** Every session that is in use has one, mostly with nobody waiting. */
class Queue implements StatementQueue {
  #waiting: Set<() => Promise<void>> | undefined
  #isBusy = false

  get waitingCount(): number {
    return this.#waiting?.size ?? 0
  }

  get isIdle(): boolean {
    return !this.#isBusy
  }

  add(work: () => Promise<void>): () => void {
    if (!this.#isBusy) {
      void this.#run(work)
      return NOTHING_TO_LEAVE
    }
    this.#waiting ??= new Set()
    this.#waiting.add(work)
    return () => {
      this.#waiting?.delete(work)
    }
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#isBusy = true
    await work()
    this.#isBusy = false
    const [next] = this.#waiting ?? []
    if (next === undefined) {
      this.#waiting = undefined
      return
    }
    this.#waiting?.delete(next)
    void this.#run(next)
  }
}
