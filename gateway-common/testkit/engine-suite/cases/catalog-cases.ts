import { type EngineCatalog, escapeLike, type TableFilter, type TablePath } from '../../../src/engine/engine-catalog.js'
import { expectEqual, expectGatewayError, expectThat } from '../../conformance/expectations.js'
import type { EngineCase } from '../engine-case.js'
import type { EngineProbe, ProbeSession } from '../engine-probe.js'
import { type EngineDialect, isMissing } from '../engine-subject.js'

/** What the catalog of a session tells. */
export const CATALOG_CASES: readonly EngineCase[] = [
  {
    id: 'catalog/current',
    fact: 'the current catalog and database are among those listed',
    check: async (probe) => {
      const { catalog } = (await probe.open()).raw
      const [current, database] = [await catalog.getCurrentCatalog(), await catalog.getCurrentDatabase()]
      expectThat((await catalog.listCatalogs()).includes(current), `listCatalogs leaves out the current catalog '${current}'.`)
      expectEqual(
        await catalog.listDatabases({ catalog: escapeLike(current), database: escapeLike(database) }),
        [{ catalog: current, database }],
        'The current database, listed by its own name',
      )
    },
  },
  {
    id: 'catalog/catalogs',
    fact: 'catalogs are listed once each, sorted, and select databases',
    needs: 'CATALOGS',
    check: async (probe) => {
      const { catalog } = (await probe.open()).raw
      const catalogs = await catalog.listCatalogs()
      expectEqual([...catalogs], [...new Set(catalogs)].sort(), 'listCatalogs')
      for (const name of catalogs) {
        const others = (await catalog.listDatabases({ catalog: escapeLike(name) })).filter((path) => path.catalog !== name)
        expectEqual(others, [], `Databases of other catalogs, listed for catalog '${name}'`)
      }
      expectEqual(await catalog.listDatabases({ catalog: 'no such catalog' }), [], 'Databases of a catalog that does not exist')
    },
    without: async (probe) => {
      const { catalog } = (await probe.open()).raw
      expectEqual(await catalog.listCatalogs(), [await catalog.getCurrentCatalog()], 'listCatalogs of an engine that lacks CATALOGS')
    },
  },
  {
    id: 'catalog/use-database',
    fact: 'a database is created, used, listed and dropped',
    uses: ['databases'],
    check: async (probe) => {
      const databases = probe.part('databases')
      const session = await probe.open()
      const { catalog } = session.raw
      const [name, before] = [probe.newName('used'), await catalog.getCurrentDatabase()]
      const listed = async () => (await catalog.listDatabases({ database: escapeLike(name) })).map((path) => path.database)
      expectEqual(await listed(), [], 'The database before it is created')
      await session.query(databases.create(name))
      probe.afterwards(databases.drop(name))
      await session.query(databases.use(name))
      expectEqual([await catalog.getCurrentDatabase(), ...(await listed())], [name, name], 'The current database, and the one listed')
      await session.query(databases.use(before))
      await session.query(databases.drop(name))
      expectEqual(await listed(), [], 'The database after it is dropped')
    },
  },
  {
    id: 'catalog/table-types',
    fact: 'listTableTypes names each kind of table once, TABLE among them',
    uses: ['tables'],
    check: async (probe) => {
      const kinds = await (await probe.open()).raw.catalog.listTableTypes()
      expectThat(kinds.includes('TABLE'), `listTableTypes leaves out TABLE: ${kinds.join(', ')}.`)
      expectEqual(new Set(kinds).size, kinds.length, 'Number of different kinds')
    },
  },
  {
    id: 'catalog/patterns',
    fact: 'tables are selected by LIKE patterns, without regard to case, and a pattern of an exact name by escapeLike',
    uses: ['tables'],
    check: async (probe) => {
      const session = await probe.open()
      const stem = probe.newName('pat')
      const [plain, other, longer] = [`${stem}_a_b`, `${stem}_axb`, `${stem}_a_bc`]
      for (const name of [longer, other, plain]) await createTable(probe, session, name)
      const list = async (table: string) => names(session.raw.catalog, { table })
      expectEqual(await list(escapeLike(plain)), [plain], `Tables like ${escapeLike(plain)}`)
      expectEqual(await list(plain), [plain, other], `Tables like ${plain}, whose _ stand for any character`)
      expectEqual(await list(`${escapeLike(stem)}%`), [plain, longer, other], `Tables like ${escapeLike(stem)}%`)
      expectEqual(await list(`${escapeLike(stem.toUpperCase())}\\_A\\_B`), [plain], 'Tables by a pattern in upper case')
      expectEqual(await list(`${escapeLike(stem)}\\_a\\_`), [], 'Tables by a pattern that none fits')
    },
  },
  {
    id: 'catalog/odd-names',
    fact: 'a table of an odd name is created, counted, listed and described',
    uses: ['tables'],
    check: async (probe) => {
      const session = await probe.open()
      const name = `${probe.newName('odd')} %_\\ it's größer`
      await createTable(probe, session, name)
      expectEqual((await session.query(probe.part('tables').count(name))).rows, [['0']], 'Rows of the table')
      expectEqual(await names(session.raw.catalog, { table: escapeLike(name) }), [name], 'Tables of that name')
      expectEqual((await session.raw.catalog.getTable(await here(session, name))).table, name, 'The name of the table described')
    },
  },
  {
    id: 'catalog/kinds',
    fact: 'tables and views are told apart and selected by kind',
    uses: ['tables', 'views'],
    check: async (probe) => {
      const session = await probe.open()
      const stem = probe.newName('kind')
      const views = probe.part('views')
      await createTable(probe, session, `${stem}_t`)
      await session.query(views.create(`${stem}_v`))
      probe.afterwards(views.drop(`${stem}_v`))
      const table = `${escapeLike(stem)}%`
      const { catalog } = session.raw
      const kinds = (await catalog.listTables({ table })).map((info) => [info.table, info.kind])
      expectEqual(
        kinds,
        [
          [`${stem}_t`, 'TABLE'],
          [`${stem}_v`, 'VIEW'],
        ],
        'Tables and views with their kinds',
      )
      expectEqual(await names(catalog, { table, kinds: ['VIEW'] }), [`${stem}_v`], 'Tables of kind VIEW')
      expectEqual(await names(catalog, { table, kinds: ['TABLE'] }), [`${stem}_t`], 'Tables of kind TABLE')
      expectEqual(await names(catalog, { table, kinds: [] }), [], 'Tables of no kind')
    },
  },
  {
    id: 'catalog/columns',
    fact: 'columns are listed in order with their types, selected by pattern, and the same in getTable',
    uses: ['tables'],
    check: async (probe) => {
      const session = await probe.open()
      const { catalog } = session.raw
      const name = probe.newName('columns')
      await createTable(probe, session, name)
      const expected = probe.part('tables').columns.map((column, i) => ({ column: column.name, ordinal: i + 1, type: column.type }))
      const shown = (columns: Awaited<ReturnType<EngineCatalog['listColumns']>>) =>
        columns.map(({ column, ordinal, type }) => ({ column, ordinal, type }))
      const listed = await catalog.listColumns({ table: escapeLike(name) })
      expectEqual(shown(listed), expected, 'Columns of the table')
      const [first] = expected
      expectThat(first !== undefined, "The dialect's tables have no columns.")
      const one = await catalog.listColumns({ table: escapeLike(name), column: escapeLike(first.column) })
      expectEqual(shown(one), [first], `Columns like ${escapeLike(first.column)}`)
      const description = await catalog.getTable(await here(session, name))
      expectEqual([description.table, description.kind], [name, 'TABLE'], 'Name and kind that getTable tells')
      expectEqual(description.columns, listed, 'Columns that getTable tells')
    },
  },
  {
    id: 'catalog/primary-keys',
    fact: 'the columns of a primary key are listed in its order',
    needs: 'PRIMARY_KEYS',
    uses: ['tables'],
    check: async (probe) => {
      const session = await probe.open()
      const name = probe.newName('keys')
      const { primaryKey } = probe.part('tables')
      expectThat(primaryKey !== undefined, 'The engine has PRIMARY_KEYS, but the dialect names no primary key.')
      await createTable(probe, session, name)
      const keys = await session.raw.catalog.listPrimaryKeys({ table: escapeLike(name) })
      const expected = primaryKey.map((column, i) => [column, i + 1])
      expectEqual(
        keys.map(({ column, ordinal }) => [column, ordinal]),
        expected,
        'Columns of the primary key',
      )
      expectEqual((await session.raw.catalog.getTable(await here(session, name))).primaryKey, keys, 'The primary key that getTable tells')
    },
    without: async (probe) => {
      expectEqual(await (await probe.open()).raw.catalog.listPrimaryKeys({}), [], 'Primary keys of an engine that lacks PRIMARY_KEYS')
    },
  },
  {
    id: 'catalog/functions',
    fact: 'functions are listed, selected by pattern and origin, and found by name',
    needs: 'FUNCTIONS',
    check: async (probe) => {
      const { catalog } = (await probe.open()).raw
      const name = probe.dialect.functionName
      expectThat(name !== undefined, 'The engine has FUNCTIONS, but the dialect names none.')
      const found = await catalog.getFunction(name)
      expectThat(
        found.length > 0 && found.every((each) => each.name.toLowerCase() === name.toLowerCase()),
        `getFunction('${name}') gives others.`,
      )
      const listed = await catalog.listFunctions({ name: escapeLike(name) })
      expectThat(
        listed.length > 0 && listed.every((each) => each.name.toLowerCase() === name.toLowerCase()),
        `listFunctions of '${name}' gives others, or none.`,
      )
      for (const isBuiltIn of [true, false]) {
        const wrong = (await catalog.listFunctions({ isBuiltIn })).filter((each) => each.isBuiltIn !== isBuiltIn)
        expectEqual(wrong, [], `Functions selected by isBuiltIn ${isBuiltIn} that are not`)
      }
      await expectGatewayError(catalog.getFunction('no_such_function'), ['STATEMENT.NOT_FOUND'], 'getFunction of one that does not exist')
    },
    without: async (probe) => {
      expectEqual(await (await probe.open()).raw.catalog.listFunctions({}), [], 'Functions of an engine that lacks FUNCTIONS')
    },
  },
  {
    id: 'catalog/nothing-there',
    fact: 'what does not exist is an empty list, and an error where one table is asked for',
    check: async (probe) => {
      const { catalog } = (await probe.open()).raw
      const table = probe.newName('nothing')
      const path = { catalog: await catalog.getCurrentCatalog(), database: await catalog.getCurrentDatabase(), table }
      const filter = { table: escapeLike(table) }
      expectEqual(await catalog.listTables(filter), [], 'Tables of a name that none has')
      expectEqual(await catalog.listColumns(filter), [], 'Columns of a table that does not exist')
      expectEqual(await catalog.listPrimaryKeys(filter), [], 'Primary keys of a table that does not exist')
      expectEqual(await catalog.listTables({ catalog: 'no such catalog' }), [], 'Tables of a catalog that does not exist')
      expectEqual(await catalog.listTables({ database: 'no such database' }), [], 'Tables of a database that does not exist')
      await expectGatewayError(catalog.getTable(path), ['STATEMENT.NOT_FOUND'], 'getTable of one that does not exist')
    },
  },
  {
    id: 'catalog/one-round-trip',
    fact: 'a list call asks the database as often for many tables as for one',
    uses: ['tables'],
    check: async (probe) => {
      const { roundTrips } = probe.subject
      const session = await probe.open()
      const stem = probe.newName('bulk')
      for (let i = 0; i < 25; i++) await createTable(probe, session, `${stem}_${i}`)
      const { catalog } = session.raw
      const calls: Readonly<Record<string, (filter: TableFilter) => Promise<readonly TablePath[]>>> = {
        listTables: (filter) => catalog.listTables(filter),
        listColumns: (filter) => catalog.listColumns(filter),
        listPrimaryKeys: (filter) => catalog.listPrimaryKeys(filter),
      }
      for (const [name, call] of Object.entries(calls)) {
        const cost = async (table: string) => {
          const before = roundTrips?.() ?? 0
          const { length } = await call({ table })
          return { length, trips: (roundTrips?.() ?? 0) - before }
        }
        const [one, all] = [await cost(escapeLike(`${stem}_7`)), await cost(`${escapeLike(stem)}%`)]
        expectEqual(all.length, one.length * 25, `What ${name} gives for 25 tables against 25 times that for one`)
        expectEqual(all.trips, one.trips, `Round trips of ${name} for 25 tables against one`)
      }
    },
  },
  {
    id: 'catalog/while-busy',
    fact: 'the catalog answers while the session runs a statement',
    needs: 'CANCEL',
    check: async (probe) => {
      const session = await probe.open()
      const abort = new AbortController()
      const { settled } = await session.startSlow(abort.signal)
      let ended = false
      settled.then(() => {
        ended = true
      })
      const { catalog } = session.raw
      expectThat((await catalog.getCurrentDatabase()) !== '', 'getCurrentDatabase gives no name while a statement runs.')
      await Promise.all([
        catalog.listCatalogs(),
        catalog.listDatabases({}),
        catalog.listTables({}),
        catalog.listColumns({}),
        catalog.listFunctions({}),
      ])
      expectThat(!ended, 'The catalog answered only after the statement had ended.')
      abort.abort()
      await settled
    },
    without: async (probe) => {
      await (await probe.open()).raw.catalog.listTables({})
    },
  },
  {
    id: 'complete/candidates',
    fact: 'candidates are whole words without doubles, and any place of a text may be asked for',
    needs: 'COMPLETION',
    check: async (probe) => {
      const { raw } = await probe.open()
      const { completion } = probe.dialect
      expectThat(raw.complete !== undefined, 'The engine has COMPLETION, but its session has no complete.')
      expectThat(completion !== undefined, 'The engine has COMPLETION, but the dialect gives no text to complete.')
      const found = await raw.complete(completion.text, completion.position)
      expectThat(
        found.includes(completion.candidate),
        `Among the candidates is no '${completion.candidate}': ${found.slice(0, 20).join(', ')}.`,
      )
      for (let position = 0; position <= completion.text.length; position++) {
        const candidates = await raw.complete(completion.text, position)
        expectEqual(new Set(candidates).size, candidates.length, `Number of different candidates at ${position} of '${completion.text}'`)
      }
      for (const text of ['', ' ', "'", '((', '\u0000', 'no such thing 😀']) await raw.complete(text, text.length)
    },
    without: async (probe) =>
      expectThat((await probe.open()).raw.complete === undefined, 'The engine lacks COMPLETION, but its session has complete.'),
  },
]

