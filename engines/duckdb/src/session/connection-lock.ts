import { stoppedError } from '../database/native-call.js'

/** Lets one at a time use a connection: a statement up to the last row of its result, or a short query. */
export interface ConnectionLock {
  readonly isHeld: boolean
  /**
   * Waits for the turn.
   *
   * @returns gives the connection free; repeat calls do nothing
   * @throws {GatewayError} OPERATION.CANCELED — aborted before the turn came
   */
  acquire(signal?: AbortSignal): Promise<() => void>
}

/** Makes a lock that nobody holds. */
export function createConnectionLock(): ConnectionLock {
  let holders = 0
  let last: Promise<void> = Promise.resolve()

  /** Whoever gives up still passes the turn on when it comes. */
  function pass(turn: PromiseWithResolvers<void>): () => void {
    let released = false
    return () => {
      if (released) return
      released = true
      holders--
      turn.resolve()
    }
  }

  return {
    get isHeld() {
      return holders > 0
    },
    acquire: async (signal) => {
      const before = last
      const turn = Promise.withResolvers<void>()
      last = turn.promise
      holders++
      const release = pass(turn)
      const given = Promise.withResolvers<void>()
      const giveUp = () => given.reject(stoppedError())
      signal?.addEventListener('abort', giveUp, { once: true })
      if (signal?.aborted) giveUp()
      void before.then(given.resolve)
      try {
        await given.promise
        return release
      } catch (error) {
        void before.then(release)
        throw error
      } finally {
        signal?.removeEventListener('abort', giveUp)
      }
    },
  }
}
