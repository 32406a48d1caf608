import { Agent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { setImmediate as turn } from 'node:timers/promises'

/** The connections to one server, kept from request to request. */
export interface KeptConnections {
  readonly plain: Agent
  readonly secure: SecureAgent
  /**
   * Resolves when those that the server had closed before this call are let go of. A request that must not be sent twice waits for
   * it: written to such a connection it would fail, and nobody could tell whether the server had seen it.
   */
  settled(): Promise<void>
  close(): void
}

/** Those that nobody uses are let go before the servers and proxies along the way do. */
const IDLE_MS = 20_000

/** Makes it without connections. */
export function createKeptConnections(maxSockets: number): KeptConnections {
  const options = { keepAlive: true, maxSockets, timeout: IDLE_MS, scheduling: 'lifo' } as const
  const plain = new Agent(options)
  const secure = new SecureAgent(options)
  return {
    plain,
    secure,
    settled: async () => {
      // The first turn may be the rest of the one under way, in which nothing is read any more.
      await turn()
      await turn()
    },
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}
