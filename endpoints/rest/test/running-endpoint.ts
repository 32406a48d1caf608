import http from 'node:http'
import net from 'node:net'
import {
  gatewayError,
  type Logger,
  type MetricGroup,
  NO_METRICS,
  newOperationHandle,
  newSessionHandle,
  SILENT_LOGGER,
  type SqlGatewayService,
} from '@sql-gateway/gateway-common'
import { type EndpointContextChoices, endpointContext } from '@sql-gateway/gateway-common/testkit'
import restFactory from '../src/index.js'
import type { RestSettings } from '../src/options.js'

/** A session and an operation that a fake service may know. */
export const SESSION = newSessionHandle()
export const OPERATION = newOperationHandle()

/** A service that has only the calls it is given; all others fail. */
export function fakeService(calls: Partial<SqlGatewayService>): SqlGatewayService {
  const missing = (name: string) => () => Promise.reject(gatewayError('GATEWAY.BUG', `The fake service has no call ${name}.`))
  return new Proxy(calls as SqlGatewayService, {
    get: (target, name): unknown => Reflect.get(target, name) ?? missing(String(name)),
  })
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  /** The body, read as JSON. */
  readonly json: unknown
}

/** What is sent. */
export interface Sent {
  readonly body?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** An endpoint that was started on a free port. */
export interface RunningEndpoint extends AsyncDisposable {
  readonly port: number
  readonly url: string
  send(method: string, path: string, sent?: Sent): Promise<Reply>
  /** Sends bytes over a connection of their own and gives everything that came back before it was closed. */
  sendRaw(bytes: string | Buffer): Promise<string>
  stop(graceMs: number): Promise<void>
}

interface Choices extends Partial<Pick<EndpointContextChoices<RestSettings>, 'clock'>> {
  readonly settings?: Partial<RestSettings>
  readonly logger?: Logger
  readonly metrics?: MetricGroup
}

/** Starts an endpoint over a service. */
export async function runEndpoint(calls: Partial<SqlGatewayService>, choices: Choices = {}): Promise<RunningEndpoint> {
  const { settings, clock, logger = SILENT_LOGGER, metrics = NO_METRICS } = choices
  const context = endpointContext(restFactory, {
    service: fakeService(calls),
    settings: { port: 0, ...settings },
    ...(clock === undefined ? {} : { clock }),
  })
  const endpoint = restFactory.createEndpoint({ ...context, logger, metrics })
  const [address] = await endpoint.start()
  const url = address?.url ?? ''
  const port = Number(new URL(url).port)
  return {
    port,
    url,
    send: (method, path, sent) => send(url + path, method, sent),
    sendRaw: (bytes) => sendRaw(port, bytes),
    stop: (graceMs) => endpoint.stop(graceMs),
    [Symbol.asyncDispose]: () => endpoint.stop(0),
  }
}

async function send(url: string, method: string, { body = '', headers = {} }: Sent = {}): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
  const length = body.length === 0 ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const request = http.request(url, { method, headers: { ...length, ...headers }, agent: false })
  request.on('response', resolve).on('error', reject).end(body)
  const response = await promise
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    get json() {
      return JSON.parse(text) as unknown
    },
  }
}

function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const chunks: Buffer[] = []
  const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes))
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => undefined)
  socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
  return promise
}
