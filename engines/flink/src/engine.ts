import {
  type Engine,
  type EngineContext,
  type ForwardResultSource,
  gatewayError,
  type LackingCapabilities,
} from '@sql-gateway/gateway-common'
import { openUpstreamServer } from './launch/upstream-server.js'
import type { FlinkSettings } from './options.js'
import { type UpstreamInfo, versionFor } from './rest/api-version.js'
import { type Connection, createConnection, keepConnecting } from './rest/connection.js'
import { createFlinkRest, type FlinkRest } from './rest/flink-rest.js'
import { createHttpClient } from './rest/http-client.js'
import { type FlinkSession, openFlinkSession } from './session/flink-session.js'
import type { SessionHost } from './session/session-host.js'
import { createUpstreamSessions } from './session/upstream-sessions.js'
import { createSlots } from './slots.js'
import { analyzeStatement } from './statement/analyze.js'

const LACKS: LackingCapabilities = {
  PROGRESS: "Flink's gateway does not tell how far a statement is.",
  SEEKABLE_RESULTS: "Flink's gateway hands out each row once, in order.",
}
/** Before each further attempt of a request whose connection failed, in milliseconds. */
const RETRY_DELAYS_MS = [50, 200, 500]
/** How long the closing of what is left at Flink's gateway is waited for. */
const CLOSE_WITHIN_MS = 5_000

/** What an engine lacks with a gateway of Flink; one that is not known yet may have everything. */
function lacksOf(info: UpstreamInfo | undefined): LackingCapabilities {
  if (info === undefined) return LACKS
  const reason = `Flink's gateway is of version ${info.productVersion}, which does not have it.`
  return {
    ...LACKS,
    ...(versionFor('completeStatement', info) === undefined ? { COMPLETION: reason } : {}),
    ...(versionFor('refreshMaterializedTable', info) === undefined ? { MATERIALIZED_TABLES: reason } : {}),
    ...(versionFor('deployScript', info) === undefined ? { SCRIPTS: reason } : {}),
  }
}

/**
 * Makes an engine of a gateway of Flink. It starts whether or not that answers: it is asked for with each statement, and now and
 * then until it has answered once.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — not exactly one of url and home is set, or home is no release of Flink
 */
export async function createFlinkEngine(context: EngineContext<FlinkSettings>): Promise<Engine> {
  const { settings, clock, logger, metrics } = context
  const answers = (withinMs: number) =>
    http.send({ method: 'GET', path: '/v1/info', timeoutMs: Math.min(settings.requestTimeoutMs, withinMs) }).then(
      ({ status }) => status === 200,
      () => false,
    )
  const server = await openUpstreamServer(context, { answers, onEnd: () => connection.forget() })
  const http = createHttpClient({
    baseUrl: () => server.url,
    authorization: settings.authorization,
    timeoutMs: settings.requestTimeoutMs,
    maxConnections: settings.maxConnections,
    maxResponseBytes: settings.maxResponseBytes,
    clock,
  })
  const rest: FlinkRest = createFlinkRest(http, { clock, delaysMs: RETRY_DELAYS_MS }, () => connection.info)
  const connection: Connection = createConnection({ rest, logger, ready: () => server.ready(), timeZone: settings.timeZone })
  const sessions = new Set<FlinkSession>()
  const results = createSlots<ForwardResultSource>()
  const upstream = createUpstreamSessions({
    rest,
    clock,
    logger,
    heartbeatIntervalMs: settings.heartbeatIntervalMs,
    onBeat: () => {
      for (const session of sessions) session.onBeat()
    },
  })
  const host: SessionHost = {
    rest,
    connection,
    upstream,
    settings,
    pacing: { clock, minDelayMs: settings.fetchMinDelayMs, maxDelayMs: settings.fetchMaxDelayMs },
    clock,
    logger,
    results,
    metrics: {
      lostSessions: metrics.counter({ name: 'lost_sessions_total', help: "Sessions that Flink's gateway did not know any more." }),
      catalogQueries: metrics.counter({ name: 'catalog_queries_total', help: 'Statements that asked Flink for what exists.' }),
    },
  }
  metrics.gauge({ name: 'upstream_sessions', help: "Sessions at Flink's gateway." }, () => upstream.count)
  const stopConnecting = await keepConnecting(connection, { clock, logger, isLaunched: settings.home !== undefined })
  let closed: Promise<void> | undefined

  function forgetSession(session: FlinkSession): void {
    sessions.delete(session)
  }

  async function close(): Promise<void> {
    stopConnecting()
    await Promise.all([...sessions].map((session) => session.close()))
    await Promise.all([...results].map((result) => result.close()))
    await upstream.close(CLOSE_WITHIN_MS)
    http.close()
    await server.stop()
  }

  return {
    get lacks() {
      return lacksOf(connection.info)
    },
    get defaultSessionConfig() {
      return connection.defaults
    },
    info: () => ({
      productName: connection.info?.productName ?? 'Apache Flink',
      version: connection.info?.productVersion ?? 'unknown',
    }),
    analyze: analyzeStatement,
    openSession: async (environment) => {
      if (closed !== undefined) throw gatewayError('ENGINE.UNREACHABLE', 'The engine is closed.')
      const session = openFlinkSession(host, environment, forgetSession)
      sessions.add(session)
      return session
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}
