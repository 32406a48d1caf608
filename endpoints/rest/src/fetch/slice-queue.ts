import type { Clock } from '@sql-gateway/gateway-common'

/** How long the event loop is held in one turn by all pages together. */
const TURN_MS = 4
/** Work below this is part of answering any request, and is not counted. */
const NEGLIGIBLE_MS = 0.25

/** Shares the event loop among the pages that are being written, so that many of them hold up nobody else. */
export interface SliceQueue {
  /**
   * Goes through steps, each of which takes well below a millisecond, in slices: so much in one turn of the event loop
   * as the budget of all pages allows, the pages taking turns.
   *
   * @returns nothing where all was done at one go, which small pages mostly are
   * @throws what a step throws; later on the promise rejects with it
   */
  run(steps: Iterator<void, void>): Promise<void> | undefined
}

interface Job extends Pick<PromiseWithResolvers<void>, 'resolve' | 'reject'> {
  readonly steps: Iterator<void, void>
}

/** Makes the queue of an endpoint. */
export function createSliceQueue(clock: Clock): SliceQueue {
  const waiting: Job[] = []
  /** How much of this turn's budget is used up. */
  let usedMs = 0
  let isScheduled = false

  function schedule(): void {
    if (isScheduled) return
    isScheduled = true
    setImmediate(nextTurn)
  }

  /** @returns whether the steps are all done */
  function goOn(steps: Iterator<void, void>): boolean {
    const startMs = clock.monotonic()
    let spentMs = 0
    let isDone = false
    do {
      isDone = steps.next().done === true
      spentMs = clock.monotonic() - startMs
    } while (!isDone && usedMs + spentMs < TURN_MS)
    if (spentMs >= NEGLIGIBLE_MS) {
      usedMs += spentMs
      schedule()
    }
    return isDone
  }

  function settle(job: Job): void {
    try {
      if (goOn(job.steps)) job.resolve()
      else waiting.push(job)
    } catch (error) {
      job.reject(error)
    }
  }

  function nextTurn(): void {
    isScheduled = false
    usedMs = 0
    while (usedMs < TURN_MS) {
      const job = waiting.shift()
      if (job === undefined) return
      settle(job)
    }
    if (waiting.length > 0) schedule()
  }

  return {
    run: (steps) => {
      if (waiting.length === 0 && usedMs < TURN_MS && goOn(steps)) return undefined
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting.push({ steps, resolve, reject })
      schedule()
      return promise
    },
  }
}
