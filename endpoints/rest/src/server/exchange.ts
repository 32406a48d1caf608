import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '@sql-gateway/gateway-common'
import type { Answer } from '../http/answer.js'
import { recycleChunk } from '../value/byte-sink.js'

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage
  /** The status that was sent; 0 before. */
  readonly status: number
  /** The size of the body that was sent. */
  readonly byteCount: number
  readonly rowCount: number
  /** An origin whose pages may read the answer; see HostGuard. */
  corsOrigin: string | undefined
  /** Aborted when the client goes away before it was answered. */
  readonly abort: AbortController
  /** Whether the connection is closed after the answer. */
  isLast: boolean
  /** Sends the answer; resolves when the last byte was handed to the connection, or the client is gone. */
  send(answer: Answer): Promise<void> | void
  /** Sends the answer and closes the connection, leaving the client time to read it though it is still sending. */
  sendAndClose(answer: Answer): void
}

/** On every answer: browsers are not to guess types, proxies not to keep results. */
const COMMON_HEADERS = ['X-Content-Type-Options', 'nosniff', 'Cache-Control', 'no-store'] as const
/** How long a client may go on sending what nobody reads, once it was told that it is too much. */
const LINGER_MS = 2000

const LARGEST_AS_TEXT = 16 * 1024
/** A reason of its own saves making an exception with a stack for each abort. */
const CLIENT_GONE = Object.freeze({ message: 'The client went away.' })

class HttpExchange implements Exchange {
  readonly request: IncomingMessage
  readonly #response: ServerResponse
  readonly #clock: Clock
  #abort: AbortController | undefined
  corsOrigin: string | undefined = undefined
  isLast = false
  status = 0
  byteCount = 0
  rowCount = 0

  constructor(request: IncomingMessage, response: ServerResponse, clock: Clock) {
    this.#clock = clock
    this.request = request
    this.#response = response
    response.on('timeout', cutIfStuck)
  }

  /** Made only where somebody asks for it. */
  get abort(): AbortController {
    const known = this.#abort
    if (known !== undefined) return known
    const abort = new AbortController()
    this.#abort = abort
    if (this.#response.destroyed) abort.abort(CLIENT_GONE)
    else this.#response.on('close', () => this.#response.writableFinished || abort.abort(CLIENT_GONE))
    return abort
  }

  send(answer: Answer): Promise<void> | void {
    const { body } = answer
    if (answer.onTaken !== undefined) {
      if (this.#response.destroyed) answer.onTaken()
      else this.#response.once('close', answer.onTaken)
    }
    if (this.#response.destroyed) return
    this.#writeHead(answer)
    // Text of one byte a character leaves Node a cheaper way than UTF-8.
    if (typeof body === 'string') this.#response.end(body, body.length === this.byteCount ? 'latin1' : 'utf8')
    else if (this.byteCount <= LARGEST_AS_TEXT && body.length === 1) {
      // As a string of one byte a character it goes out in one piece with the headers.
      this.#response.end((body[0] as Buffer).toString('latin1'), 'latin1')
    } else return writeChunks(this.#response, body)
  }

  sendAndClose(answer: Answer): void {
    const response = this.#response
    if (response.destroyed) return
    this.isLast = true
    this.#writeHead(answer)
    for (const chunk of typeof answer.body === 'string' ? [answer.body] : answer.body) response.write(chunk)
    // Closing with bytes unread would reset the connection, and the client might never see the answer.
    const end = (): void => {
      timer.cancel()
      response.end()
    }
    const timer = this.#clock.schedule(LINGER_MS, end)
    this.request.on('end', end)
    this.request.on('close', end)
    this.request.resume()
    if (this.request.complete) end()
  }

  #writeHead({ status, contentType, body, headers, rowCount = 0 }: Answer): void {
    this.status = status
    this.rowCount = rowCount
    this.byteCount = typeof body === 'string' ? Buffer.byteLength(body) : body.reduce((sum, chunk) => sum + chunk.length, 0)
    const all = ['Content-Type', contentType, 'Content-Length', String(this.byteCount), ...COMMON_HEADERS]
    if (headers !== undefined) all.push(...headers)
    if (this.corsOrigin !== undefined) all.push('Access-Control-Allow-Origin', this.corsOrigin, 'Vary', 'Origin')
    if (this.isLast) all.push('Connection', 'close')
    this.#response.writeHead(status, all)
  }
}

/** Makes the exchange for a request. */
export function createExchange(request: IncomingMessage, response: ServerResponse, clock: Clock): Exchange {
  return new HttpExchange(request, response, clock)
}

/** A quiet connection is fine as long as the client waits for us, not we for it. */
function cutIfStuck(this: ServerResponse): void {
  if (this.writableLength > 0) this.socket?.destroy()
}

/** Writes no faster than the client reads. */
async function writeChunks(response: ServerResponse, chunks: readonly Buffer[]): Promise<void> {
  for (const chunk of chunks) {
    if (response.destroyed) return
    const isRoom = response.write(chunk, (error) => {
      if (error === null || error === undefined) recycleChunk(chunk)
    })
    if (!isRoom) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const done = (): void => {
    response.off('drain', done)
    response.off('close', done)
    resolve()
  }
  response.on('drain', done)
  response.on('close', done)
  return promise
}
