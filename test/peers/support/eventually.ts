import { setTimeout as delay } from 'node:timers/promises'
import { PeerError } from '#scripts/peers/support/peer-error.js'

const WITHIN_MS = 300_000
const POLL_MS = 50

/** Asks until the answer is there, for things that nobody announces. Rejects after five minutes with what was waited for. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + WITHIN_MS
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) throw new PeerError(`there was no ${what} within ${WITHIN_MS / 1000} s`)
    await delay(POLL_MS)
  }
}
