import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ANONYMOUS, type Clock, type Logger, type SessionHandle } from '@sql-gateway/gateway-common'
import type { HiveServer2Settings } from '../options.js'
import type { AnswerMessage, Message } from '../rpc/answer-message.js'
import { createMessageScanner } from '../wire/message-scanner.js'
import { CLIENT_GONE, type Connection } from './connection.js'
import { checkRequest, type HttpRefusal, type HttpRules, readBasic } from './http-guard.js'
import { writeAll } from './outbound.js'
import { createStallTimer } from './stall-timer.js'

/** Serves calls over HTTP on sockets that somebody else accepted. */
export interface HttpService {
  /** Takes over a socket; the bytes read from it until now must have been put back. */
  serve(socket: Socket): Connection
}

/** What the service is made of. */
export interface HttpServiceInit {
  readonly settings: HiveServer2Settings
  readonly rules: HttpRules
  readonly clock: Clock
  readonly logger: Logger
  readonly answer: AnswerMessage
  readonly stopping: AbortSignal
  /** Tells that a request on the socket is all there. */
  loggedIn(socket: Socket): void
}

const CONTENT_TYPE = 'application/x-thrift'
/** Java clients keep pools of connections; Hive's server keeps them for as long. */
const KEEP_ALIVE_MS = 1_800_000

/** Makes the service. One request is one message, its answer one too; sessions do not end with connections. */
export function createHttpService(init: HttpServiceInit): HttpService {
  const { settings, rules, clock, logger, answer, stopping, loggedIn } = init
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, (request, response) => {
    void handle(request, response)
  })
  server.timeout = settings.stallTimeoutMs
  server.on('timeout', (socket: Socket) => socket.destroy())
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    else socket.destroy()
  })

  const connections = new WeakMap<Socket, HttpConnection>()

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = connections.get(request.socket)
    connection?.begin()
    await respond(request, response)
    connection?.end()
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const credentials = readBasic(request.headers.authorization)
    const refusal =
      checkRequest(request.method, request.url, request.headers, rules) ??
      (credentials !== undefined && 'status' in credentials ? credentials : undefined)
    if (refusal !== undefined) {
      refuse(request, response, refusal)
      return
    }
    const message = await readMessage(request)
    if (message === undefined) return
    if ('status' in message) {
      refuse(request, response, message)
      return
    }
    const userName = credentials !== undefined && 'userName' in credentials ? credentials.userName : undefined
    await serveCall(message, userName, request, response)
  }

  async function serveCall(
    message: Message,
    userName: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { socket } = request
    loggedIn(socket)
    // However long a statement takes, its caller waits in silence.
    socket.setTimeout(0)
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort(CLIENT_GONE)
    })
    const none = (): void => undefined
    const reply = await answer(message, {
      principal: ANONYMOUS,
      userName,
      gone: gone.signal,
      stopping,
      sessionOpened: none,
      sessionClosed: none,
    })
    response.writeHead(200, { 'Content-Type': CONTENT_TYPE, 'Content-Length': reply.byteLength })
    const stall = createStallTimer(clock, settings.stallTimeoutMs, () => socket.destroy())
    await writeAll(response, reply, stall)
    response.end()
  }

  /** Reads the body; nothing where the client broke off. */
  async function readMessage(request: IncomingMessage): Promise<Message | HttpRefusal | undefined> {
    const tooLarge = { status: 413, text: `The message is larger than the limit of ${settings.maxMessageBytes} bytes.` }
    if (Number(request.headers['content-length'] ?? 0) > settings.maxMessageBytes) return tooLarge
    const chunks: Buffer[] = []
    let length = 0
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length
        if (length > settings.maxMessageBytes) return tooLarge
        chunks.push(chunk)
      }
    } catch {
      return undefined
    }
    const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    const scan = createMessageScanner(settings.maxMessageBytes).scan(bytes, 0, length)
    if (scan.outcome === 'complete') return { header: scan.header, bytes }
    const reason = scan.outcome === 'malformed' ? scan.reason : 'it ends too early'
    logger.info({ remoteAddress: request.socket.remoteAddress, reason }, 'A message over HTTP is malformed')
    return { status: 400, text: `The body is not a message of Thrift's binary protocol: ${reason}.` }
  }

  /** Clients that keep connections need the body to be read even where nobody looks at it. */
  function refuse(request: IncomingMessage, response: ServerResponse, { status, text, headers }: HttpRefusal): void {
    const body = `${text}\n`
    const close: Record<string, string> = status === 413 ? { Connection: 'close' } : {}
    response.writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      ...close,
      ...headers,
    })
    request.resume()
    response.end(body)
  }

  return {
    serve: (socket) => {
      const connection = new HttpConnection(socket)
      connections.set(socket, connection)
      server.emit('connection', socket)
      return connection
    },
  }
}

/** Knows whether a request is under way, so that it can be let to its end. */
class HttpConnection implements Connection {
  readonly sessions: ReadonlySet<SessionHandle> = new Set()
  readonly #socket: Socket
  #requests = 0
  #isEnding = false

  constructor(socket: Socket) {
    this.#socket = socket
  }

  begin(): void {
    this.#requests++
  }

  end(): void {
    this.#requests--
    if (this.#isEnding && this.#requests === 0) this.#socket.end()
  }

  stop(): void {
    this.#isEnding = true
    if (this.#requests === 0) this.#socket.end()
  }
}
