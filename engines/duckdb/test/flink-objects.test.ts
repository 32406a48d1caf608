import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openEngine, type TestEngine, type TestSession } from './support/engine-under-test.js'

describe("engines/duckdb: Flink's words for single objects", () => {
  let engine: TestEngine
  let session: TestSession

  beforeEach(async () => {
    engine = await openEngine()
    session = await engine.open()
  })
  afterEach(() => engine.close())

  describe('DROP TEMPORARY', () => {
    test.each([
      ['TABLE', 'CREATE TEMPORARY TABLE x (a INT)', 'CREATE TABLE x (a INT)', 'SHOW TABLES'],
      ['VIEW', 'CREATE TEMPORARY VIEW x AS SELECT 1', 'CREATE VIEW x AS SELECT 2', 'SHOW VIEWS'],
      ['FUNCTION', 'CREATE TEMPORARY FUNCTION x() AS 1', 'CREATE FUNCTION x() AS 2', 'SHOW USER FUNCTIONS'],
    ])('%s drops the temporary one, unpins the session, and leaves the lasting one', async (what, temporary, lasting, show) => {
      await session.run(lasting)
      await session.run(temporary)
      expect(session.raw.pinnedBy()).toBe('temporary objects')
      expect((await session.run(`DROP TEMPORARY ${what} X`)).outcome.resultKind).toBe('SUCCESS')
      expect(session.raw.pinnedBy()).toBeUndefined()
      expect(await session.rows(show)).toEqual([['x']])
      expect(await session.error(`DROP TEMPORARY ${what} x`)).toMatchObject({
        code: 'STATEMENT.NOT_FOUND',
        publicMessage: `Temporary ${what.toLowerCase()} with identifier 'x' does not exist.`,
      })
      await session.run(`DROP TEMPORARY ${what} IF EXISTS x`)
      expect(await session.rows(show)).toEqual([['x']])
    })

    test('takes names as Flink would give them, and no others', async () => {
      for (const path of ['default_catalog.default_database.x', 'default_database.x', 'temp.main.x', '`x`']) {
        await session.run('CREATE TEMPORARY TABLE x (a INT)')
        expect((await session.error('DROP TEMPORARY TABLE elsewhere.x')).code).toBe('STATEMENT.NOT_FOUND')
        await session.run(`DROP TEMPORARY TABLE ${path}`)
      }
    })

    test('does not take a view for a table', async () => {
      await session.run('CREATE TEMPORARY VIEW x AS SELECT 1')
      expect((await session.error('DROP TEMPORARY TABLE x')).code).toBe('STATEMENT.NOT_FOUND')
      expect(await session.value('FROM x')).toBe('1')
    })
  })

  describe('DESCRIBE FUNCTION', () => {
    test('tells of a built-in function what Flink tells', async () => {
      const { names, rows } = await session.run('DESCRIBE FUNCTION abs')
      expect([names, rows]).toEqual([
        ['info name', 'info value'],
        [
          ['is system function', 'true'],
          ['is temporary', 'false'],
        ],
      ])
    })

    test('EXTENDED adds its kind, whether it gives the same every time, and its forms', async () => {
      expect(await session.rows('DESC FUNCTION EXTENDED starts_with')).toEqual([
        ['is system function', 'true'],
        ['is temporary', 'false'],
        ['kind', 'SCALAR'],
        ['is deterministic', 'true'],
        ['signature', 'starts_with(string VARCHAR, search_string VARCHAR) -> BOOLEAN'],
      ])
      expect(await session.rows('DESCRIBE FUNCTION EXTENDED random')).toContainEqual(['is deterministic', 'false'])
      expect(await session.rows('DESCRIBE FUNCTION EXTENDED sum')).toContainEqual(['kind', 'AGGREGATE'])
      expect(await session.rows('DESCRIBE FUNCTION EXTENDED range')).toContainEqual(['kind', 'TABLE'])
    })

    test("a function of the user's hides a built-in one, and a temporary one hides that", async () => {
      await session.run('CREATE FUNCTION abs(a, b) AS a + b')
      expect(await session.rows('DESCRIBE FUNCTION EXTENDED abs')).toEqual([
        ['is system function', 'false'],
        ['is temporary', 'false'],
        ['function language', 'SQL'],
        ['kind', 'SCALAR'],
        ['signature', 'abs(a, b)'],
      ])
      await session.run('CREATE TEMP FUNCTION abs(c) AS c')
      expect(await session.rows('DESCRIBE FUNCTION abs')).toContainEqual(['is temporary', 'true'])
      expect(await session.rows('DESCRIBE FUNCTION default_catalog.default_database.abs')).toContainEqual(['is temporary', 'false'])
    })

    test("fails in Flink's words where there is none", async () => {
      expect(await session.error('DESCRIBE FUNCTION a.nosuch')).toMatchObject({
        code: 'STATEMENT.NOT_FOUND',
        publicMessage: "Function with the identifier 'a.nosuch' doesn't exist.",
      })
    })
  })

  describe('SHOW … FROM what is not there', () => {
    beforeEach(() => session.run('CREATE TEMPORARY TABLE everywhere (a INT)'))

    test.each([
      ['SHOW TABLES FROM nosuch', "Database 'default_catalog'.'nosuch' doesn't exist."],
      ['SHOW TABLES IN default_catalog.nosuch', "Database 'default_catalog'.'nosuch' doesn't exist."],
      ['SHOW VIEWS FROM nosuch', "Database 'default_catalog'.'nosuch' doesn't exist."],
      ['SHOW FUNCTIONS FROM nosuch', "Database 'default_catalog'.'nosuch' doesn't exist."],
      ['SHOW TABLES FROM nosuch.main', 'Catalog nosuch does not exist.'],
      ["SHOW DATABASES FROM nosuch LIKE '%'", 'Catalog nosuch does not exist.'],
    ])("%s fails in Flink's words", async (sql, publicMessage) => {
      expect(await session.error(sql)).toMatchObject({ code: 'STATEMENT.NOT_FOUND', publicMessage })
    })
  })
})
