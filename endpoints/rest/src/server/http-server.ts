import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { ListenOptions, Socket } from 'node:net'
import { gatewayError } from '@sql-gateway/gateway-common'
import { JSON_TYPE } from '../http/answer.js'
import type { RestSettings } from '../options.js'
import type { BindPlan } from './bind.js'

/** How often connections are checked for headers and requests that take too long. */
const CHECK_INTERVAL_MS = 1000

/** What Node's parser refuses, by its code: status and text. All else is a malformed request. */
const PARSER_ERRORS: Readonly<Record<string, readonly [status: string, text: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'The headers are too large. Try to raise [sql-gateway.endpoint.rest.max-header-size]',
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'The chunk extensions are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
}
const MALFORMED = ['400 Bad Request', 'The request is no valid HTTP.'] as const

/** Makes the server with all its limits; it does not listen yet. */
export function createHttpServer(settings: RestSettings, listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: settings.maxHeaderBytes,
      headersTimeout: Math.min(settings.headersTimeoutMs, settings.requestTimeoutMs),
      requestTimeout: settings.requestTimeoutMs,
      keepAliveTimeout: settings.keepAliveTimeoutMs,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      noDelay: true,
    },
    listener,
  )
  server.maxConnections = settings.maxConnections
  server.timeout = settings.responseTimeoutMs
  server.on('clientError', refuse)
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // A body that is too large is refused before it is sent.
    if (!(Number(request.headers['content-length']) > settings.maxContentBytes)) response.writeContinue()
    listener(request, response)
  })
  server.on('checkExpectation', listener)
  return server
}

/** Answers what never became a request. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const [status, text] = PARSER_ERRORS[error.code ?? ''] ?? MALFORMED
  const body = JSON.stringify({ errors: [text] })
  const head = [`HTTP/1.1 ${status}`, 'Connection: close', `Content-Type: ${JSON_TYPE}`, `Content-Length: ${Buffer.byteLength(body)}`]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/**
 * Listens on the first port of the plan that is free.
 *
 * @returns the port
 * @throws {GatewayError} GATEWAY.START_FAILED
 */
export async function listenFirst(server: Server, { host, ports }: BindPlan): Promise<number> {
  for (const port of ports) {
    const failure = await listen(server, { host, port })
    if (failure === undefined) return boundPort(server, port)
    if (failure.code !== 'EADDRINUSE' && failure.code !== 'EACCES') throw cannotBind(host, String(port), failure.message)
  }
  const range = ports.length === 1 ? String(ports[0]) : `${ports[0]} to ${ports.at(-1)}`
  throw cannotBind(host, range, ports.length === 1 ? 'it is in use or needs more rights' : 'all are in use or need more rights')
}

/** Listens once. Gives the error, if there is one. */
export async function listen(server: Server, where: ListenOptions): Promise<NodeJS.ErrnoException | undefined> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.ErrnoException | undefined>()
  const failed = (error: NodeJS.ErrnoException): void => resolve(error)
  server.once('error', failed)
  server.listen(where, () => resolve(undefined))
  const failure = await promise
  server.off('error', failed)
  return failure
}

function boundPort(server: Server, asked: number): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : asked
}

function cannotBind(host: string, port: string, reason: string): Error {
  return gatewayError('GATEWAY.START_FAILED', `The REST endpoint cannot listen on ${host}, port ${port}: ${reason}.`)
}
