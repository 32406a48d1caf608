import { createServer, type Server, type Socket } from 'node:net'
import { type Clock, gatewayError, type Logger, type MetricGroup, type SessionHandle } from '@sql-gateway/gateway-common'
import type { HiveServer2Settings } from '../options.js'
import type { AnswerMessage } from '../rpc/answer-message.js'
import type { Connection } from './connection.js'
import type { Opening } from './first-bytes.js'
import { createHttpService, type HttpService } from './http-service.js'
import { openConnection } from './open-connection.js'

/** Accepts connections of every kind on one port. */
export interface Listener {
  /**
   * Repeat calls give the same address.
   *
   * @throws {GatewayError} GATEWAY.START_FAILED — the address cannot be bound
   */
  start(): Promise<{ readonly host: string; readonly port: number }>
  /** Accepts no more, lets calls under way end, and cuts what is left after the grace. */
  stop(graceMs: number): Promise<void>
  /** The sessions that belong to open binary connections. */
  sessions(): IterableIterator<SessionHandle>
}

/** What the listener is made of. */
export interface ListenerInit {
  readonly settings: HiveServer2Settings
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: MetricGroup
  readonly answer: AnswerMessage
  /** Called with the sessions that a binary connection leaves behind. */
  onAbandoned(sessions: readonly SessionHandle[]): void
}

const KEEP_ALIVE_PROBE_MS = 60_000
const DROP_LOG_INTERVAL_MS = 10_000

/** Makes a listener that does not listen yet. */
export function createListener(init: ListenerInit): Listener {
  return new PortListener(init)
}

class PortListener implements Listener {
  readonly #init: ListenerInit
  readonly #server: Server
  readonly #http: HttpService
  readonly #stopping = new AbortController()
  /** Every open socket, with its connection once it is known what it is. */
  readonly #connections = new Map<Socket, Connection | undefined>()
  readonly #logins = new Map<Socket, () => void>()
  readonly #opened
  #started: Promise<{ readonly host: string; readonly port: number }> | undefined
  #stopped: Promise<void> | undefined
  #lastDropLogMs = Number.NEGATIVE_INFINITY

  constructor(init: ListenerInit) {
    const { settings, clock, logger, answer, metrics } = init
    this.#init = init
    this.#http = createHttpService({
      settings,
      clock,
      logger,
      answer,
      stopping: this.#stopping.signal,
      rules: { path: settings.httpPath, ...(settings.allowRemote ? {} : { hostNames: [settings.host.toLowerCase()] }) },
      loggedIn: (socket) => this.#loggedIn(socket),
    })
    this.#server = createServer({ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS, noDelay: true }, (socket) =>
      this.#accept(socket),
    )
    this.#server.maxConnections = settings.maxConnections
    this.#server.on('drop', () => this.#logDrop())
    this.#opened = metrics.counter({ name: 'connections_total', help: 'Connections by how they began.', labelNames: ['opening'] })
    metrics.gauge({ name: 'connections_open', help: 'Open connections.' }, () => this.#connections.size)
  }

  start(): Promise<{ readonly host: string; readonly port: number }> {
    this.#started ??= this.#start()
    return this.#started
  }

  async #start(): Promise<{ readonly host: string; readonly port: number }> {
    const { host, port } = this.#init.settings
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#server.once('error', reject)
    this.#server.listen({ host, port, backlog: 1024 }, resolve)
    try {
      await promise
    } catch (cause) {
      const reason = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown reason'
      throw gatewayError('GATEWAY.START_FAILED', `The HiveServer2 endpoint cannot listen on ${host}:${port} (${reason}).`, { cause })
    }
    this.#server.on('error', (err) => this.#init.logger.error({ err }, 'The listener failed'))
    const address = this.#server.address()
    return { host, port: typeof address === 'object' && address !== null ? address.port : port }
  }

  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs)
    return this.#stopped
  }

  *sessions(): IterableIterator<SessionHandle> {
    for (const connection of this.#connections.values()) yield* connection?.sessions ?? []
  }

  async #stop(graceMs: number): Promise<void> {
    if (!this.#server.listening) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    this.#stopping.abort('the endpoint stops')
    const timer = this.#init.clock.schedule(graceMs, () => {
      for (const socket of this.#connections.keys()) socket.destroy()
    })
    for (const [socket, connection] of this.#connections) {
      if (connection === undefined) socket.destroy()
      else connection.stop()
    }
    await promise
    timer.cancel()
  }

  #accept(socket: Socket): void {
    const { clock, settings, logger } = this.#init
    this.#connections.set(socket, undefined)
    // A connection may break at any time; what follows from it hangs on its close.
    socket.on('error', (err) => logger.debug({ remoteAddress: socket.remoteAddress, reason: err.message }, 'A connection broke'))
    socket.once('close', () => this.#closed(socket))
    if (settings.loginTimeoutMs > 0) {
      const timer = clock.schedule(settings.loginTimeoutMs, () => {
        logger.info({ remoteAddress: socket.remoteAddress }, 'A connection did not log in in time and is closed')
        socket.destroy()
      })
      this.#logins.set(socket, () => timer.cancel())
    }
    socket.once('data', (chunk: Buffer) => this.#open(socket, chunk))
  }

  #closed(socket: Socket): void {
    const sessions = [...(this.#connections.get(socket)?.sessions ?? [])]
    this.#connections.delete(socket)
    this.#loggedIn(socket)
    if (sessions.length > 0) this.#init.onAbandoned(sessions)
  }

  #loggedIn(socket: Socket): void {
    this.#logins.get(socket)?.()
    this.#logins.delete(socket)
  }

  #open(socket: Socket, chunk: Buffer): void {
    const { settings, clock, logger, answer } = this.#init
    openConnection(
      {
        socket,
        settings,
        clock,
        logger,
        answer,
        stopping: this.#stopping.signal,
        http: this.#http,
        loggedIn: () => this.#loggedIn(socket),
        opened: (opening: Opening) => this.#opened.add({ opening }),
        became: (connection: Connection) => this.#connections.set(socket, connection),
      },
      chunk,
    )
  }

  #logDrop(): void {
    const { clock, logger, settings } = this.#init
    if (clock.monotonic() - this.#lastDropLogMs < DROP_LOG_INTERVAL_MS) return
    this.#lastDropLogMs = clock.monotonic()
    logger.warn({ maxConnections: settings.maxConnections }, 'Connections are closed because as many as may be are open')
  }
}
