import type { DuckDBConnection } from '@duckdb/node-api'
import {
  type EngineSession,
  type EngineSessionEnvironment,
  type ExecuteContext,
  gatewayError,
  type StatementOutcome,
} from '@sql-gateway/gateway-common'
import { completeText } from '../catalog/complete.js'
import type { Names } from '../catalog/complete-name.js'
import { createDuckdbCatalog } from '../catalog/duckdb-catalog.js'
import type { CatalogUser } from '../database/attached-catalogs.js'
import { DEFAULT_CATALOG, DEFAULT_DATABASE } from '../database/names.js'
import { interruptible } from '../database/native-call.js'
import { type QueryTexts, queryTexts } from '../database/query-texts.js'
import { createUsedNames } from '../database/used-names.js'
import { parseFlinkStatement } from '../flink/parse-flink-statement.js'
import { runFlinkStatement } from '../flink/run-flink-statement.js'
import { findDatabase, moveTo } from '../flink/run-places.js'
import { resolveTable } from '../flink/table-path.js'
import { explainFiles, normalizeError } from '../normalize-error.js'
import { quotePath } from '../quote.js'
import { createConstantQueries } from '../result/constant-queries.js'
import type { StatementChannel } from '../result/start-statement.js'
import { createStreamingBuffer, LEAST_BUFFER_BYTES, setBufferSql } from '../result/streaming-buffer.js'
import { isConstantQuery } from '../statement/constant-query.js'
import { engineText } from '../statement/engine-text.js'
import { type ParsedStatement, parseStatement } from '../statement/parse-statement.js'
import { createCatalogQuery } from './catalog-query.js'
import { checkStatement } from './check-statement.js'
import { createConnectionLock } from './connection-lock.js'
import { reportProgress } from './progress-reporter.js'
import { runStatement } from './run-statement.js'
import type { SessionHost } from './session-host.js'
import { notePins } from './session-pins.js'
import type { Place, SessionState } from './session-state.js'
import { createSideConnection } from './side-connection.js'
import { applyTimeZone } from './time-zone.js'
import { createTransaction, endsTransaction } from './transaction.js'

/** A session with what the engine itself asks of it. */
export interface DuckdbSession extends EngineSession, CatalogUser {}

const BEGINNING: Place = { catalog: DEFAULT_CATALOG, database: DEFAULT_DATABASE }

async function prepareConnection(native: DuckDBConnection): Promise<void> {
  await queryTexts(
    native,
    `USE ${quotePath(BEGINNING.catalog, BEGINNING.database)};
${setBufferSql(LEAST_BUFFER_BYTES)};
SET enable_progress_bar = true;
SET enable_progress_bar_print = false`,
  )
}

/** Statements whose time zone does not matter, or that may set another. */
const KEEPS_TIME_ZONE = ['SET', 'RESET']

/** Leads a new session to where it was asked to stand, or notes that this is not there. */
async function takePlace(
  query: QueryTexts,
  state: SessionState,
  host: SessionHost,
  { currentCatalog, currentDatabase }: EngineSessionEnvironment,
): Promise<void> {
  if (currentCatalog === undefined && currentDatabase === undefined) return
  const catalog = currentCatalog ?? DEFAULT_CATALOG
  const database = currentDatabase ?? host.catalogs.defaultDatabaseOf(catalog)
  const place = await findDatabase({ query }, catalog, database)
  if (place === undefined) state.missing = { catalog, database }
  else await moveTo({ query, state }, place)
}

/**
 * Opens a session: a connection of its own.
 *
 * @param onClosed - called once its connection is closed
 * @throws {GatewayError} ENGINE.OUT_OF_RESOURCES
 */
export async function openDuckdbSession(
  host: SessionHost,
  environment: EngineSessionEnvironment,
  onClosed: (session: DuckdbSession) => void,
): Promise<DuckdbSession> {
  const native = await host.database.connect()
  const state: SessionState = {
    place: BEGINNING,
    timeZone: host.machineZone,
    inTransaction: false,
    pins: new Set(),
    missing: undefined,
  }
  const query: QueryTexts = (sql) => queryTexts(native, sql)
  try {
    await prepareConnection(native)
    await takePlace(query, state, host, environment)
  } catch (error) {
    native.closeSync()
    throw normalizeError(error)
  }
  return createDuckdbSession(host, native, state, onClosed)
}

