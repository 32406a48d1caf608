/**
 * What pages may take in memory, from the moment they are written until their clients have taken them. Where clients do
 * not read, further pages wait here instead of piling up behind their sockets.
 */
export interface PageBudget {
  /**
   * Takes an amount; waits while others have taken all. An amount above the whole budget is granted when nobody else
   * has one. Requests are served in the order of arrival.
   *
   * @param signal - aborting gives the request up
   * @returns gives the amount back; repeat calls do nothing
   */
  reserve(bytes: number, signal: AbortSignal): Promise<() => void>
  readonly usedBytes: number
}

interface Waiter {
  readonly bytes: number
  grant(): void
}

/** @param limitBytes - at least 1 */
export function createPageBudget(limitBytes: number): PageBudget {
  const waiting = new Set<Waiter>()
  let used = 0

  const fits = (bytes: number): boolean => used === 0 || used + bytes <= limitBytes

  function take(bytes: number): () => void {
    used += bytes
    let held = true
    return () => {
      if (!held) return
      held = false
      used -= bytes
      for (const waiter of waiting) {
        if (!fits(waiter.bytes)) return
        waiter.grant()
      }
    }
  }

  return {
    get usedBytes() {
      return used
    },
    reserve: (bytes, signal) =>
      new Promise((resolve, reject) => {
        if (waiting.size === 0 && fits(bytes)) return resolve(take(bytes))
        const giveUp = (): void => {
          waiting.delete(waiter)
          reject(signal.reason)
        }
        const waiter: Waiter = {
          bytes,
          grant: () => {
            waiting.delete(waiter)
            signal.removeEventListener('abort', giveUp)
            resolve(take(bytes))
          },
        }
        if (signal.aborted) return reject(signal.reason)
        waiting.add(waiter)
        signal.addEventListener('abort', giveUp, { once: true })
      }),
  }
}
