import { stoppedError } from './native-call.js'

/** Lets a number of calls through at once; the others wait in the order in which they came. */
export interface CallGate {
  /**
   * Makes a call when there is room for it.
   *
   * @throws {GatewayError} OPERATION.CANCELED — aborted while it waited
   */
  run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T>
}

/** Makes a gate. */
export function createCallGate(limit: number): CallGate {
  let running = 0
  const waiting = new Set<() => void>()

  function enter(signal: AbortSignal): Promise<void> | undefined {
    if (running < limit) {
      running++
      return undefined
    }
    const turn = Promise.withResolvers<void>()
    const leave = () => {
      waiting.delete(turn.resolve)
      turn.reject(stoppedError())
    }
    signal.addEventListener('abort', leave, { once: true })
    waiting.add(turn.resolve)
    return turn.promise.finally(() => signal.removeEventListener('abort', leave))
  }

  /** The place goes straight to the next one, so that nobody overtakes. */
  function leave(): void {
    const [next] = waiting
    if (next === undefined) running--
    else {
      waiting.delete(next)
      next()
    }
  }

  return {
    run: async (signal, call) => {
      if (signal.aborted) throw stoppedError()
      await enter(signal)
      try {
        return await call()
      } finally {
        leave()
      }
    },
  }
}
