import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Clock } from '@sql-gateway/gateway-common'
import { clientError } from '../error/client-error.js'
import { ANSWER_LIMIT_MS } from './answer-limit.js'
import type { GatewayAddress } from './gateway-address.js'
import { isOtherProtocol, networkReason } from './network-reason.js'
import { openPageConnection, type PageConnection } from './page-connection.js'

/** An answer. */
export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** Sends requests to one gateway over connections that stay open between them. */
export interface HttpTransport {
  readonly address: GatewayAddress
  /**
   * Sends a request with a JSON body, also on GET, as Flink's protocol wants it.
   *
   * @param path - behind the address's prefix
   * @throws {ClientError} unreachable — no connection, or no whole answer
   * @throws what the signal was aborted with
   */
  send(method: string, path: string, body: object, signal?: AbortSignal): Promise<HttpReply>
  /** A connection to the same gateway with the same headers that takes less work for each byte; undefined where there is none. */
  openPageConnection(): PageConnection | undefined
  /** Closes all connections but those for pages. */
  close(): void
}

const CONNECT_LIMIT_MS = 15_000
/** Servers close connections that are idle; an older one is not trusted with the next request. */
const IDLE_LIMIT_MS = 4_000
const REST_PORT = "Is it the port of a SQL gateway's REST endpoint? That is 8083 where it was not changed."

/** What makes requests and agents: node:http, or node:https, which is loaded only when it is needed. */
interface Scheme {
  readonly request: (options: RequestOptions) => ClientRequest
  readonly agent: Agent
}

/**
 * Makes a transport.
 *
 * @param headers - added to every request, such as a token that a proxy asks for
 */
export function createHttpTransport(address: GatewayAddress, headers: Readonly<Record<string, string>>, clock: Clock): HttpTransport {
  let scheme: Promise<Scheme> | undefined
  let usedAtMs = 0

  async function open(): Promise<Scheme> {
    if (!address.isSecure) {
      // An import reads all that the module exports, and Node loads WebSockets and HTTP/2 for it: a sixth of the start.
      const http = process.getBuiltinModule('node:http')
      return { request: http.request, agent: new http.Agent({ keepAlive: true }) }
    }
    const https = await import('node:https')
    return { request: https.request, agent: new https.Agent({ keepAlive: true }) }
  }

  async function current(): Promise<Scheme> {
    scheme ??= open()
    const { agent } = await scheme
    if (clock.monotonic() - usedAtMs > IDLE_LIMIT_MS) {
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy()
    }
    return await scheme
  }

  return {
    address,
    send: async (method, path, body, signal) => {
      const { request, agent } = await current()
      const text = JSON.stringify(body)
      const { host, port, socketPath, prefix } = address
      const place = socketPath === undefined ? { host, port } : { socketPath }
      const content = { 'content-type': 'application/json; charset=UTF-8', 'content-length': Buffer.byteLength(text) }
      try {
        const sent = request({
          ...place,
          method,
          path: prefix + path,
          agent,
          headers: { ...headers, ...content },
          ...(signal && { signal }),
        })
        const reply = await answerOf(sent, text, clock)
        usedAtMs = clock.monotonic()
        return reply
      } catch (error) {
        signal?.throwIfAborted()
        if (isOtherProtocol(error))
          throw clientError('protocol', `${address.label} answers, but not in HTTP. ${REST_PORT}`, { cause: error })
        throw clientError('unreachable', `${address.label} does not answer: ${networkReason(error)}.`, { cause: error })
      }
    },
    openPageConnection: () => openPageConnection(address, headers),
    close: () => void scheme?.then(({ agent }) => agent.destroy()),
  }
}

async function answerOf(request: ClientRequest, body: string, clock: Clock): Promise<HttpReply> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpReply>()
  const limit = clock.schedule(CONNECT_LIMIT_MS, () => request.destroy(new TypeError('it cannot be connected to')))
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', () => limit.cancel())
    else limit.cancel()
  })
  request.setTimeout(ANSWER_LIMIT_MS, () => request.destroy(new TypeError(`it has been silent for ${ANSWER_LIMIT_MS / 60_000} min`)))
  request.once('error', reject)
  request.once('response', (response) => void collect(response).then(resolve, reject))
  request.end(body)
  try {
    return await promise
  } finally {
    limit.cancel()
  }
}

async function collect(response: IncomingMessage): Promise<HttpReply> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const { statusCode = 0, headers } = response
  return { status: statusCode, headers, body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks) }
}
