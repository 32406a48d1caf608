import type { DuckDBConnection } from '@duckdb/node-api'
import {
  type EngineSession,
  type EngineSessionEnvironment,
  type ExecuteContext,
  gatewayError,
  type StatementOutcome,
} from '@sql-gateway/gateway-common'
import { completeText } from '../catalog/complete.js'
import { createDuckdbCatalog } from '../catalog/duckdb-catalog.js'
import { DEFAULT_CATALOG, DEFAULT_DATABASE } from '../database/names.js'
import { interruptible } from '../database/native-call.js'
import { type QueryTexts, queryTexts } from '../database/query-texts.js'
import { parseFlinkStatement } from '../flink/parse-flink-statement.js'
import { runFlinkStatement } from '../flink/run-flink-statement.js'
import { findDatabase, moveTo, noDatabase } from '../flink/run-places.js'
import { normalizeError } from '../normalize-error.js'
import { quotePath } from '../quote.js'
import { type ParsedStatement, parseStatement } from '../statement/parse-statement.js'
import { fileTarget, guardStatement } from '../statement/statement-guard.js'
import { createConnectionLock } from './connection-lock.js'
import { reportProgress } from './progress-reporter.js'
import { runStatement } from './run-statement.js'
import type { SessionHost } from './session-host.js'
import { notePins } from './session-pins.js'
import type { Place, SessionState } from './session-state.js'
import { createSideConnection } from './side-connection.js'
import { applyTimeZone } from './time-zone.js'

/** A session with what the engine itself asks of it. */
export interface DuckdbSession extends EngineSession {
  /** The catalog in which it stands. */
  readonly currentCatalog: string
}

const BEGINNING: Place = { catalog: DEFAULT_CATALOG, database: DEFAULT_DATABASE }

/** Statements that work although the session stands in a database that is gone. */
const WORKS_ANYWHERE = ['USE', 'SET', 'RESET', 'SHOW CATALOGS', 'SHOW DATABASES', 'SHOW CURRENT', 'CREATE DATABASE', 'CREATE CATALOG']

async function prepareConnection(host: SessionHost, native: DuckDBConnection): Promise<void> {
  await queryTexts(
    native,
    `USE ${quotePath(BEGINNING.catalog, BEGINNING.database)};
SET streaming_buffer_size = '${host.streamingBuffer}B';
SET enable_progress_bar = true;
SET enable_progress_bar_print = false`,
  )
}

const KEEPS_TIME_ZONE = ['ROLLBACK', 'COMMIT', 'SET', 'RESET']

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
  const state: SessionState = { place: BEGINNING, timeZone: host.machineZone, inTransaction: false, pins: new Set(), missing: undefined }
  const query: QueryTexts = (sql) => queryTexts(native, sql)
  try {
    await prepareConnection(host, native)
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
  /** Stops the statement under way. */
  let stop: (() => void) | undefined
  const side = createSideConnection(() => host.database.connect())
  let closed: Promise<void> | undefined

  /** Beside a statement at work, or in a transaction that has failed, only the side connection answers. */
  const catalogQuery: QueryTexts = async (sql) => {
    host.metrics.catalogQueries.add()
    if (lock.isHeld || closed !== undefined) return side.query(besidePlace(sql))
    const release = await lock.acquire()
    try {
      return await queryTexts(native, sql)
    } catch (error) {
      if (!state.inTransaction) throw error
      return await side.query(besidePlace(sql))
    } finally {
      release()
    }
  }

  /** A new connection stands nowhere, where not even functions are found. */
  function besidePlace(sql: string): string {
    return `USE ${quotePath(state.place.catalog, state.place.database)}; ${sql}`
  }

  async function refreshPlace(query: QueryTexts): Promise<void> {
    const [[catalog, database] = []] = await query('SELECT current_database(), current_schema()')
    state.place = { catalog: catalog ?? state.place.catalog, database: database ?? state.place.database }
  }

  async function check(parsed: ParsedStatement): Promise<void> {
    const { missing } = state
    if (missing !== undefined && !WORKS_ANYWHERE.includes(parsed.kind)) throw noDatabase(missing.catalog, missing.database)
    guardStatement(parsed, host.database.isRestricted)
    const target = fileTarget(parsed)
    if (target !== undefined && (await (target.isAttached ? host.files.isPrivate(target.path) : host.files.isInTheWay(target.path)))) {
      throw gatewayError(
        'STATEMENT.FORBIDDEN',
        `Writing to '${target.path}' is not allowed: a database or a folder of the engine's own is there.`,
      )
    }
    if (parsed.kind === 'DETACH') {
      const name = parsed.tokens.at(-1)
      host.catalogs.assertUnused(name?.kind === 'name' ? name.value : (name?.raw ?? ''))
    }
  }

  /** What a statement that DuckDB ran has changed. */
  async function note(query: QueryTexts, parsed: ParsedStatement): Promise<void> {
    if (parsed.kind === 'BEGIN') state.inTransaction = true
    if (parsed.kind === 'ATTACH' || parsed.kind === 'DETACH') await host.catalogs.refreshFiles()
    if (!state.inTransaction || parsed.kind !== 'BEGIN') await notePins(query, state, parsed)
  }

  async function execute(
    text: string,
    context: ExecuteContext,
    signal: AbortSignal,
    release: () => void,
  ): Promise<{ outcome: StatementOutcome; holdsConnection: boolean }> {
    const parsed = parseStatement(text)
    const flink = parseFlinkStatement(parsed, host.settingNames)
    await check(parsed)
    const query: QueryTexts = (sql) =>
      interruptible(native, host.clock, signal, () => queryTexts(native, sql)).catch((error: unknown) => {
        throw normalizeError(error)
      })
    // In a transaction that has failed DuckDB takes nothing but the statement that ends it.
    // A session with a zone that does not exist has to be able to set another.
    if (!KEEPS_TIME_ZONE.includes(parsed.kind)) await applyTimeZone(query, state, context.properties, host.machineZone)
    if (flink !== undefined && flink.is !== 'explain') {
      const catalog = createDuckdbCatalog(query, () => state.place)
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
    const channel = { native, gate: host.gate, clock: host.clock, signal }
    const run = { host, channel, parsed, inTransaction: state.inTransaction, release }
    try {
      const done = await (flink === undefined ? runStatement(run, parsed.start, '') : runStatement(run, flink.from, flink.head))
      if (!done.holdsConnection) await note(query, parsed)
      return done
    } finally {
      // Whether they succeed or fail: afterwards there is no transaction.
      if (parsed.kind === 'COMMIT' || parsed.kind === 'ROLLBACK') state.inTransaction = false
    }
  }

  const session: DuckdbSession = {
    catalog: createDuckdbCatalog(catalogQuery, () => state.missing ?? state.place),
    get currentCatalog() {
      return state.place.catalog
    },
    execute: async (text, context) => {
      if (closed !== undefined) throw gatewayError('SESSION.CLOSED', 'The session is closed.')
      const release = await lock.acquire(context.signal)
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
      } finally {
        context.signal.removeEventListener('abort', abort)
        stop = undefined
        stopReporting()
        if (!isHeldOn) release()
      }
    },
    complete: (statement, position) =>
      completeText(catalogQuery, statement, position).catch((error: unknown) => {
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
        native.closeSync()
        onClosed(session)
      })()
      return closed
    },
  }
  return session
}
