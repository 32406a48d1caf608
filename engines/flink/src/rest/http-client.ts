import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type Clock, gatewayError } from '@sql-gateway/gateway-common'
import { createSlots } from '../slots.js'
import { createKeptConnections } from './kept-connections.js'

/** A request below the base address. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Begins with `/`. */
  readonly path: string
  /** Sent as JSON. Goes with any method: Flink reads a body of GET, too. */
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** In place of the client's own limit. */
  readonly timeoutMs?: number
  /** It changes something, and must not be sent again when its connection breaks. */
  readonly isOnce?: boolean
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number
  /** As UTF-8. */
  readonly body: Buffer
}

/** Sends requests to one server over connections that are kept. */
export interface HttpClient {
  /**
   * @throws {GatewayError} ENGINE.UNREACHABLE — no connection, it broke, or no answer came in time; {@link failureOf} tells which
   * @throws {GatewayError} RESULT.TOO_LARGE — the answer is larger than allowed
   * @throws {GatewayError} OPERATION.CANCELED — the signal was aborted
   */
  send(call: HttpCall): Promise<HttpAnswer>
  /** Breaks what is under way. */
  close(): void
}

/** What a client is set to. */
export interface HttpClientInit {
  /** The address, which may change between requests; undefined while there is no server. */
  readonly baseUrl: () => string | undefined
  readonly authorization: string | undefined
  readonly timeoutMs: number
  readonly maxConnections: number
  readonly maxResponseBytes: number
  readonly clock: Clock
}

/** An address, taken apart. */
interface Target {
  readonly url: string
  /** For texts. */
  readonly server: string
  readonly host: string
  readonly port: number
  readonly prefix: string
  readonly isSecure: boolean
}

/** Shorter parts of a secret are words like any other. */
const SHORTEST_SECRET = 8
/** What proxies say of a server that they do not reach. */
const NOT_THERE = new Set([502, 503, 504])
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** Makes a client; it connects with the first request. */
export function createHttpClient(init: HttpClientInit): HttpClient {
  const connections = createKeptConnections(init.maxConnections)
  let target: Target | undefined
  const open = createSlots<ClientRequest>()
  let isClosed = false

  function currentTarget(): Target {
    const url = init.baseUrl()
    if (url === undefined) throw unreachable('never-sent', "Flink's gateway is not running; it is being started.")
    if (target?.url !== url) target = targetOf(url)
    return target
  }

  function headersFor(payload: string): Record<string, string | number> {
    return {
      accept: 'application/json',
      'content-type': 'application/json; charset=UTF-8',
      'content-length': Buffer.byteLength(payload),
      ...(init.authorization === undefined ? {} : { authorization: init.authorization }),
    }
  }

  function receive(request: ClientRequest, response: IncomingMessage, server: string, done: PromiseWithResolvers<HttpAnswer>): void {
    const chunks: Buffer[] = []
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > init.maxResponseBytes) request.destroy(tooLarge(init.maxResponseBytes))
    })
    response.on('error', (error) => done.reject(asGatewayError(error, server)))
    response.on('end', () => {
      const { statusCode: status = 0 } = response
      const body = inOwnMemory(chunks, bytes)
      if (NOT_THERE.has(status)) done.reject(behindProxy(server, status))
      else done.resolve({ status, body: status === 200 ? body : withoutSecret(body, init.authorization) })
    })
  }

  return {
    send: async ({ method, path, body, signal, timeoutMs = init.timeoutMs, isOnce = false }) => {
      if (isOnce) await connections.settled()
      if (isClosed) throw gatewayError('ENGINE.UNREACHABLE', 'The engine is closed.')
      if (signal?.aborted === true) throw canceled()
      const payload = body === undefined ? '' : JSON.stringify(body)
      const done = Promise.withResolvers<HttpAnswer>()
      const { server, prefix, host, port, isSecure } = currentTarget()
      const options = { host, port, method, path: prefix + path, headers: headersFor(payload) }
      const request = isSecure
        ? httpsRequest({ ...options, agent: connections.secure })
        : httpRequest({ ...options, agent: connections.plain })
      const slot = open.add(request)
      let isOpen = true
      const abort = () => request.destroy(canceled())
      const timer = init.clock.schedule(timeoutMs, () => request.destroy(noAnswer(server, timeoutMs)))
      signal?.addEventListener('abort', abort, { once: true })
      request.on('response', (response) => receive(request, response, server, done))
      request.on('error', (error) => done.reject(asGatewayError(error, server)))
      request.on('close', () => {
        if (isOpen) done.reject(broken(server))
      })
      request.end(payload)
      try {
        return await done.promise
      } finally {
        open.delete(slot)
        isOpen = false
        timer.cancel()
        signal?.removeEventListener('abort', abort)
      }
    },
    close: () => {
      isClosed = true
      for (const request of open) request.destroy(gatewayError('ENGINE.UNREACHABLE', 'The engine is closed.'))
      connections.close()
    },
  }
}

