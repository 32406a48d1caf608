import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { EndpointAddress, EndpointContext, SqlGatewayEndpoint } from '@sql-gateway/gateway-common'
import { createPageBudget } from './fetch/page-budget.js'
import { createSliceQueue } from './fetch/slice-queue.js'
import type { RestSettings } from './options.js'
import { ROUTES } from './routes/route-table.js'
import { createApplication } from './server/application.js'
import { type BindPlan, bindPlan } from './server/bind.js'
import { createHttpServer, listenFirst } from './server/http-server.js'
import { listenOnSocket, socketExample, socketUrl } from './server/listen-on-socket.js'
import { createRequestMetrics } from './server/request-metrics.js'

const PROTOCOL = 'rest'

class RestEndpoint implements SqlGatewayEndpoint {
  readonly #context: EndpointContext<RestSettings>
  readonly #plan: BindPlan
  readonly #server: Server
  readonly #waits = new Set<AbortController>()
  #isStopping = false
  #connectionCount = 0
  #started: Promise<readonly EndpointAddress[]> | undefined
  #stopped: Promise<void> | undefined

  constructor(context: EndpointContext<RestSettings>) {
    const { service, settings, metrics, exposition, logger, clock } = context
    this.#context = context
    this.#plan = bindPlan(settings)
    const answer = createApplication({
      service,
      settings,
      metrics: createRequestMetrics(metrics, () => this.#connectionCount),
      exposition,
      logger,
      clock,
      slices: createSliceQueue(clock),
      pageBudget: createPageBudget(settings.maxUnsentBytes),
      routes: ROUTES,
      waits: this.#waits,
      isStopping: () => this.#isStopping,
      readiness: () => context.readiness(),
    })
    this.#server = createHttpServer(settings, (request, response) => {
      void inTurn(request.socket, () => answer(request, response)).then(() => this.#closeWhenIdle(response))
    })
    this.#server.on('connection', (socket) => {
      this.#connectionCount++
      socket.on('close', () => this.#connectionCount--)
    })
  }

  start(): Promise<readonly EndpointAddress[]> {
    this.#started ??= this.#start()
    return this.#started
  }

  async #start(): Promise<readonly EndpointAddress[]> {
    const { bindSocket } = this.#context.settings
    if (bindSocket !== undefined) return await this.#startOnSocket(bindSocket)
    const port = await listenFirst(this.#server, this.#plan)
    const url = `http://${this.#plan.advertisedHost}:${port}`
    this.#context.logger.info({ url, bound: this.#plan.host }, 'listening')
    return [{ protocol: PROTOCOL, url, tryIt: `curl -s ${url}/v1/info` }]
  }

  async #startOnSocket(path: string): Promise<readonly EndpointAddress[]> {
    await listenOnSocket(this.#server, path)
    const url = socketUrl(path)
    this.#context.logger.info({ url }, 'listening on a socket')
    return [{ protocol: PROTOCOL, url, tryIt: socketExample(path) }]
  }

  /** An answer that had begun when the endpoint stopped did not say that its connection is to be closed. */
  #closeWhenIdle(response: ServerResponse): void {
    if (!this.#isStopping) return
    if (response.closed) this.#server.closeIdleConnections()
    else response.once('close', () => this.#server.closeIdleConnections())
  }

  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs)
    return this.#stopped
  }

  /** Idle connections are closed at once; a request under way keeps its own open until it was answered. */
  async #stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    for (const wait of this.#waits) wait.abort()
    if (!this.#server.listening) return
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    const cut = this.#context.clock.schedule(graceMs, () => this.#server.closeAllConnections())
    await closed
    cut.cancel()
  }
}

const lastOf = new WeakMap<Socket, Promise<void>>()

/** A client may send several requests at once on a connection; one is answered after the other. */
function inTurn(socket: Socket, answer: () => Promise<void>): Promise<void> {
  const turn = lastOf.get(socket)?.then(answer) ?? answer()
  lastOf.set(socket, turn)
  void turn.then(() => {
    if (lastOf.get(socket) === turn) lastOf.delete(socket)
  })
  return turn
}

/**
 * Makes an endpoint of the REST protocol.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the address can be reached from other machines and that was not allowed
 */
export function createRestEndpoint(context: EndpointContext<RestSettings>): SqlGatewayEndpoint {
  return new RestEndpoint(context)
}
