import type { Clock } from '../../src/clock.js'
import { batchOutcome, okOutcome, textOutcome } from '../../src/engine/batch-result-source.js'
import type { EngineSession, EngineSessionEnvironment, ExecuteContext } from '../../src/engine/engine.js'
import type { LackingCapabilities } from '../../src/engine/engine-capability.js'
import type { DatabasePath } from '../../src/engine/engine-catalog.js'
import type { ResultSource } from '../../src/engine/result-source.js'
import type { StatementOutcome } from '../../src/engine/statement-outcome.js'
import { gatewayError } from '../../src/error/gateway-error.js'
import type { ResultSchema } from '../../src/result/result-schema.js'
import type { RowBatch } from '../../src/result/row-batch.js'
import { BIGINT_TYPE, STRING_TYPE } from '../../src/type/logical-type.js'
import { everyType } from './every-type.js'
import { NUMBERED_SCHEMA, numberedBatch } from './numbered-rows.js'
import { numberedSource } from './numbered-source.js'
import { parseCommand, SCRIPTED_WORDS } from './parse-command.js'
import { createScriptedCatalog } from './scripted-catalog.js'
import type { CommandOf, ScriptedCommand, SelectCommand } from './scripted-command.js'
import type { ScriptedWorld } from './scripted-control.js'
import { createScriptedStore, DEFAULT_PATH, notFound, type ScriptedStore, type ScriptedTable } from './scripted-store.js'

/** The job id that JOB answers. */
export const SCRIPTED_JOB_ID = '0123456789abcdef0123456789abcdef'

/** What a session of a scripted engine is made from. */
export interface ScriptedSessionSource {
  readonly environment: EngineSessionEnvironment
  readonly world: ScriptedWorld
  readonly store: ScriptedStore
  readonly lacks: LackingCapabilities
  readonly clock: Clock
  /** Takes a result into the engine's care, which closes it when it closes itself. */
  own(source: ResultSource): ResultSource
  /** Awaited before the session counts as closed. */
  beforeClose(): Promise<void>
  onClose(): void
}

/**
 * Opens a session of a scripted engine.
 *
 * @throws {GatewayError} STATEMENT.NOT_FOUND — the catalog or database to stand at does not exist
 */
export function openScriptedSession(source: ScriptedSessionSource): EngineSession {
  return new ScriptedSession(source)
}

class ScriptedSession implements EngineSession {
  readonly catalog
  readonly complete?: (statement: string, position: number) => Promise<readonly string[]>
  readonly refreshMaterializedTable?: () => Promise<StatementOutcome>
  readonly deployScript?: () => Promise<string>
  readonly #source: ScriptedSessionSource
  readonly #temporary = createScriptedStore([])
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<unknown>>()
  #current: DatabasePath = DEFAULT_PATH

  constructor(source: ScriptedSessionSource) {
    this.#source = source
    const { lacks, environment, store, world } = source
    this.#useCatalog(environment.currentCatalog ?? DEFAULT_PATH.catalog)
    if (environment.currentDatabase !== undefined) this.#use(environment.currentDatabase)
    this.catalog = createScriptedCatalog({
      store,
      temporary: this.#temporary,
      hasPrimaryKeys: lacks.PRIMARY_KEYS === undefined,
      hasFunctions: lacks.FUNCTIONS === undefined,
      current: () => this.#current,
      onCall: () => world.count('catalogCalls', 1),
    })
    if (lacks.COMPLETION === undefined) this.complete = async (statement, position) => completeWords(statement.slice(0, position))
    if (lacks.MATERIALIZED_TABLES === undefined) this.refreshMaterializedTable = async () => this.#owned(jobOutcome())
    if (lacks.SCRIPTS === undefined) this.deployScript = async () => 'scripted-cluster'
  }

  async execute(statement: string, context: ExecuteContext): Promise<StatementOutcome> {
    const { world } = this.#source
    world.noteStatement(statement)
    world.count('runningStatements', 1)
    const run = this.#run(parseLater(statement), context)
    this.#running.add(run)
    try {
      return this.#owned(await run)
    } finally {
      this.#running.delete(run)
      world.count('runningStatements', -1)
    }
  }

