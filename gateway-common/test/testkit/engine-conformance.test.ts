import { describe, expect, test } from '@jest/globals'
import {
  ANONYMOUS,
  countRows,
  gatewayError,
  isGatewayError,
  newSessionHandle,
  type ReadLimit,
  type ResultSource,
  type RowBatch,
  sliceBatch,
} from '../../src/index.js'
import { engineConformance } from '../../testkit/index.js'
import { collectTests } from './collected-tests.js'
import { type Fault, inCatalog, inEngine, inOutcome, inSeekable, inSession, inSource } from './faulty-engine.js'
import { createScriptedSubject, SCRIPTED_EXPECTATIONS } from './scripted-subject.js'

const ANY = { maxRows: 1_000_000, maxBytes: 2 ** 30 }

function flatten(batches: readonly RowBatch[], from: number): readonly RowBatch[] {
  return batches.map((batch) => sliceBatch(batch, Math.min(from, batch.rowCount), batch.rowCount)).filter((batch) => batch.rowCount > 0)
}

/** What the suite says of a case that hangs. */
const HANGS = 'did not end within'

/** Faults, the case of the suite that finds each, and part of what it says. */
const FAULTS: readonly (readonly [string, string, string, Fault])[] = [
  ['no version', 'open/info', "version ''", inEngine(() => ({ info: () => ({ productName: 'X', version: '' }) }))],
  ['a lack without a reason', 'open/info', 'lacks CANCEL without a reason', inEngine(() => ({ lacks: { CANCEL: '' } }))],
  [
    'default properties with a key of the gateway',
    'open/default-properties',
    'sql-gateway.x',
    inEngine(() => ({ defaultSessionConfig: new Map([['sql-gateway.x', '1']]) })),
  ],
  [
    'sessions that begin at the default database',
    'open/where-it-stood',
    'Where the session stands',
    inEngine((engine) => ({ openSession: ({ session, principal, properties }) => engine.openSession({ session, principal, properties }) })),
  ],
  [
    'no refreshMaterializedTable',
    'open/materialized-tables',
    'refreshMaterializedTable is not there',
    inSession(() => ({ refreshMaterializedTable: undefined }) as never),
  ],
  [
    'deployScript in spite of the lack',
    'open/scripts',
    'deployScript is there',
    (engine) => ({ ...inSession(() => ({ deployScript: async () => '' }))(engine), lacks: { SCRIPTS: 'No.' } }),
  ],
  [
    'closed sessions that live on',
    'close/session-twice',
    'A statement on a closed session',
    inSession(() => ({ close: async () => undefined })),
  ],
  [
    'an engine that does not close',
    'close/engine-twice',
    'A statement after the engine was closed',
    inEngine(() => ({ close: async () => undefined })),
  ],
  ['leftovers', 'fetch/one-row', 'What is left after the engine was closed', inEngine(() => ({ close: async () => undefined }))],
  [
    'results that end with their session',
    'close/results-stay',
    'closed',
    inSession((session) => {
      const results: { close(): Promise<void> }[] = []
      return {
        execute: async (statement, context) => {
          const outcome = await session.execute(statement, context)
          results.push(outcome.rows)
          return outcome
        },
        close: async () => {
          await Promise.all(results.map((result) => result.close()))
          await session.close()
        },
      }
    }),
  ],
  ['an analyze that throws', 'facts/never-throws', 'cannot parse', inEngine(() => ({ analyze: (text) => fail(`cannot parse ${text}`) }))],
  [
    'a count that takes empty statements in',
    'facts/count',
    'Statements in texts that hold none',
    inEngine(({ analyze }) => ({ analyze: (text) => ({ ...analyze(text), statementCount: text.split(';').length }) })),
  ],
  [
    'queries that may configure a session',
    'facts/query',
    'isConfigurable: false',
    inEngine(({ analyze }) => ({ analyze: (text) => ({ ...analyze(text), isConfigurable: true }) })),
  ],
  [
    'another kind than expected',
    'facts/statements',
    "expected { statementCount: 1, kind: 'CREATE TEMPORARY TABLE'",
    inEngine(({ analyze }) => ({ analyze: (text) => ({ ...analyze(text), kind: 'OTHER' }) })),
  ],
  [
    'facts that do not fit the outcome',
    'fetch/one-row',
    'isQueryResult against what analyze says of isQuery',
    inOutcome(() => ({ isQueryResult: false })),
  ],
  ['a job id of another form', 'fetch/one-row', "The job id 'job-1'", inOutcome(() => ({ jobId: 'job-1' }))],
  [
    'another type than expected',
    'types/varchar',
    'Type of the first column',
    inOutcome(({ schema: { columns } }) => ({
      schema: { columns: columns.map(({ name }) => ({ name, type: { root: 'VARCHAR', nullable: true, length: 3 } as const })) },
    })),
  ],
  [
    'a layout that does not fit the type',
    'types/integer',
    "column 'integer' of type INT has layout float64; right is int32",
    inSeekable((source) => ({
      read: async (start, limit) => {
        const page = await source.read(start, limit)
        const float = (length: number) => ({ layout: 'float64', length, values: new Float64Array(length) }) as const
        return { ...page, batches: page.batches.map(({ rowCount }) => ({ rowCount, columns: [float(rowCount)] })) }
      },
    })),
  ],
  [
    'columns of another length than the batch',
    'fetch/one-row',
    "Length of column 'id'",
    inSeekable((source) => ({
      read: async (start, limit) => {
        const page = await source.read(start, limit)
        return { ...page, batches: page.batches.map((batch) => ({ ...batch, rowCount: batch.rowCount + 1 })) }
      },
    })),
  ],
  [
    'reads of more rows than asked for',
    'fetch/in-order',
    'A read of at most 7 rows gave 100',
    inSeekable((source) => ({ read: (start) => source.read(start, ANY) })),
  ],
  [
    'a lost row',
    'fetch/many-rows',
    'Number of rows: expected 20000 but got 19999',
    inSeekable((source) => ({
      read: async (start, limit) => {
        const page = await source.read(start, limit)
        const [first, ...others] = page.batches
        return start > 0 || first === undefined ? page : { ...page, batches: [...flatten([first], 1), ...others] }
      },
    })),
  ],
  [
    'rows in another order',
    'fetch/in-order',
    'Row 0 of those read holds 8 in place of 1',
    inSeekable((source) => ({ read: (start, limit) => source.read(start === 0 ? 7 : start, limit) })),
  ],
  [
    'no heed of the limit of bytes',
    'fetch/max-bytes',
    'A read under a limit of one byte gave 20000',
    inSeekable((source) => ({ read: (start, limit) => source.read(start, { ...limit, maxBytes: 2 ** 30 }) })),
  ],
  [
    'ready before there is anything',
    'fetch/many-rows',
    'neither rows nor the end',
    inSeekable(() => ({ read: async () => ({ batches: [], endOfData: false }) })),
  ],
  ['a wait that never ends', 'fetch/empty', HANGS, inSeekable(() => ({ ready: () => new Promise(() => undefined) }))],
  [
    'column names made unique',
    'fetch/column-names',
    'Names of the columns',
    inOutcome(({ schema: { columns } }) => ({
      schema: { columns: columns.map((column, i) => ({ ...column, name: `${column.name}_${i}` })) },
    })),
  ],
  [
    'a seekable result that reads on',
    'fetch/from-anywhere',
    'Row 0 of those read holds',
    inSeekable((source) => {
      let next = 0
      return {
        read: async (_, limit) => {
          const page = await source.read(next, limit)
          next += countRows(page.batches)
          return page
        },
      }
    }),
  ],
  [
    'a forward result where seekable ones are promised',
    'fetch/from-anywhere',
    'gave a result that is not seekable',
    inSource((source) => ({ ...source, seekable: false }) as never),
  ],
  [
    'a read past the end that throws',
    'fetch/past-the-end',
    'past the end',
    inSeekable((source) => ({ read: (start, limit) => (start > 10 ? fail('past the end') : source.read(start, limit)) })),
  ],
  [
    'closed results that are still read',
    'fetch/after-close',
    'A read of a closed result',
    inSeekable(() => ({ close: async () => undefined })),
  ],
  [
    'a result that ends with the next statement',
    'fetch/two-results',
    'closed',
    inSession((session) => {
      let last: { close(): Promise<void> } | undefined
      return {
        execute: async (statement, context) => {
          await last?.close()
          const outcome = await session.execute(statement, context)
          last = outcome.rows
          return outcome
        },
      }
    }),
  ],
  [
    'a late failure taken for the end',
    'fetch/late-failure',
    'Reading to the end of SELECT 5000 ROWS FAIL AT 2500: expected a GatewayError with code ENGINE.FAILED but got',
    inSeekable((source) => ({
      ready: async () => undefined,
      read: (start, limit) => source.read(start, limit).catch(() => ({ batches: [], endOfData: true })),
    })),
  ],
  [
    'a stream that ends',
    'fetch/stream',
    'The stream ended after',
    inSource((source): ResultSource => {
      if (source.seekable) return source
      return { ...source, read: async (limit: ReadLimit) => ({ ...(await source.read(limit)), endOfData: true }) }
    }),
  ],
  [
    'no heed of an aborted signal',
    'cancel/while',
    HANGS,
    inSession((session) => ({
      execute: (statement, context) => session.execute(statement, { ...context, signal: new AbortController().signal }),
    })),
  ],
  [
    'a session that is lost when a statement is stopped',
    'cancel/while',
    'lost',
    inSession((session) => {
      let isLost = false
      return {
        execute: (statement, context) => {
          context.signal.addEventListener('abort', () => {
            isLost = true
          })
          return isLost ? fail('lost') : session.execute(statement, context)
        },
      }
    }),
  ],
  [
    'progress beyond the whole',
    'progress/reports',
    'Progress of 50 was reported',
    inSession((session) => ({
      execute: (statement, context) =>
        session.execute(statement, { ...context, reportProgress: () => context.reportProgress({ fraction: 50 }) }),
    })),
  ],
  [
    'errors of the driver',
    'errors/chosen',
    'expected a GatewayError with code STATEMENT.DATA but got TypeError: by order',
    inSession((session) => ({
      execute: (statement, context) => session.execute(statement, context).catch((error: { message: string }) => fail(error.message)),
    })),
  ],
  [
    'errors without their place',
    'errors/unknown-statement',
    'Position of the error',
    inSession((session) => ({
      execute: (statement, context) =>
        session.execute(statement, context).catch((error: unknown) => {
          throw isGatewayError(error) ? gatewayError(error.code, error.publicMessage) : error
        }),
    })),
  ],
  [
    'errors that show a stack',
    'errors/unknown-table',
    'holds a stack',
    inSession((session) => ({
      execute: (statement, context) =>
        session.execute(statement, context).catch((error: unknown) => {
          throw isGatewayError(error) ? gatewayError(error.code, `${error.publicMessage}\n    at run (engine.js:10:3)`) : error
        }),
    })),
  ],
  [
    'two statements of which the first is executed',
    'errors/two-statements',
    'expected a GatewayError with code STATEMENT.MULTIPLE',
    inSession((session) => ({ execute: (statement, context) => session.execute(statement.split(';')[0] ?? '', context) })),
  ],
  [
    'lists that ignore the kind',
    'catalog/kinds',
    'Tables of kind VIEW',
    inCatalog((catalog) => ({ listTables: ({ kinds: _, ...filter }) => catalog.listTables(filter) })),
  ],
  [
    'lists that are not sorted',
    'catalog/patterns',
    'Tables like',
    inCatalog((catalog) => ({ listTables: async (filter) => (await catalog.listTables(filter)).toReversed() })),
  ],
  [
    'patterns that regard case',
    'catalog/patterns',
    'Tables by a pattern in upper case',
    inCatalog((catalog) => ({ listTables: async (filter) => (/[A-Z]/.test(filter.table ?? '') ? [] : catalog.listTables(filter)) })),
  ],
  [
    'names that are not quoted for the database',
    'catalog/odd-names',
    'odd',
    inSession((session) => ({
      execute: (statement, context) => (statement.includes("'") ? fail('odd') : session.execute(statement, context)),
    })),
  ],
  [
    'ordinals from 0',
    'catalog/columns',
    'Columns of the table',
    inCatalog((catalog) => ({
      listColumns: async (filter) => (await catalog.listColumns(filter)).map((column) => ({ ...column, ordinal: column.ordinal - 1 })),
    })),
  ],
  [
    'primary keys that are not listed',
    'catalog/primary-keys',
    'Columns of the primary key',
    inCatalog(() => ({ listPrimaryKeys: async () => [] })),
  ],
  ['functions that are not listed', 'catalog/functions', "listFunctions of 'sum'", inCatalog(() => ({ listFunctions: async () => [] }))],
  [
    'a description of what does not exist',
    'catalog/nothing-there',
    'getTable of one that does not exist',
    inCatalog(() => ({ getTable: async (path) => ({ ...path, kind: 'TABLE', columns: [], primaryKey: [] }) })),
  ],
  [
    'a round trip for each table',
    'catalog/one-round-trip',
    'Round trips of listColumns for 25 tables against one: expected 2 but got 26',
    inCatalog((catalog) => ({
      listColumns: async (filter) => {
        const tables = await catalog.listTables(filter)
        return (await Promise.all(tables.map(({ table }) => catalog.listColumns({ table: table.replaceAll('_', '\\_') })))).flat()
      },
    })),
  ],
  [
    'a catalog that waits behind the statement',
    'catalog/while-busy',
    HANGS,
    inSession((session) => {
      let running: Promise<unknown> = Promise.resolve()
      return {
        execute: (statement, context) => {
          const outcome = session.execute(statement, context)
          running = Promise.allSettled([outcome])
          return outcome
        },
        catalog: { ...session.catalog, listTables: (filter) => running.then(() => session.catalog.listTables(filter)) },
      }
    }),
  ],
  [
    'candidates twice',
    'complete/candidates',
    'Number of different candidates',
    inSession(() => ({ complete: async () => ['SELECT', 'SELECT'] })),
  ],
  ['changes that are not reported', 'properties/set-and-reset', 'Changes reported by SET', inOutcome(() => ({ configChanges: [] }))],
  ['a pin without need', 'pinned/fresh', 'pinnedBy of a new session', inSession(() => ({ pinnedBy: () => 'I like it' }))],
  [
    'no pin',
    'pinned/temporary-table',
    'pinnedBy gives no reason',
    inSession((session) => ({ pinnedBy: () => (session.pinnedBy() ? '' : undefined) })),
  ],
  [
    'temporary tables for all',
    'isolation/temporary-table',
    'Another session that counts its rows',
    inSession((session) => ({ execute: (statement, context) => session.execute(statement.replace('TEMPORARY ', ''), context) })),
  ],
  ['rows that are not counted', 'isolation/shared-table', 'affectedRows', inOutcome(() => ({ affectedRows: 0n }))],
  [
    'one statement at a time for all sessions',
    'isolation/parallel',
    HANGS,
    (engine) => {
      let running: Promise<unknown> = Promise.resolve()
      return inSession((session) => ({
        execute: (statement, context) => {
          const outcome = running.then(() => session.execute(statement, context))
          running = Promise.allSettled([outcome])
          return outcome
        },
      }))(engine)
    },
  ],
]

