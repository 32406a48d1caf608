import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ANONYMOUS,
  type Clock,
  type ConfigChange,
  type Engine,
  type EngineSession,
  type EngineSessionEnvironment,
  type GatewayError,
  isGatewayError,
  type Logger,
  newSessionHandle,
  type StatementOutcome,
} from '@sql-gateway/gateway-common'
import { engineContext, renderRows } from '@sql-gateway/gateway-common/testkit'
import factory from '../../src/index.js'
import type { FlinkSettings } from '../../src/options.js'

const NEVER = new AbortController().signal
const ALL = { maxRows: 1_000_000, maxBytes: 2 ** 30 }

/** A session that keeps its properties as the service would. */
export interface TestSession {
  readonly raw: EngineSession
  readonly log: string[]
  /** Executes without reading; with properties for this statement alone. */
  execute(sql: string, signal?: AbortSignal, own?: Readonly<Record<string, string>>): Promise<StatementOutcome>
  /** Executes, reads to the end and closes the result; gives the rows. */
  rows(sql: string, own?: Readonly<Record<string, string>>): Promise<readonly (readonly string[])[]>
  /** The error that a statement fails with, at once or while it is read. */
  error(sql: string): Promise<GatewayError>
}

/** An engine whose files go with it. */
export interface TestEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly dataDirectory: string
  open(environment?: Partial<EngineSessionEnvironment>): Promise<TestSession>
}

/** What a test chooses of an engine. */
export interface TestEngineChoices extends Partial<FlinkSettings> {
  readonly clock?: Clock
  readonly logger?: Logger
}

/** Opens an engine, quick to ask again unless other settings are chosen. */
export async function openEngine({ clock, logger, ...settings }: TestEngineChoices): Promise<TestEngine> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'flink-'))
  const context = engineContext(factory, { dataDirectory, settings, ...(clock === undefined ? {} : { clock }) })
  const engine = await factory.createEngine(logger === undefined ? context : { ...context, logger })
  return {
    engine,
    dataDirectory,
    open: (environment) => openSession(engine, environment),
    [Symbol.asyncDispose]: async () => {
      await engine.close()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

async function openSession(engine: Engine, environment: Partial<EngineSessionEnvironment> = {}): Promise<TestSession> {
  const given = environment.properties ?? engine.defaultSessionConfig
  let properties = new Map(given)
  const raw = await engine.openSession({ session: newSessionHandle(), principal: ANONYMOUS, ...environment, properties: given })
  const log: string[] = []

  function apply(change: ConfigChange): void {
    properties = new Map(properties)
    if (change.change === 'set') properties.set(change.key, change.value)
    else if (change.change === 'reset') properties.delete(change.key)
    else properties = new Map(engine.defaultSessionConfig)
  }

  async function execute(sql: string, signal: AbortSignal = NEVER, own: Readonly<Record<string, string>> = {}): Promise<StatementOutcome> {
    const all = Object.keys(own).length === 0 ? properties : new Map([...properties, ...Object.entries(own)])
    const outcome = await raw.execute(sql, {
      signal,
      properties: all,
      sessionProperties: properties,
      log: (line) => log.push(line),
      reportProgress: () => undefined,
    })
    for (const change of outcome.configChanges ?? []) apply(change)
    return outcome
  }

  async function rows(sql: string, own?: Readonly<Record<string, string>>): Promise<readonly (readonly string[])[]> {
    const outcome = await execute(sql, NEVER, own)
    try {
      return await readAll(outcome)
    } finally {
      await outcome.rows.close()
    }
  }

  return {
    raw,
    log,
    execute,
    rows,
    error: async (sql) => {
      try {
        await rows(sql)
      } catch (error) {
        if (isGatewayError(error)) return error
        throw error
      }
      throw new TypeError(`No error: ${sql}`)
    },
  }
}

/** Waits for and reads all rows of a result. */
export async function readAll({ rows, schema }: StatementOutcome): Promise<readonly (readonly string[])[]> {
  if (rows.seekable) throw new TypeError('The result is seekable')
  const all: (readonly string[])[] = []
  for (let isOver = false; !isOver; ) {
    await rows.ready(NEVER)
    const { batches, endOfData } = await rows.read(ALL)
    all.push(...renderRows(schema, batches))
    isOver = endOfData
  }
  return all
}