  pinnedBy(): string | undefined {
    const count = this.#temporary.tables.length
    return count === 0 ? undefined : `${count} temporary ${count === 1 ? 'table' : 'tables'}`
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    await Promise.allSettled([...this.#running])
    await this.#source.beforeClose()
    this.#source.onClose()
  }

  #owned(outcome: StatementOutcome): StatementOutcome {
    return { ...outcome, rows: this.#source.own(outcome.rows) }
  }

  async #run(parse: () => ScriptedCommand, context: ExecuteContext, isStubborn = false): Promise<StatementOutcome> {
    const command = parse()
    switch (command.verb) {
      case 'wait':
        await this.#wait(command, context)
        return this.#run(() => command.next, context, isStubborn || command.stubborn)
      case 'sleep':
        await this.#sleep(command.ms, context.signal)
        return this.#run(() => command.next, context, isStubborn)
      default:
        if (!isStubborn) this.#checkStopped(context.signal)
        return this.#answer(command, context)
    }
  }

  #answer(command: Exclude<ScriptedCommand, { verb: 'wait' | 'sleep' }>, context: ExecuteContext): StatementOutcome {
    switch (command.verb) {
      case 'select':
        return this.#select(command)
      case 'fail':
        throw failure(command)
      case 'throw':
        throw new TypeError('unexpected state in /opt/scripted/engine.js, password=hunter2')
      case 'types': {
        const { schema, batch } = everyType(command.root)
        return queryOutcome(schema, batch)
      }
      case 'empty':
        return queryOutcome(NUMBERED_SCHEMA, numberedBatch(0, 0, { kinds: false, width: 0 }))
      case 'no-columns':
        return queryOutcome({ columns: [] }, { rowCount: 0, columns: [] })
      case 'echo':
        return { ...textOutcome(['text'], [[command.text]]), isQueryResult: true }
      case 'names':
        return { ...textOutcome(command.names, [command.names]), isQueryResult: true }
      case 'ok':
        return okOutcome()
      case 'job':
        return jobOutcome()
      case 'log':
        context.log(command.line)
        return okOutcome()
      case 'dml':
        return this.#change(command)
      case 'set':
        if (command.key.startsWith('sql-gateway.')) {
          throw gatewayError('CONFIG.NOT_SETTABLE', `The key '${command.key}' is fixed when the gateway starts.`)
        }
        return okOutcome({ configChanges: [{ change: 'set', key: command.key, value: command.value }] })
      case 'show-config':
        return textOutcome(
          ['key', 'value'],
          [...context.properties].sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      case 'reset':
        return okOutcome({ configChanges: [command.key === undefined ? { change: 'reset-all' } : { change: 'reset', key: command.key }] })
      case 'use-catalog':
        this.#useCatalog(command.name)
        return okOutcome()
      case 'use':
        this.#use(command.name)
        return okOutcome()
      case 'show':
        return this.#show(command)
      case 'create':
        return this.#create(command)
      case 'drop':
        return this.#drop(command)
      case 'count':
        return countOutcome('count', this.#table(command.table).rowCount, true)
    }
  }

  async #wait(command: CommandOf<'wait'>, context: ExecuteContext): Promise<void> {
    const gate = this.#source.world.gate(command.gate)
    const stubborn = command.stubborn || this.#source.lacks.CANCEL !== undefined
    const stop = stubborn ? new AbortController().signal : AbortSignal.any([context.signal, this.#closing.signal])
    if (!stubborn) this.#checkStopped(context.signal)
    context.log(`waits at gate ${command.gate}`)
    if (this.#source.lacks.PROGRESS === undefined) context.reportProgress({ fraction: 0.5, rows: 1 })
    while (!gate.isOpen) {
      gate.arrive()
      await gate.changed(stop)
      if (!stubborn) this.#checkStopped(context.signal)
    }
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.#checkStopped(signal)
    const stop = AbortSignal.any([signal, this.#closing.signal])
    const end = Promise.withResolvers<void>()
    const timer = this.#source.clock.schedule(ms, end.resolve)
    stop.addEventListener('abort', () => end.resolve(), { once: true })
    await end.promise
    timer.cancel()
    this.#checkStopped(signal)
  }

  #checkStopped(signal: AbortSignal): void {
    if (signal.aborted || this.#closing.signal.aborted) throw gatewayError('OPERATION.CANCELED', 'The statement was told to stop.')
  }

  #select(command: SelectCommand): StatementOutcome {
    const { lacks, world } = this.#source
    const streams = command.kinds || command.rows === Number.POSITIVE_INFINITY
    if (streams && lacks.STREAMING !== undefined) throw gatewayError('FEATURE.UNSUPPORTED', lacks.STREAMING)
    const forward = command.forward || lacks.SEEKABLE_RESULTS !== undefined
    const rows = numberedSource({ ...command, forward }, world)
    return { schema: NUMBERED_SCHEMA, resultKind: 'SUCCESS_WITH_CONTENT', isQueryResult: true, rows }
  }

  #change(command: CommandOf<'dml'>): StatementOutcome {
    if (command.table !== undefined) this.#table(command.table).rowCount += command.rows
    return { ...countOutcome('rows affected', command.rows, false), affectedRows: BigInt(command.rows) }
  }

  #show({ what }: CommandOf<'show'>): StatementOutcome {
    const { catalog, database } = this.#current
    const databases = this.#source.store.databases
    const list = (column: string, names: readonly string[]) =>
      textOutcome(
        [column],
        [...new Set(names)].sort().map((name) => [name]),
      )
    switch (what) {
      case 'CATALOGS':
        return list(
          'catalog name',
          databases.map((path) => path.catalog),
        )
      case 'DATABASES':
        return list(
          'database name',
          databases.filter((path) => path.catalog === catalog).map((path) => path.database),
        )
      case 'TABLES':
        return list(
          'table name',
          this.#tablesHere().map((table) => table.table),
        )
      case 'CURRENT CATALOG':
        return list('current catalog name', [catalog])
      case 'CURRENT DATABASE':
        return list('current database name', [database])
    }
  }

  #create({ kind, temporary, name }: CommandOf<'create'>): StatementOutcome {
    const store = temporary ? this.#temporary : this.#source.store
    if (kind === 'DATABASE') this.#source.store.addDatabase({ catalog: this.#current.catalog, database: name })
    else store.addTable({ ...this.#current, table: name, kind: temporary ? `TEMPORARY_${kind}` : kind, rowCount: 0 })
    return okOutcome()
  }

  #drop({ kind, name }: CommandOf<'drop'>): StatementOutcome {
    if (kind === 'DATABASE') this.#source.store.removeDatabase({ catalog: this.#current.catalog, database: name })
    else {
      const table = this.#table(name)
      const store = this.#temporary.tables.includes(table) ? this.#temporary : this.#source.store
      store.removeTable(table)
    }
    return okOutcome()
  }

  #tablesHere(): readonly ScriptedTable[] {
    const { catalog, database } = this.#current
    return [...this.#temporary.tables, ...this.#source.store.tables].filter(
      (each) => each.catalog === catalog && each.database === database,
    )
  }

  #table(name: string): ScriptedTable {
    const table = this.#tablesHere().find((each) => each.table === name)
    if (table === undefined) throw notFound('table', name)
    return table
  }

  #useCatalog(name: string): void {
    const first = this.#source.store.databases.find((path) => path.catalog === name)
    if (first === undefined) throw notFound('catalog', name)
    this.#current = first
  }

