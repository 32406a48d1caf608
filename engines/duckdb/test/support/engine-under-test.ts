import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ANONYMOUS,
  type Clock,
  type ConfigChange,
  countRows,
  type Engine,
  type EngineSession,
  type EngineSessionEnvironment,
  type ErrorCode,
  type GatewayError,
  isGatewayError,
  newSessionHandle,
  type OperationProgress,
  type ReadLimit,
  type ResultSchema,
  type RowBatch,
  type StatementOutcome,
} from '@sql-gateway/gateway-common'
import { engineContext, renderRows } from '@sql-gateway/gateway-common/testkit'
import factory from '../../src/index.js'
import type { DuckdbSettings } from '../../src/options.js'

const NEVER = new AbortController().signal
const ALL: ReadLimit = { maxRows: 1_000_000, maxBytes: 2 ** 30 }

/** A result read to its end. */
export interface TestResult {
  readonly schema: ResultSchema
  readonly names: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly outcome: StatementOutcome
}

/** A session that keeps its properties as the service would. */
export interface TestSession {
  readonly raw: EngineSession
  readonly properties: Map<string, string>
  readonly log: string[]
  readonly progress: OperationProgress[]
  /** Executes without reading. */
  execute(sql: string, signal?: AbortSignal): Promise<StatementOutcome>
  /** Executes, reads to the end and closes the result. */
  run(sql: string): Promise<TestResult>
  /** The rows of a statement. */
  rows(sql: string): Promise<readonly (readonly string[])[]>
  /** The only value of a statement. */
  value(sql: string): Promise<string | undefined>
  /** The error that a statement fails with, at once or while it is read. */
  error(sql: string): Promise<GatewayError>
  close(): Promise<void>
}

/** An engine in a folder of its own. */
export interface TestEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly dataDirectory: string
  open(environment?: Partial<EngineSessionEnvironment>): Promise<TestSession>
  /** Closes the engine and removes its folder. */
  close(): Promise<void>
}

/** What a test chooses of an engine. */
export interface TestEngineChoices extends Partial<DuckdbSettings> {
  readonly clock?: Clock
  /** Is left as it is afterwards. */
  readonly dataDirectory?: string
}

/** Opens an engine, in memory unless a path is chosen; both it and its folder go at the end. */
export async function openEngine({ clock, dataDirectory: kept, ...settings }: TestEngineChoices = {}): Promise<TestEngine> {
  const dataDirectory = kept ?? (await mkdtemp(join(tmpdir(), 'duckdb-')))
  const context = engineContext(factory, {
    dataDirectory,
    settings: { path: ':memory:', ...settings },
    ...(clock === undefined ? {} : { clock }),
  })
  const engine = await factory.createEngine(context)
  async function close(): Promise<void> {
    await engine.close()
    if (kept === undefined) await rm(dataDirectory, { recursive: true, force: true })
  }
  return { engine, dataDirectory, open: (environment) => openSession(engine, environment), close, [Symbol.asyncDispose]: close }
}

function applyChange(properties: Map<string, string>, initial: ReadonlyMap<string, string>, change: ConfigChange): void {
  if (change.change === 'set') properties.set(change.key, change.value)
  else if (change.change === 'reset') {
    const value = initial.get(change.key)
    if (value === undefined) properties.delete(change.key)
    else properties.set(change.key, value)
  } else {
    properties.clear()
    for (const [key, value] of initial) properties.set(key, value)
  }
}

async function openSession(engine: Engine, environment: Partial<EngineSessionEnvironment> = {}): Promise<TestSession> {
  const initial = environment.properties ?? engine.defaultSessionConfig
  const raw = await engine.openSession({ session: newSessionHandle(), principal: ANONYMOUS, ...environment, properties: initial })
  const properties = new Map(initial)
  const log: string[] = []
  const progress: OperationProgress[] = []

  async function execute(sql: string, signal: AbortSignal = NEVER): Promise<StatementOutcome> {
    const outcome = await raw.execute(sql, {
      signal,
      properties,
      log: (line) => log.push(line),
      reportProgress: (report) => progress.push(report),
    })
    for (const change of outcome.configChanges ?? []) applyChange(properties, initial, change)
    return outcome
  }

  async function run(sql: string): Promise<TestResult> {
    const outcome = await execute(sql)
    try {
      const { schema } = outcome
      const batches = await readAll(outcome)
      return { schema, names: schema.columns.map(({ name }) => name), rows: renderRows(schema, batches), outcome }
    } finally {
      await outcome.rows.close()
    }
  }

  return {
    raw,
    properties,
    log,
    progress,
    execute,
    run,
    rows: async (sql) => (await run(sql)).rows,
    value: async (sql) => (await run(sql)).rows[0]?.[0],
    error: async (sql) => {
      try {
        await run(sql)
      } catch (error) {
        if (isGatewayError(error)) return error
        throw error
      }
      throw new TypeError(`No error: ${sql}`)
    },
    close: () => raw.close(),
  }
}

/** Waits for and reads all rows of a result. */
export async function readAll({ rows }: StatementOutcome, limit: ReadLimit = ALL): Promise<readonly RowBatch[]> {
  if (!rows.seekable) throw new TypeError('The result is not seekable')
  const batches: RowBatch[] = []
  for (let row = 0, end = false; !end; ) {
    await rows.ready(row, NEVER)
    const page = await rows.read(row, limit)
    batches.push(...page.batches)
    row += countRows(page.batches)
    end = page.endOfData
  }
  return batches
}

/** The code of what a promise rejects with. */
export async function codeOf(work: Promise<unknown>): Promise<ErrorCode | undefined> {
  const [result] = await Promise.allSettled([work])
  return result?.status === 'rejected' && isGatewayError(result.reason) ? result.reason.code : undefined
}
