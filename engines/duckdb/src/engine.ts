import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { version } from '@duckdb/node-api'
import { type Engine, type EngineContext, gatewayError, type LackingCapabilities, type MetricGroup } from '@sql-gateway/gateway-common'
import { createAttachedCatalogs } from './database/attached-catalogs.js'
import { createCallGate } from './database/call-gate.js'
import { openCatalogStore } from './database/catalog-store.js'
import { createChunkReclaimer } from './database/chunk-reclaimer.js'
import { createLoopShare, type LoopShare } from './database/loop-share.js'
import { type OpenDatabase, openDatabase } from './database/open-database.js'
import { createProtectedFiles } from './database/protected-files.js'
import { shareThreads } from './database/thread-pool.js'
import { yieldToMainThread } from './database/thread-priority.js'
import type { DuckdbSettings } from './options.js'
import { createBudget } from './result/budget.js'
import type { OpenResults } from './result/drain-result.js'
import type { ResultLimits } from './result/result-store.js'
import { createSpoolFile } from './result/spool-file.js'
import { type DuckdbSession, openDuckdbSession } from './session/duckdb-session.js'
import type { SessionHost, SessionMetrics } from './session/session-host.js'
import { analyzeText } from './statement/parse-statement.js'

const LACKS: LackingCapabilities = {
  STREAMING: 'Every query of DuckDB ends; there are no endless results.',
  MATERIALIZED_TABLES: 'DuckDB has no materialized tables.',
  SCRIPTS: 'DuckDB runs within the gateway; there is no cluster to deploy a script to.',
}

/**
 * What a session of a batch engine must begin with for Flink's SQL client: without the first it prints changelogs,
 * without the second it opens a full-screen view, without the third it takes INSERT for a job in the background.
 */
const SESSION_CONFIG: ReadonlyMap<string, string> = new Map([
  ['execution.runtime-mode', 'batch'],
  ['sql-client.execution.result-mode', 'tableau'],
  ['table.dml-sync', 'true'],
])

function resultLimits(settings: DuckdbSettings, folder: string, loop: LoopShare): ResultLimits {
  return {
    memoryRows: settings.resultMemoryRows,
    memoryBytes: settings.resultMemoryBytes,
    memory: createBudget(settings.resultTotalMemoryBytes),
    spool: createSpoolFile(folder, settings.resultDiskLimit),
    loop,
  }
}

function createMetrics(metrics: MetricGroup, sessions: ReadonlySet<DuckdbSession>, { memory, spool }: ResultLimits): SessionMetrics {
  metrics.gauge({ name: 'connections', help: 'Sessions that hold a connection to DuckDB.' }, () => sessions.size)
  metrics.gauge({ name: 'result_memory_bytes', help: 'Memory that the rows of large results take.' }, () => memory.used)
  metrics.gauge({ name: 'result_disk_bytes', help: 'Disk that the rows of large results take.' }, () => spool.used)
  return {
    catalogQueries: metrics.counter({ name: 'catalog_queries_total', help: 'Queries on the catalog of DuckDB.' }),
    lateFailures: metrics.counter({ name: 'late_failures_total', help: 'Results that failed after their first rows could be fetched.' }),
  }
}

async function settingNames({ query }: OpenDatabase): Promise<ReadonlySet<string>> {
  const rows = await query('SELECT lower(name) FROM duckdb_settings()')
  return new Set(rows.map(([name]) => name ?? ''))
}

/**
 * Opens DuckDB within this process.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED
 */
export async function createDuckdbEngine(context: EngineContext<DuckdbSettings>): Promise<Engine> {
  const { settings, logger, clock, dataDirectory } = context
  const threads = shareThreads(settings.maxConcurrentStatements, process.env['UV_THREADPOOL_SIZE'], availableParallelism())
  if (threads.statements < settings.maxConcurrentStatements) {
    const { pool, statements } = threads
    logger.warn(
      { pool, statements, wanted: settings.maxConcurrentStatements },
      'Fewer statements run at once than configured: UV_THREADPOOL_SIZE leaves no more threads',
    )
  }
  const store = await openCatalogStore(join(dataDirectory, 'catalogs.json'))
  const database = await openDatabase(context)
  const { query, filesDirectory, spoolDirectory } = database
  const sessions = new Set<DuckdbSession>()
  const files = createProtectedFiles(database.ownFolders)
  const catalogs = createAttachedCatalogs({ store, query, files, filesDirectory, users: () => sessions, logger })
  await catalogs.refresh()
  await catalogs.attachStored()
  // By now libuv has its threads, and DuckDB has those of its own.
  const threadCount = await yieldToMainThread()
  logger.debug({ threads: threadCount }, 'The threads of DuckDB give way to the main one')
  // Once locked, DuckDB may not look into the folder of its extensions.
  const modules = await query('SELECT extension_name FROM duckdb_extensions() WHERE loaded ORDER BY 1')
  await database.lock()

  const results: OpenResults = new Set()
  const loop = createLoopShare(clock)
  const limits = resultLimits(settings, spoolDirectory, loop)
  const [[machineZone] = []] = await query("SELECT current_setting('TimeZone')")
  const host: SessionHost = {
    database,
    catalogs,
    files,
    gate: createCallGate(threads, clock),
    clock,
    logger,
    limits,
    reading: { reclaimer: createChunkReclaimer(), loop },
    streamingBuffer: settings.streamingBuffer,
    settingNames: await settingNames(database),
    modules: modules.map(([name]) => name ?? ''),
    machineZone: machineZone ?? 'UTC',
    results,
    metrics: createMetrics(context.metrics, sessions, limits),
  }
  let closed: Promise<void> | undefined

  return {
    lacks: LACKS,
    defaultSessionConfig: SESSION_CONFIG,
    maxConcurrentStatements: threads.statements,
    info: () => ({ productName: 'DuckDB', version: version().replace(/^v/, '') }),
    analyze: analyzeText,
    openSession: async (environment) => {
      if (closed !== undefined) throw gatewayError('ENGINE.UNREACHABLE', 'The engine is closed.')
      const session = await openDuckdbSession(host, environment, (one) => sessions.delete(one))
      sessions.add(session)
      return session
    },
    close: () => {
      closed ??= (async () => {
        // Sessions wait for results that are still being read.
        const closing = [...sessions].map((session) => session.close())
        await Promise.all([...results].map((result) => result.abandon()))
        await Promise.all(closing)
        await limits.spool.close()
        await database.close()
      })()
      return closed
    },
  }
}