  #use(name: string): void {
    const { catalog } = this.#current
    const found = this.#source.store.databases.find((path) => path.catalog === catalog && path.database === name)
    if (found === undefined) throw notFound('database', name)
    this.#current = found
  }
}

/** Parsing is part of the run, so that what it throws rejects and is counted like any other failure. */
function parseLater(statement: string): () => ScriptedCommand {
  return () => parseCommand(statement)
}

function failure({ code, text, line, column }: CommandOf<'fail'>): Error {
  const position = line === undefined || column === undefined ? {} : { position: { line, column } }
  return gatewayError(code, text, { details: { engineErrorName: 'ScriptedError', ...position } })
}

function queryOutcome(schema: ResultSchema, batch: RowBatch): StatementOutcome {
  return { ...batchOutcome(schema, batch), isQueryResult: true }
}

function countOutcome(column: string, count: number, isQueryResult: boolean): StatementOutcome {
  const values = BigInt64Array.of(BigInt(count))
  const batch: RowBatch = { rowCount: 1, columns: [{ layout: 'int64', length: 1, values }] }
  return { ...batchOutcome({ columns: [{ name: column, type: BIGINT_TYPE }] }, batch), isQueryResult }
}

function jobOutcome(): StatementOutcome {
  const schema: ResultSchema = { columns: [{ name: 'job id', type: STRING_TYPE }] }
  return { ...textOutcome(['job id'], [[SCRIPTED_JOB_ID]]), schema, jobId: SCRIPTED_JOB_ID }
}

function completeWords(typed: string): readonly string[] {
  const start = typed.trimStart().toUpperCase()
  return SCRIPTED_WORDS.filter((words) => words.startsWith(start))
}
