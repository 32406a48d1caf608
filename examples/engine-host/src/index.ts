import { release } from 'node:os'
import {
  atLeast,
  batchOutcome,
  type Engine,
  type EngineFactory,
  type EngineSession,
  gatewayError,
  integerOption,
  type LackingCapabilities,
  type OptionTable,
  type ResultSource,
  type RowBatch,
  type StatementFacts,
  type StatementOutcome,
  textOutcome,
  typeText,
} from '@sql-gateway/gateway-common'
import { createHostCatalog, PLACE } from './host-catalog.js'
import { type HostTable, hostTables } from './host-tables.js'
import { errorAt, type HostStatement, type Name, parseStatement, splitStatements } from './statement.js'

/** What the engine is set to; the values of its options. */
export interface HostSettings {
  readonly numbersCount: number
}

const OPTIONS: OptionTable<HostSettings> = {
  numbersCount: integerOption<number>('numbers-count', 1_000_000, {
    doc: 'How many rows the table numbers has; eight bytes of memory for each that is selected.',
    check: atLeast(0),
  }),
}

const LACKS: LackingCapabilities = {
  CANCEL: 'Each statement is done before it could be told to stop.',
  COMPLETION: 'The engine offers no candidates.',
  PROGRESS: 'Each statement is done before there is progress to tell.',
  CATALOGS: 'All tables are in one catalog.',
  PRIMARY_KEYS: 'The tables have no keys.',
  FUNCTIONS: 'The engine has no functions.',
  STREAMING: 'A result is what the machine tells at one moment.',
  MATERIALIZED_TABLES: 'The engine only reads.',
  SCRIPTS: 'The engine has no cluster.',
}

function analyze(statement: string): StatementFacts {
  const statements = splitStatements(statement)
  const words = (statements[0] ?? []).map(({ text }) => text.toUpperCase())
  const kind = words[0] === 'SHOW' ? 'SHOW TABLES' : (['SELECT', 'DESCRIBE'].find((verb) => verb === words[0]) ?? 'UNKNOWN')
  const isQuery = kind === 'SELECT' || kind === 'UNKNOWN'
  return { statementCount: statements.length, kind, isQuery, hasResultSet: true, isConfigurable: false }
}

function run(statement: HostStatement, text: string, tables: ReadonlyMap<string, HostTable>): StatementOutcome {
  if (statement.verb === 'SHOW TABLES')
    return textOutcome(
      ['table name'],
      [...tables.keys()].sort().map((name) => [name]),
    )
  const table = tables.get(statement.table.text)
  if (table === undefined) throw notFound('table', statement.table, text)
  if (statement.verb === 'DESCRIBE') {
    return textOutcome(
      ['name', 'type'],
      table.columns.map(({ name, type }) => [name, typeText(type)]),
    )
  }
  const wanted = statement.columns.map((name) => {
    const index = table.columns.findIndex((column) => column.name === name.text)
    if (index < 0) throw notFound('column', name, text)
    return index
  })
  const picks = wanted.length === 0 ? table.columns.keys().toArray() : wanted
  const all = table.read(statement.limit)
  const batch: RowBatch = { rowCount: all.rowCount, columns: picks.flatMap((index) => all.columns[index] ?? []) }
  return { ...batchOutcome({ columns: picks.flatMap((index) => table.columns[index] ?? []) }, batch), isQueryResult: true }
}

function notFound(what: string, { text: name, offset }: Name, statement: string): Error {
  return errorAt('STATEMENT.NOT_FOUND', `There is no ${what} ${name}.`, statement, offset)
}

function createHostEngine({ numbersCount }: HostSettings): Engine {
  const tables = hostTables(numbersCount)
  const catalog = createHostCatalog(tables)
  const results = new Set<ResultSource>()
  let engineClosed = false

  /** Results outlive their session, but not the engine. */
  function owned(outcome: StatementOutcome): StatementOutcome {
    results.add(outcome.rows)
    const close = async (): Promise<void> => {
      results.delete(outcome.rows)
      await outcome.rows.close()
    }
    return { ...outcome, rows: { ...outcome.rows, close } }
  }

  function openSession(): EngineSession {
    let closed = false
    return {
      catalog,
      execute: async (statement) => {
        if (closed || engineClosed) throw gatewayError('SESSION.CLOSED', 'The session is closed.')
        return owned(run(parseStatement(statement), statement, tables))
      },
      pinnedBy: () => undefined,
      close: async () => {
        closed = true
      },
    }
  }

  return {
    lacks: LACKS,
    defaultSessionConfig: new Map(),
    info: () => ({ productName: 'Host', version: release() }),
    analyze,
    openSession: async ({ currentCatalog = PLACE.catalog, currentDatabase = PLACE.database }) => {
      if (engineClosed) throw gatewayError('ENGINE.UNREACHABLE', 'The engine is closed.')
      if (currentCatalog !== PLACE.catalog || currentDatabase !== PLACE.database) {
        throw gatewayError('STATEMENT.NOT_FOUND', `There is no database ${currentCatalog}.${currentDatabase}.`)
      }
      return openSession()
    },
    close: async () => {
      engineClosed = true
      for (const rows of results) await rows.close()
      results.clear()
    },
  }
}

/** Read-only tables of the machine that the gateway runs on: what a plug-in's module exports by default. */
export default {
  identifier: 'host',
  options: OPTIONS,
  createEngine: async ({ settings }) => createHostEngine(settings),
} satisfies EngineFactory<HostSettings>
