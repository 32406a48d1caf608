import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { codeOf, openEngine, type TestEngine, type TestSession } from './support/engine-under-test.js'

const HERE = { catalog: 'default_catalog', database: 'default_database' }

describe('engines/duckdb/src/catalog', () => {
  let engine: TestEngine
  let session: TestSession

  beforeAll(async () => {
    engine = await openEngine()
    session = await engine.open()
    for (const sql of [
      "CREATE TABLE cars (id BIGINT, name VARCHAR NOT NULL DEFAULT 'x', PRIMARY KEY (name, id))",
      "COMMENT ON TABLE cars IS 'all of them'",
      "COMMENT ON COLUMN cars.name IS 'as painted on'",
      'CREATE VIEW blue_cars AS SELECT id, name AS "Name" FROM cars',
      'CREATE TEMP TABLE mine (a INTEGER)',
      'CREATE TEMP VIEW my_view AS SELECT 1 AS a',
      'CREATE MACRO twice(a) AS a * 2',
      'CREATE MACRO rows_of(n) AS TABLE FROM range(n)',
      'CREATE DATABASE d1',
      'CREATE TABLE d1.other (a INTEGER)',
      "CREATE CATALOG c1 WITH ('type' = 'memory')",
      'CREATE TABLE c1.main.far (a INTEGER)',
    ])
      await session.run(sql)
  })
  afterAll(() => engine.close())

  const names = async (filter: Parameters<TestSession['raw']['catalog']['listTables']>[0]) =>
    (await session.raw.catalog.listTables(filter)).map(({ table, kind }) => `${table} ${kind}`)

  test("lists catalogs and databases, DuckDB's own left out", async () => {
    const { catalog } = session.raw
    expect(await catalog.listCatalogs()).toEqual(['c1', 'default_catalog'])
    expect(await catalog.listDatabases({})).toEqual([
      { catalog: 'c1', database: 'main' },
      { catalog: 'default_catalog', database: 'd1' },
      HERE,
    ])
    expect(await catalog.listDatabases({ catalog: 'C_', database: '%' })).toEqual([{ catalog: 'c1', database: 'main' }])
  })

  test('lists tables of each kind, with comments', async () => {
    expect(await names({})).toEqual([
      'far TABLE',
      'other TABLE',
      'blue_cars VIEW',
      'cars TABLE',
      'mine TEMPORARY_TABLE',
      'my_view TEMPORARY_VIEW',
    ])
    expect(await names({ database: 'default%' })).toEqual(['blue_cars VIEW', 'cars TABLE'])
    expect(await names({ kinds: ['TEMPORARY_TABLE', 'TEMPORARY_VIEW'] })).toEqual(['mine TEMPORARY_TABLE', 'my_view TEMPORARY_VIEW'])
    expect(await names({ kinds: ['SYSTEM_TABLE'], table: 'pg\\_class' })).toEqual(['pg_class SYSTEM_TABLE'])
    expect((await session.raw.catalog.listTables({ table: 'cars' }))[0]?.comment).toBe('all of them')
  })

  test.each([
    ['%\\', []],
    ['\\cars', []],
    ['a\u0000', []],
    ["'; DROP TABLE cars; --", []],
    ['CAR_', ['cars TABLE']],
  ])('takes the pattern %j for what it is', async (table, expected) => {
    expect(await names({ table })).toEqual(expected)
  })

  test('a backslash before an ordinary character stands for itself', async () => {
    await session.run('CREATE TABLE "back\\slash" (a INTEGER)')
    expect(await names({ table: 'back\\slash' })).toEqual(['back\\slash TABLE'])
    await session.run('DROP TABLE "back\\slash"')
  })

  test('describes a table with its columns, key, defaults and comments', async () => {
    expect(await session.raw.catalog.getTable({ ...HERE, table: 'CARS' })).toMatchObject({
      ...HERE,
      table: 'cars',
      kind: 'TABLE',
      comment: 'all of them',
      columns: [
        { column: 'id', ordinal: 1, type: { root: 'BIGINT', nullable: false }, engineTypeText: 'BIGINT' },
        { column: 'name', ordinal: 2, type: { root: 'VARCHAR', nullable: false }, defaultExpression: "'x'", comment: 'as painted on' },
      ],
      primaryKey: [
        { column: 'name', ordinal: 1 },
        { column: 'id', ordinal: 2 },
      ],
    })
  })

  test('describes a view with its query', async () => {
    const view = await session.raw.catalog.getTable({ ...HERE, table: 'blue_cars' })
    expect(view).toMatchObject({ kind: 'VIEW', viewQuery: 'SELECT id, "name" AS "Name" FROM cars', primaryKey: [] })
    expect(view.columns.map(({ column }) => column)).toEqual(['id', 'Name'])
  })

  test('tells functions of the user from built-in ones', async () => {
    const { catalog } = session.raw
    expect(await catalog.listFunctions({ isBuiltIn: false })).toEqual([
      { ...HERE, name: 'rows_of', kind: 'TABLE', isBuiltIn: false },
      { ...HERE, name: 'twice', kind: 'SCALAR', isBuiltIn: false },
    ])
    expect((await catalog.getFunction('SUM')).every(({ kind, isBuiltIn }) => kind === 'AGGREGATE' && isBuiltIn)).toBe(true)
    expect(await catalog.listFunctions({ database: 'd1' })).toEqual([])
    expect((await catalog.listFunctions({ name: 'abs', database: '%' })).length).toBe(1)
    expect(await codeOf(catalog.getFunction('no_such_one'))).toBe('STATEMENT.NOT_FOUND')
  })

  test('answers beside a statement at work and within a transaction that has failed', async () => {
    const other = await engine.open()
    await other.run('BEGIN')
    await other.run('CREATE TABLE not_yet (a INTEGER)')
    expect((await other.raw.catalog.listTables({ table: 'not\\_yet' })).length).toBe(1)
    await other.error("SELECT error('x')")
    expect((await other.raw.catalog.listTables({ table: 'cars' })).length).toBe(1)
    await other.run('ROLLBACK')
    await other.run('USE d1')
    const outcome = await other.execute('SELECT i * j FROM range(100000000) AS a(i), range(100000000) AS b(j)')
    expect((await other.raw.catalog.listTables({ table: 'other' })).length).toBe(1)
    expect(await other.raw.complete?.('SELECT * FROM oth', 17)).toContain('other')
    expect(await other.raw.catalog.getCurrentDatabase()).toBe('d1')
    await outcome.rows.close()
    await other.close()
  })

  describe('completion', () => {
    const complete = async (text: string, position = text.length) => session.raw.complete?.(text, position)

    test.each([
      ['sel', 'select'],
      ['SEL', 'SELECT'],
      ['SELECT * FROM ca', 'cars'],
      ['SELECT * FROM default_database.ca', 'default_database.cars'],
      ["SELECT 'größe' FR", 'FROM'],
      ['SHOW CAT', 'CATALOGS'],
      ['use cat', 'catalog'],
      ['DESCRIBE FUN', 'FUNCTION'],
      ['DROP TEMPORARY T', 'TABLE'],
      ['SELECT * FROM `default_database`.ca', '`default_database`.cars'],
      ['SELECT `it``s` FROM ca', 'cars'],
      ['SELECT * FROM `ca', '`cars`'],
      ['USE CATALOG de', 'default_catalog'],
      ['USE CATALOG ', 'default_catalog'],
      ['use d', 'd1'],
      ['USE default_d', 'default_database'],
      ['SELECT 1; CREATE CATALOG IF N', 'NOT'],
      ['EXPLAIN PL', 'PLAN'],
    ])('%j goes on with %s', async (text, candidate) => {
      expect(await complete(text)).toContain(candidate)
    })

    describe('behind a dot', () => {
      test.each([
        ['SELECT * FROM cars o WHERE o.', ['o.id', 'o.name']],
        ['SELECT * FROM cars AS o WHERE o.i', ['o.id']],
        ['SELECT * FROM cars WHERE CARS.n', ['CARS.name']],
        ['SELECT * FROM cars, d1.other AS x WHERE x.', ['x.a']],
        ['SELECT * FROM cars c, d1.other x WHERE x.', ['x.a']],
        ['SELECT * FROM cars JOIN default_catalog.d1.other x ON cars.id = x.', ['x.a']],
        ['SELECT 1; SELECT * FROM blue_cars b WHERE b.N', ['b.Name']],
        ['SELECT count(cars.i', ['count(cars.id'], ') FROM cars'],
        ['UPDATE cars SET name = cars.', ['cars.id', 'cars.name']],
        ['SELECT default_database.cars.', ['default_database.cars.id', 'default_database.cars.name']],
        ['SELECT * FROM d1.', ['d1.other']],
        ['SELECT * FROM default_catalog.d', ['default_catalog.d1', 'default_catalog.default_database']],
        ['SELECT * FROM default_catalog.d1.o', ['default_catalog.d1.other']],
        ['SELECT nothing.', []],
        ['SELECT * FROM cars o WHERE o.cu', []],
      ])('%j goes on with nothing but %j', async (text, expected, rest = '') => {
        expect(await session.raw.complete?.(text + rest, text.length)).toEqual(expected)
      })

      test('names are quoted where they must be, in the quotes that were begun', async () => {
        await session.run('CREATE TABLE odd ("odd name" INTEGER, "two""it`s" INTEGER)')
        expect(await complete('SELECT * FROM odd o WHERE o.')).toEqual(['o."odd name"', 'o."two""it`s"'])
        expect(await complete('SELECT * FROM odd o WHERE o."od')).toEqual(['o."odd name"'])
        expect(await complete('SELECT * FROM `odd` WHERE `odd`.`t')).toEqual(['`odd`.`two"it``s`'])
        await session.run('DROP TABLE odd')
      })

      test.each(["SELECT * FROM cars WHERE name = 'cars.", 'SELECT * FROM cars /* cars.', 'SELECT * FROM cars WHERE name = $$cars.'])(
        'in %j it is no name',
        async (text) => {
          for (const candidate of (await complete(text)) ?? []) expect(candidate).not.toMatch(/id$/)
        },
      )

      test('words after it are completed as ever', async () => {
        expect(await complete('SELECT * FROM default_database.cars WH')).toContain('WHERE')
        expect(await complete('SELECT * FROM default_database.cars ')).toContain('WHERE')
      })

      test('of a temporary table, too', async () => {
        await session.run('CREATE TEMP TABLE passing (p INTEGER)')
        expect(await complete('SELECT passing. ', 15)).toEqual([])
        expect(await complete('SELECT passing. FROM passing', 15)).toEqual(['passing.p'])
        await session.run('DROP TABLE passing')
      })
    })

    test('USE leads to databases of other catalogs by their full names, quoted where they must be', async () => {
      await session.run("CREATE CATALOG \"odd one\" WITH ('type' = 'memory')")
      expect(await complete('USE CATALOG ')).toEqual(['c1', 'default_catalog', '"odd one"'])
      expect(await complete('USE "odd')).toEqual(['"odd one".main'])
      expect(await complete('USE ')).toEqual(expect.arrayContaining(['d1', 'default_database', '"odd one".main', 'CATALOG']))
      await session.run('DROP CATALOG "odd one"')
    })

    test.each([
      ['', /^[^a-z]+$/],
      ['S', /^[^a-z]+$/],
      ['s', /^[^A-Z]+$/],
      ['use c', /^[^A-Z]+$/],
    ])('at %j all keywords are in letters of one case', async (text, expected) => {
      const candidates = (await complete(text)) ?? []
      expect(candidates.length).toBeGreaterThan(0)
      for (const candidate of candidates) expect(candidate).toMatch(expected)
    })

    test.each([
      ['quotes', '"'.repeat(200_000)],
      ['dots', 'a.'.repeat(100_000)],
      ['open names', '`.'.repeat(100_000)],
      ['one long word and another', `${'x'.repeat(200_000)} y`],
      ['a long list', 'a, '.repeat(100_000)],
    ])('a text of %s holds nobody up', async (_, text) => {
      const before = performance.now()
      await complete(`SELECT ${text}`)
      expect(performance.now() - before).toBeLessThan(5000)
    })

    test('a long text before the statement does not matter', async () => {
      expect(await complete(`SELECT ${'1, '.repeat(50_000)} 2; SELECT * FROM ca`)).toContain('cars')
    })

    test('looks only at what stands before the cursor', async () => {
      expect(await complete('SEL FROM cars', 3)).toContain('SELECT')
    })

    test('proposes nothing that does not begin with the word', async () => {
      for (const candidate of (await complete('SELECT * FROM ca')) ?? []) expect(candidate.toLowerCase()).toMatch(/^"?ca/)
    })
  })
})
