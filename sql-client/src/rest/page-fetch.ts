import type { GatewayClient, PageAddress } from './gateway-client.js'
import type { PageConnection } from './page-connection.js'

/** Fetches the pages of one result in the way that suits them. */
export interface PageFetch {
  /** As GatewayClient.fetch. */
  fetch(page: PageAddress, signal: AbortSignal): Promise<Buffer>
  /** Takes back the memory of a page. */
  release(body: Buffer): void
  close(): void
}

/** Pages of this size are worth a connection of their own. */
const LARGE_BYTES = 64 * 1024
/** A gateway, or a proxy, to which it does not suit is not asked in this way over and over. */
const MOST_CONNECTIONS = 3

/** Makes the fetch of a result. */
export function createPageFetch(client: GatewayClient): PageFetch {
  let connection: PageConnection | undefined
  let connections = 0

  /** For the page behind a large one. */
  function connected(): PageConnection | undefined {
    if (connection?.isOpen === true || connections === MOST_CONNECTIONS) return connection
    connections++
    connection = client.openPageConnection()
    return connection
  }

  let wasLarge = false
  return {
    fetch: async (page, signal) => {
      const body = await client.fetch(page, signal, wasLarge ? connected() : undefined)
      wasLarge = body.length >= LARGE_BYTES
      return body
    },
    release: (body) => connection?.release(body),
    close: () => connection?.close(),
  }
}