function createDuckdbSession(
  host: SessionHost,
  native: DuckDBConnection,
  state: SessionState,
  onClosed: (session: DuckdbSession) => void,
): DuckdbSession {
  const lock = createConnectionLock()
  const usedNames = createUsedNames()
  const transaction = createTransaction(host.catalogs, state, usedNames)
  /** Stops the statement under way. */
  let stop: (() => void) | undefined
  const constants = createConstantQueries(host.reading)
  const buffer = createStreamingBuffer(native)
  const side = createSideConnection(() => host.database.connect())
  let closed: Promise<void> | undefined

  const queryCatalog = createCatalogQuery({ native, lock, side, state, isClosed: () => closed !== undefined })
  const catalogQuery: QueryTexts = (sql) => {
    host.metrics.catalogQueries.add()
    return queryCatalog(sql)
  }

  async function refreshPlace(query: QueryTexts): Promise<void> {
    const [[catalog, database] = []] = await query('SELECT current_database(), current_schema()')
    state.place = { catalog: catalog ?? state.place.catalog, database: database ?? state.place.database }
  }

  async function runConstant(channel: StatementChannel, parsed: ParsedStatement): Promise<StatementOutcome> {
    const { sql, source } = engineText(parsed, parsed.start, '')
    return constants.run(channel, sql).catch((error: unknown) => {
      throw normalizeError(error, source)
    })
  }

  async function execute(
    text: string,
    context: ExecuteContext,
    signal: AbortSignal,
    release: () => void,
  ): Promise<{ outcome: StatementOutcome; holdsConnection: boolean }> {
    const parsed = parseStatement(text)
    await checkStatement(host, state, parsed)
    const query: QueryTexts = (sql) =>
      interruptible(native, host.clock, signal, () => queryTexts(native, sql)).catch((error: unknown) => {
        throw normalizeError(error)
      })
    // In a transaction that has failed DuckDB takes nothing but the statement that ends it.
    // A session with a zone that does not exist has to be able to set another.
    const isZoneNeeded = !endsTransaction(parsed) && !KEEPS_TIME_ZONE.includes(parsed.kind)
    if (isZoneNeeded) await applyTimeZone(query, state, context.properties, host.machineZone)
    const channel = { native, gate: host.gate, clock: host.clock, signal, buffer, loop: host.limits.loop }
    if (isConstantQuery(parsed)) return { outcome: await runConstant(channel, parsed), holdsConnection: false }
    const flink = parseFlinkStatement(parsed, host.settingNames)
    if (flink !== undefined && flink.is !== 'explain') {
      const catalog = createDuckdbCatalog(query, host.catalogs, () => state.place)
      const scope = {
        statement: parsed,
        context,
        state,
        query,
        catalog,
        catalogs: host.catalogs,
        modules: host.modules,
        machineZone: host.machineZone,
        refreshPlace: () => refreshPlace(query),
      }
      return { outcome: await runFlinkStatement(scope, flink), holdsConnection: false }
    }
    const run = { host, channel, parsed, inTransaction: state.inTransaction, release }
    try {
      await transaction.before(query, parsed)
      const done = await (flink === undefined ? runStatement(run, parsed.start, '') : runStatement(run, flink.from, flink.head))
      if (done.holdsConnection) return done
      await transaction.after(parsed)
      await notePins(query, state, parsed)
      return done
    } finally {
      await transaction.ended(parsed)
    }
  }

  const catalog = createDuckdbCatalog(catalogQuery, host.catalogs, () => state.missing ?? state.place)
  const names: Names = {
    get currentCatalog() {
      return state.place.catalog
    },
    catalog,
    catalogs: host.catalogs.list,
    findTable: (path) => resolveTable({ catalog, catalogs: host.catalogs, state }, path).catch(() => undefined),
  }

  const session: DuckdbSession = {
    catalog,
    usedNames,
    get currentCatalog() {
      return state.place.catalog
    },
    execute: async (text, context) => {
      if (closed !== undefined) throw gatewayError('SESSION.CLOSED', 'The session is closed.')
      const unlock = await lock.acquire(context.signal)
      let isReleased = false
      const release = () => {
        if (isReleased) return
        isReleased = true
        usedNames.finish()
        unlock()
      }
      const stopReporting = reportProgress(native, host.clock, context)
      const stopping = new AbortController()
      const abort = () => stopping.abort()
      let isHeldOn = false
      context.signal.addEventListener('abort', abort, { once: true })
      stop = abort
      try {
        const { outcome, holdsConnection } = await execute(text, context, stopping.signal, release)
        isHeldOn = holdsConnection
        return outcome
      } catch (error) {
        throw explainFiles(error, host.database.allowedFiles)
      } finally {
        context.signal.removeEventListener('abort', abort)
        stop = undefined
        stopReporting()
        if (!isHeldOn) release()
      }
    },
    complete: (statement, position) =>
      completeText(catalogQuery, names, statement, position).catch((error: unknown) => {
        throw normalizeError(error)
      }),
    pinnedBy: () => {
      if (lock.isHeld) return 'a statement at work, or a result that is still being read'
      if (state.inTransaction) return 'an open transaction'
      return state.pins.size === 0 ? undefined : [...state.pins].join(', ')
    },
    close: () => {
      closed ??= (async () => {
        stop?.()
        await side.close()
        // Results handed out before are read to their end first.
        await lock.acquire()
        constants.close()
        native.closeSync()
        onClosed(session)
        await transaction.abandoned()
      })()
      return closed
    },
  }
  return session
}