/** Not in Node's pool of small buffers, the rest of which would be kept with what is kept of it. */
function inOwnMemory(chunks: readonly Buffer[], bytes: number): Buffer {
  const whole = Buffer.allocUnsafeSlow(bytes)
  let at = 0
  for (const chunk of chunks) at += chunk.copy(whole, at)
  return whole
}

function targetOf(url: string): Target {
  const { protocol, host: server, hostname, port, pathname } = new URL(url)
  const isSecure = protocol === 'https:'
  return {
    url,
    server,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    prefix: pathname.replace(/\/+$/, ''),
    isSecure,
  }
}

/** How a request failed: the server cannot have seen it, the connection broke on the way, or no answer came in time. */
export type RequestFailure = 'never-sent' | 'broken' | 'late'

const failures = new WeakMap<object, RequestFailure>()

/** How a request of a client failed; undefined for all other errors. */
export function failureOf(error: unknown): RequestFailure | undefined {
  return typeof error === 'object' && error !== null ? failures.get(error) : undefined
}

function unreachable(failure: RequestFailure, text: string, cause?: Error): Error {
  const error = gatewayError('ENGINE.UNREACHABLE', text, cause === undefined ? {} : { cause })
  failures.set(error, failure)
  return error
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : ''
}

function asGatewayError(error: Error, server: string): Error {
  if ('publicMessage' in error) return error
  const code = codeOf(error)
  const why = code === '' ? '' : ` (${code})`
  return NEVER_SENT.has(code)
    ? unreachable('never-sent', `Flink's gateway at ${server} cannot be reached${why}.`, error)
    : unreachable('broken', `The connection to Flink's gateway at ${server} broke${why}.`, error)
}

function broken(server: string): Error {
  return unreachable('broken', `The connection to Flink's gateway at ${server} broke.`)
}

function noAnswer(server: string, timeoutMs: number): Error {
  return unreachable('late', `Flink's gateway at ${server} did not answer within ${timeoutMs} ms (request-timeout).`)
}

function behindProxy(server: string, status: number): Error {
  return unreachable('broken', `Flink's gateway at ${server} is not there: what stands before it answers with status ${status}.`)
}

/** Servers quote what they were sent in what they say of errors. */
function withoutSecret(body: Buffer, authorization: string | undefined): Buffer {
  if (authorization === undefined) return body
  const text = [authorization, ...authorization.split(' ')]
    .filter((part) => part.length >= SHORTEST_SECRET)
    .reduce((masked, part) => masked.replaceAll(part, '***'), body.toString())
  return Buffer.from(text)
}

function tooLarge(limit: number): Error {
  return gatewayError('RESULT.TOO_LARGE', `An answer of Flink's gateway has more than ${limit} bytes (max-response-size).`)
}

function canceled(): Error {
  return gatewayError('OPERATION.CANCELED', 'The statement was told to stop.')
}
