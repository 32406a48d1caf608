import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { typeText } from '@sql-gateway/gateway-common'
import { openEngine, type TestEngine, type TestSession } from './support/engine-under-test.js'

describe('engines/duckdb/src/flink', () => {
  let engine: TestEngine
  let session: TestSession

  beforeAll(async () => {
    engine = await openEngine()
  })
  afterAll(() => engine.close())

  const fresh = async () => {
    session = await engine.open()
    return session
  }

  describe('properties', () => {
    test('begin as a batch engine needs them, are set, listed in order and reset', async () => {
      await fresh()
      await session.run("SET 'b.key' = 'x'")
      await session.run('SET a.key=y')
      const listed = await session.run('SET')
      expect(listed.names).toEqual(['key', 'value'])
      expect(listed.rows).toEqual([
        ['a.key', 'y'],
        ['b.key', 'x'],
        ['execution.runtime-mode', 'batch'],
        ['sql-client.execution.result-mode', 'tableau'],
        ['table.dml-sync', 'true'],
      ])
      await session.run("RESET 'b.key'")
      expect((await session.rows('SET')).map(([key]) => key)).not.toContain('b.key')
      await session.run('RESET')
      expect(await session.rows('SET')).toHaveLength(3)
    })

    test("SET TimeZone and 'table.local-time-zone' are one and the same", async () => {
      await fresh()
      const noon = "SELECT strftime(TIMESTAMPTZ '2024-01-01 12:00:00+00', '%H:%M')"
      await session.run("SET 'table.local-time-zone' = 'Asia/Tokyo'")
      expect(await session.value(noon)).toBe('21:00')
      await session.run("SET TimeZone = 'America/New_York'")
      expect(session.properties.get('table.local-time-zone')).toBe('America/New_York')
      expect(await session.value(noon)).toBe('07:00')
      await session.run("SET 'table.local-time-zone' = 'GMT+03:00'")
      expect(await session.value(noon)).toBe('15:00')
      await session.run('RESET TimeZone')
      expect(session.properties.has('table.local-time-zone')).toBe(false)
      const machine = await (await engine.open()).value(noon)
      expect(await session.value(noon)).toBe(machine)
    })

    test('a zone among the properties at open, or of one statement, holds', async () => {
      session = await engine.open({ properties: new Map([['table.local-time-zone', 'Asia/Tokyo']]) })
      const zone = "SELECT current_setting('TimeZone')"
      expect(await session.value(zone)).toBe('Asia/Tokyo')
      session.properties.set('table.local-time-zone', 'Europe/Paris')
      expect(await session.value(zone)).toBe('Europe/Paris')
      session.properties.set('table.local-time-zone', 'default')
      expect(await session.value(zone)).toBe(await (await engine.open()).value(zone))
    })

    test.each(['execution.runtime-mode', 'sql-client.execution.result-mode', 'sql-client.verbose', 'table.dml-sync', 'table.sql-dialect'])(
      "a value of %s that Flink's clients would end at is refused",
      async (key) => {
        await fresh()
        expect(await session.error(`SET '${key}' = 'bad'`)).toMatchObject({
          code: 'CONFIG.INVALID_VALUE',
          publicMessage: expect.stringMatching(/^Failed to set key \S+ with value bad\. Valid are \w+, /),
        })
      },
    )

    test.each([
      ['+02:00', '2024-07-01 02:00:00+02'],
      ['Z', '2024-07-01 00:00:00+00'],
      ['UT-3', '2024-06-30 21:00:00-03'],
      ['UTC+0800', '2024-07-01 08:00:00+08'],
    ])('the offset %s is a time zone', async (zone, text) => {
      await using other = await openEngine()
      const session = await other.open({ properties: new Map([['table.local-time-zone', zone]]) })
      expect(await session.value("SELECT (TIMESTAMPTZ '2024-07-01 00:00:00+00')::VARCHAR")).toBe(text)
      await session.close()
    })

    test.each(['UTC+05:30', '+05:30', 'Mars'])('a session that begins with the zone %s says so, and can be repaired', async (zone) => {
      await using other = await openEngine()
      const session = await other.open({ properties: new Map([['table.local-time-zone', zone]]) })
      expect(await session.error('SELECT 1')).toMatchObject({ code: 'CONFIG.INVALID_VALUE', publicMessage: expect.stringContaining(zone) })
      await session.run("SET 'table.local-time-zone' = 'Europe/Berlin'")
      expect(await session.value('SELECT 1')).toBe('1')
      await session.close()
    })

    test("a zone that is none is refused in Flink's words, with what is wrong", async () => {
      await fresh()
      expect((await session.error("SET 'table.local-time-zone' = 'UTC+05:30'")).publicMessage).toBe(
        "Failed to set key table.local-time-zone with value UTC+05:30. The time zone 'UTC+05:30' is no offset of whole hours, and DuckDB has no others; use a name such as Asia/Kolkata.",
      )
    })

    test.each(["SET 'table.local-time-zone' = 'Mars'", "SET TimeZone = 'Mars'"])('%s names what is wrong', async (sql) => {
      await fresh()
      expect(await session.error(sql)).toMatchObject({ code: 'CONFIG.INVALID_VALUE', publicMessage: expect.stringContaining("'Mars'") })
      expect(await session.value('SELECT 1')).toBe('1')
    })
  })

  describe('places', () => {
    test('databases are created, used, shown and dropped', async () => {
      await fresh()
      await session.run("CREATE DATABASE d1 COMMENT 'first'")
      await session.run('CREATE DATABASE IF NOT EXISTS d1')
      expect((await session.error('CREATE DATABASE d1')).code).toBe('STATEMENT.ALREADY_EXISTS')
      await session.run('USE D1')
      expect(await session.rows('SHOW CURRENT DATABASE')).toEqual([['d1']])
      await session.run('CREATE TABLE inside (a INT)')
      expect(await session.rows('SHOW TABLES')).toEqual([['inside']])
      expect((await session.error('DROP DATABASE d1')).code).toBe('STATEMENT.INVALID')
      await session.run('USE default_catalog.default_database')
      expect((await session.error('DROP DATABASE d1')).code).toBe('STATEMENT.CONSTRAINT')
      await session.run('DROP DATABASE d1 CASCADE')
      await session.run('DROP DATABASE IF EXISTS d1')
      expect((await session.error('DROP DATABASE d1')).code).toBe('STATEMENT.NOT_FOUND')
      expect((await session.error('USE d1')).code).toBe('STATEMENT.NOT_FOUND')
      expect((await session.error('DROP SCHEMA default_database CASCADE')).code).toBe('STATEMENT.FORBIDDEN')
    })

    test("DuckDB's own main shows in the default catalog only when it holds something", async () => {
      await fresh()
      expect(await session.rows('SHOW DATABASES')).toEqual([['default_database']])
      await session.run('CREATE TABLE default_catalog.main.m (a INT)')
      expect(await session.rows('SHOW DATABASES')).toEqual([['default_database'], ['main']])
      await session.run('DROP TABLE default_catalog.main.m')
    })

    test('catalogs are created, used and dropped, but not while a session stands in one', async () => {
      await fresh()
      const other = await engine.open()
      await session.run("CREATE CATALOG c1 WITH ('type' = 'memory', 'default-database' = 'start')")
      await session.run("CREATE CATALOG IF NOT EXISTS C1 WITH ('type' = 'memory')")
      expect((await session.error("CREATE CATALOG c1 WITH ('type' = 'memory')")).code).toBe('STATEMENT.ALREADY_EXISTS')
      expect(await session.rows('SHOW CATALOGS')).toEqual([['c1'], ['default_catalog']])
      await other.run('USE CATALOG c1')
      expect(await other.rows('SHOW CURRENT DATABASE')).toEqual([['start']])
      await other.run('CREATE TABLE t AS SELECT 5 AS a')
      expect(await session.rows('SELECT a FROM c1.start.t')).toEqual([['5']])
      for (const sql of ['DROP CATALOG c1', 'DETACH c1', 'DETACH DATABASE IF EXISTS C1']) {
        expect(await session.error(sql)).toMatchObject({
          code: 'STATEMENT.INVALID',
          publicMessage: expect.stringContaining('session stands in it'),
        })
      }
      await other.close()
      await session.run('DROP CATALOG c1')
      await session.run('DROP CATALOG IF EXISTS c1')
      expect((await session.error('DROP CATALOG c1')).code).toBe('STATEMENT.NOT_FOUND')
      expect((await session.error('DROP CATALOG default_catalog')).code).toBe('STATEMENT.FORBIDDEN')
    })

    test.each([
      ["CREATE CATALOG x WITH ('type' = 'oracle')", "'oracle'"],
      ['CREATE CATALOG x', "'type'"],
      ["CREATE CATALOG x WITH ('type' = 'duckdb')", "'path'"],
      ["CREATE CATALOG x WITH ('type' = 'memory', 'path' = 'y')", "'path'"],
      ["CREATE CATALOG x WITH ('type' = 'memory', 'colour' = 'red')", "'colour'"],
      ["CREATE CATALOG x WITH ('type' = 'memory', 'read-only' = 'perhaps')", "'read-only'"],
    ])('%s says what is wrong', async (sql, part) => {
      await fresh()
      expect(await session.error(sql)).toMatchObject({ code: 'STATEMENT.INVALID', publicMessage: expect.stringContaining(part) })
    })

    test("a catalog of Flink's memory type begins with the database default", async () => {
      await fresh()
      await session.run("CREATE CATALOG g WITH ('type' = 'generic_in_memory')")
      await session.run('USE CATALOG g')
      expect(await session.rows('SHOW CURRENT DATABASE')).toEqual([['default']])
      await session.run('USE CATALOG default_catalog')
      await session.run('DROP CATALOG g')
    })

    test('RESET of search_path and schema leads back to where the catalog begins', async () => {
      await fresh()
      await session.run('CREATE DATABASE elsewhere')
      await session.run("SET schema = 'elsewhere'")
      expect(await session.rows('SHOW CURRENT DATABASE')).toEqual([['elsewhere']])
      await session.run('RESET schema')
      expect(await session.rows('SHOW CURRENT DATABASE')).toEqual([['default_database']])
      await session.run("SET search_path = 'elsewhere,default_database'")
      expect(session.raw.pinnedBy()).toBe('a search path')
      await session.run('RESET search_path')
      expect(session.raw.pinnedBy()).toBeUndefined()
      await session.run('DROP DATABASE elsewhere')
    })

    test('a session that is asked to stand in a database that is gone says so until USE leads elsewhere', async () => {
      session = await engine.open({ currentCatalog: 'default_catalog', currentDatabase: 'gone' })
      expect(await session.error('SELECT 1')).toMatchObject({
        code: 'STATEMENT.NOT_FOUND',
        publicMessage: expect.stringContaining("'gone'"),
      })
      expect(await session.rows('SHOW DATABASES')).toEqual([['default_database']])
      await session.run('USE default_database')
      expect(await session.value('SELECT 1')).toBe('1')
    })
  })

  describe('lists', () => {
    beforeAll(async () => {
      const maker = await engine.open()
      for (const sql of [
        "CREATE TABLE cars (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR DEFAULT 'x')",
        'CREATE TABLE carts (a INT)',
        'CREATE VIEW blue_cars AS SELECT * FROM cars',
        'CREATE MACRO double_it(a) AS a * 2',
        'CREATE TABLE noted (a STRUCT(x INTEGER, y VARCHAR[]) NOT NULL)',
        "COMMENT ON COLUMN noted.a IS 'a note'",
      ])
        await maker.run(sql)
      await maker.close()
    })

    test.each([
      ['SHOW TABLES', 'table name', ['blue_cars', 'cars', 'carts', 'noted']],
      ["SHOW TABLES LIKE 'car%'", 'table name', ['cars', 'carts']],
      ["SHOW TABLES LIKE 'CAR%'", 'table name', []],
      ["SHOW TABLES ILIKE 'CAR_'", 'table name', ['cars']],
      ["SHOW TABLES FROM default_database NOT LIKE '%s'", 'table name', ['noted']],
      ['SHOW TABLES IN default_catalog.default_database', 'table name', ['blue_cars', 'cars', 'carts', 'noted']],
      ['SHOW VIEWS', 'view name', ['blue_cars']],
      ['SHOW DATABASES FROM default_catalog', 'database name', ['default_database']],
      ['SHOW USER FUNCTIONS', 'function name', ['double_it']],
      ["SHOW FUNCTIONS LIKE 'abs'", 'function name', ['abs']],
      ['SHOW CURRENT CATALOG', 'current catalog name', ['default_catalog']],
      ['SHOW JARS', 'jars', []],
      ['SHOW PROCEDURES', 'procedure name', []],
    ])('%s', async (sql, column, values) => {
      await fresh()
      const { names, rows, outcome } = await session.run(sql)
      expect([names, rows.flat()]).toEqual([[column], values])
      expect(outcome).toMatchObject({ isQueryResult: false, resultKind: 'SUCCESS_WITH_CONTENT' })
    })

    test("SHOW JOBS has Flink's columns and no rows", async () => {
      await fresh()
      const { schema, rows } = await session.run('SHOW JOBS')
      expect(schema.columns.map(({ name, type }) => `${name} ${typeText(type)}`)).toEqual([
        'job id STRING',
        'job name STRING',
        'status STRING',
        'start time TIMESTAMP_LTZ(6)',
      ])
      expect(rows).toEqual([])
    })

    test('SHOW FULL MODULES lists the extensions that are loaded', async () => {
      await fresh()
      const { names, rows } = await session.run('SHOW FULL MODULES')
      expect(names).toEqual(['module name', 'used'])
      expect(rows).toContainEqual(['parquet', 'true'])
    })

    test('temporary tables show in every database of their own session', async () => {
      await fresh()
      await session.run('CREATE TEMP TABLE mine (a INT)')
      expect((await session.rows('SHOW TABLES')).flat()).toContain('mine')
      expect((await (await engine.open()).rows('SHOW TABLES')).flat()).not.toContain('mine')
      expect((await session.run('DESCRIBE mine')).rows[0]?.[0]).toBe('a')
    })

    test("DESCRIBE has Flink's columns and types", async () => {
      await fresh()
      const { names, rows } = await session.run('DESCRIBE cars')
      expect(names).toEqual(['name', 'type', 'null', 'key', 'extras', 'watermark'])
      expect(rows).toEqual([
        ['id', 'BIGINT', 'false', 'PRI(id)', 'NULL', 'NULL'],
        ['name', 'STRING', 'true', 'NULL', "DEFAULT 'x'", 'NULL'],
      ])
    })

    test('the comment shows only where a column has one', async () => {
      await fresh()
      const { names, rows } = await session.run('DESC EXTENDED default_database.noted')
      expect(names.at(-1)).toBe('comment')
      expect(rows).toEqual([['a', 'ROW<`x` INT, `y` ARRAY<STRING>>', 'false', 'NULL', 'NULL', 'NULL', 'a note']])
    })

    test('SHOW COLUMNS selects by name', async () => {
      await fresh()
      expect((await session.rows("SHOW COLUMNS FROM cars LIKE 'n%'")).map(([name]) => name)).toEqual(['name'])
    })

    test.each([
      ['SHOW CREATE TABLE cars', /^CREATE TABLE default_database\.cars\(id BIGINT PRIMARY KEY/],
      ['SHOW CREATE VIEW blue_cars', /^CREATE VIEW default_database\.blue_cars AS SELECT \* FROM cars/],
      ['SHOW CREATE TABLE blue_cars', /^CREATE VIEW default_database\.blue_cars AS SELECT \* FROM cars/],
      ['SHOW CREATE CATALOG default_catalog', /default_catalog/],
    ])('%s', async (sql, text) => {
      await fresh()
      expect(await session.value(sql)).toMatch(text)
    })

    test.each([
      ['SHOW CREATE VIEW cars', 'STATEMENT.INVALID'],
      ['SHOW CREATE TABLE nowhere', 'STATEMENT.NOT_FOUND'],
      ['DESCRIBE nowhere', 'STATEMENT.NOT_FOUND'],
      ['DESCRIBE CATALOG nowhere', 'STATEMENT.NOT_FOUND'],
      ['USE CATALOG nowhere', 'STATEMENT.NOT_FOUND'],
      ['USE CATALOG system', 'STATEMENT.NOT_FOUND'],
    ])('%s fails with %s', async (sql, code) => {
      await fresh()
      expect((await session.error(sql)).code).toBe(code)
    })

    test('EXPLAIN is one text', async () => {
      await fresh()
      for (const sql of ['EXPLAIN SELECT * FROM cars', 'EXPLAIN PLAN FOR SELECT * FROM cars', 'EXPLAIN ANALYZE FROM cars']) {
        const { names, rows, outcome } = await session.run(sql)
        expect([names, rows.length, outcome.isQueryResult]).toEqual([['result'], 1, false])
        expect(rows[0]?.[0]).toContain('SCAN')
      }
      expect(JSON.parse((await session.value('EXPLAIN (FORMAT json) SELECT 1')) ?? '')).toBeInstanceOf(Array)
    })

    test('an error in what is explained has its place in the whole text', async () => {
      await fresh()
      expect((await session.error('EXPLAIN PLAN FOR\nSELECT nothing FROM cars')).details.position).toEqual({ line: 2, column: 8 })
    })
  })
})