function fail(message: string): never {
  throw new TypeError(message)
}

describe('engineConformance', () => {
  test.each(FAULTS)('finds %s by %s', async (_, id, message, fault) => {
    const runner = collectTests()
    engineConformance({
      ...runner,
      name: 'faulty',
      create: () => createScriptedSubject({}, fault),
      ...SCRIPTED_EXPECTATIONS,
      timeoutMs: message === HANGS ? 150 : 15_000,
    })
    await expect(runner.run(id)).rejects.toThrow(message)
  })

  test('leaves out the cases of what the dialect is missing, with its reason', () => {
    const runner = collectTests()
    const dialect = { ...SCRIPTED_EXPECTATIONS.dialect, databases: { missing: 'There is one.' } }
    engineConformance({ ...runner, name: 'x', create: () => createScriptedSubject(), ...SCRIPTED_EXPECTATIONS, dialect })
    expect(runner.skipped.map((name) => name.replace(/:.*\(/, ' ('))).toEqual([
      'open/where-it-stood (left out: There is one.)',
      'catalog/use-database (left out: There is one.)',
      'isolation/current-database (left out: There is one.)',
    ])
  })

  describe('with a table that exists in place of tables that it creates', () => {
    const create = async (fault?: Fault) => {
      const subject = await createScriptedSubject({}, fault)
      const session = await subject.engine.openSession({ session: newSessionHandle(), principal: ANONYMOUS, properties: new Map() })
      const context = { signal: new AbortController().signal, properties: new Map(), log: () => {}, reportProgress: () => {} }
      await (await session.execute('CREATE TABLE "fixed"', context)).rows.close()
      await session.close()
      return subject
    }
    const { tables } = SCRIPTED_EXPECTATIONS.dialect
    const columns = 'columns' in tables ? tables.columns : []
    const dialect = { ...SCRIPTED_EXPECTATIONS.dialect, tables: { missing: 'It only reads.', existing: { name: 'fixed', columns } } }
    const run = (fault?: Fault) => {
      const runner = collectTests()
      engineConformance({ ...runner, name: 'x', create: () => create(fault), ...SCRIPTED_EXPECTATIONS, dialect })
      return runner.run('catalog/existing-table')
    }

    test('finds it in the catalog', async () => {
      await expect(run()).resolves.toBeUndefined()
    })

    test('finds a catalog that never lists anything', async () => {
      await expect(run(inCatalog(() => ({ listTables: async () => [] })))).rejects.toThrow("expected [ 'fixed' ] but got []")
      await expect(run(inCatalog(() => ({ listColumns: async () => [] })))).rejects.toThrow("Columns of the table 'fixed'")
    })
  })

  test('fails at once when two types have the same name', () => {
    const types = [...SCRIPTED_EXPECTATIONS.types, ...SCRIPTED_EXPECTATIONS.types]
    const start = () =>
      engineConformance({ ...collectTests(), name: 'x', create: () => createScriptedSubject(), ...SCRIPTED_EXPECTATIONS, types })
    expect(start).toThrow("Two cases have the id 'types/boolean'.")
  })
})