/** The one case of engines that create no tables but have some. */
export function existingTableCases({ tables }: EngineDialect): readonly EngineCase[] {
  if (!isMissing(tables) || tables.existing === undefined) return []
  const { name, columns } = tables.existing
  return [
    {
      id: 'catalog/existing-table',
      fact: 'a table that is there from the start is listed and described with its columns',
      check: async (probe) => {
        const session = await probe.open()
        const { catalog } = session.raw
        const table = escapeLike(name)
        expectEqual(await names(catalog, { table }), [name], 'Tables of the name of the one that exists')
        expectThat((await names(catalog, {})).includes(name), `listTables without a filter leaves out the table '${name}'.`)
        const listed = await catalog.listColumns({ table })
        const expected = columns.map((column, i) => ({ column: column.name, ordinal: i + 1, type: column.type }))
        expectEqual(
          listed.map(({ column, ordinal, type }) => ({ column, ordinal, type })),
          expected,
          `Columns of the table '${name}'`,
        )
        for (const { column } of expected) {
          const one = (await catalog.listColumns({ table, column: escapeLike(column) })).map((info) => info.column)
          expectEqual(one, [column], `Columns like ${escapeLike(column)}`)
        }
        const description = await catalog.getTable(await here(session, name))
        expectEqual([description.table, description.columns], [name, listed], 'Name and columns that getTable tells')
      },
    },
  ]
}

async function createTable(probe: EngineProbe, session: ProbeSession, name: string): Promise<void> {
  const { create, drop } = probe.part('tables')
  await session.query(create(name))
  probe.afterwards(drop(name))
}

async function names(catalog: EngineCatalog, filter: TableFilter): Promise<readonly string[]> {
  return (await catalog.listTables(filter)).map((info) => info.table)
}

async function here({ raw: { catalog } }: ProbeSession, table: string): Promise<TablePath> {
  return { catalog: await catalog.getCurrentCatalog(), database: await catalog.getCurrentDatabase(), table }
}
