import {
  type Engine,
  type EngineContext,
  type ForwardResultSource,
  gatewayError,
  type LackingCapabilities,
  type Timer,
} from '@sql-gateway/gateway-common'
import type { FlinkSettings } from './options.js'
import { versionFor } from './rest/api-version.js'
import { createConnection } from './rest/connection.js'
import { createFlinkRest, type FlinkRest } from './rest/flink-rest.js'
import { createHttpClient } from './rest/http-client.js'
import { type FlinkSession, openFlinkSession } from './session/flink-session.js'
import type { SessionHost } from './session/session-host.js'
import { createUpstreamSessions } from './session/upstream-sessions.js'
import { analyzeStatement } from './statement/analyze.js'

const LACKS: LackingCapabilities = {
  PROGRESS: "Flink's gateway does not tell how far a statement is.",
  SEEKABLE_RESULTS: "Flink's gateway hands out each row once, in order.",
}
/** Before each further attempt of a request whose connection failed, in milliseconds. */
const RETRY_DELAYS_MS = [50, 200, 500]
const RECONNECT_MS = 5_000
/** How long the start waits for Flink, so that sessions begin with its configuration. */
const FIRST_ANSWER_MS = 2_000
const CLOSE_WITHIN_MS = 5_000

/**
 * Makes an engine of a gateway of Flink. It starts whether or not that answers: it is asked for again with each statement and
 * now and then.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — neither url nor home is set, or both are
 */
export async function createFlinkEngine({ settings, clock, logger, metrics, name }: EngineContext<FlinkSettings>): Promise<Engine> {
  const { url } = settings
  if (url === undefined)
    throw gatewayError('GATEWAY.START_FAILED', `sql-gateway.engine.${name}.url or sql-gateway.engine.${name}.home has to be set.`)
  const http = createHttpClient({
    baseUrl: () => url,
    authorization: settings.authorization,
    timeoutMs: settings.requestTimeoutMs,
    maxConnections: settings.maxConnections,
    maxResponseBytes: settings.maxResponseBytes,
    clock,
  })
  const rest: FlinkRest = createFlinkRest(http, { clock, delaysMs: RETRY_DELAYS_MS }, () => connection.info)
  const connection = createConnection(() => rest, logger)
  const sessions = new Set<FlinkSession>()
  const results = new Set<ForwardResultSource>()
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
    startPlace: undefined,
  }
  metrics.gauge({ name: 'upstream_sessions', help: "Sessions at Flink's gateway." }, () => upstream.count)

  let closed: Promise<void> | undefined
  let reconnect: Timer | undefined

  /** Until Flink was reached once. */
  async function connectSoon(): Promise<void> {
    try {
      await connection.connect()
    } catch (err) {
      if (closed !== undefined) return
      if (reconnect === undefined) logger.warn({ err }, "Flink's gateway does not answer; it is asked again and again")
      reconnect = clock.schedule(RECONNECT_MS, () => void connectSoon())
    }
  }
  const waited = Promise.withResolvers<void>()
  const limit = clock.schedule(FIRST_ANSWER_MS, waited.resolve)
  await Promise.race([connectSoon(), waited.promise])
  limit.cancel()

  function lacks(): LackingCapabilities {
    const { info } = connection
    if (info === undefined) return LACKS
    const reason = `Flink's gateway is of version ${info.productVersion}.`
    return {
      ...LACKS,
      ...(versionFor('completeStatement', info) === undefined ? { COMPLETION: reason } : {}),
      ...(versionFor('refreshMaterializedTable', info) === undefined ? { MATERIALIZED_TABLES: reason } : {}),
      ...(versionFor('deployScript', info) === undefined ? { SCRIPTS: reason } : {}),
    }
  }

  return {
    get lacks() {
      return lacks()
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
      const session = openFlinkSession(host, environment, (one) => sessions.delete(one))
      sessions.add(session)
      return session
    },
    close: () => {
      closed ??= (async () => {
        reconnect?.cancel()
        await Promise.all([...sessions].map((session) => session.close()))
        await Promise.all([...results].map((result) => result.close()))
        await upstream.close(CLOSE_WITHIN_MS)
        http.close()
      })()
      return closed
    },
  }
}
