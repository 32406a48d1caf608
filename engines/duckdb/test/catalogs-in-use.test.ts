import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openEngine, type TestEngine, type TestSession } from './support/engine-under-test.js'

describe('engines/duckdb: catalogs that sessions share', () => {
  let engine: TestEngine
  let one: TestSession
  let other: TestSession

  beforeEach(async () => {
    engine = await openEngine()
    one = await engine.open()
    other = await engine.open()
    await one.run("CREATE CATALOG shared WITH ('type' = 'duckdb', 'path' = 'shared.duckdb')")
    await one.run('CREATE TABLE shared.main.t (a INT)')
  })
  afterEach(() => engine.close())

  const inUse = { code: 'STATEMENT.INVALID', publicMessage: expect.stringContaining('open transaction uses it') }

  describe('one that an open transaction uses is not dropped', () => {
    test.each([
      ['a table of it', [], 'INSERT INTO shared.main.t VALUES (1)'],
      ['a table of it, in quotes and capitals', [], 'SELECT count(*) FROM (SELECT (SELECT max(a) FROM "Shared".`main`.t))'],
      ['a view on it', ['CREATE VIEW inner_view AS FROM shared.main.t', 'CREATE VIEW v AS SELECT * FROM inner_view'], 'FROM v'],
      ['a macro on it', ['CREATE MACRO m() AS TABLE FROM shared.main.t'], 'FROM m()'],
      ['a temporary view on it', ['CREATE TEMP VIEW tv AS FROM shared.main.t'], 'FROM tv'],
      ['a prepared statement', ['PREPARE p AS FROM shared.main.t'], 'EXECUTE p'],
    ])('through %s', async (_, before, use) => {
      for (const sql of [...before, 'BEGIN', use, 'SELECT 1']) await other.run(sql)
      for (const sql of ['DROP CATALOG shared', 'DETACH shared']) expect(await one.error(sql)).toMatchObject(inUse)
      await other.run('ROLLBACK')
      await one.run('DROP CATALOG shared')
      expect(await one.rows('SHOW CATALOGS')).toEqual([['default_catalog']])
    })

    test('by the session itself', async () => {
      await one.run('BEGIN')
      await one.run('INSERT INTO shared.main.t VALUES (1)')
      expect(await one.error('DROP CATALOG shared')).toMatchObject(inUse)
      await one.run('COMMIT')
      await one.run('DROP CATALOG shared')
    })
  })

  test('one that a statement at work uses is not dropped until its rows are read', async () => {
    const outcome = await other.execute(
      'SELECT a.range * b.range FROM range(100000000) a, range(100000000) b, (SELECT count(*) FROM shared.main.t)',
    )
    expect(await one.error('DROP CATALOG shared')).toMatchObject(inUse)
    await outcome.rows.close()
    await one.run('DROP CATALOG shared')
  })

  test('work elsewhere does not keep it', async () => {
    await other.run('CREATE TABLE own (a INT)')
    await other.run('PREPARE p AS FROM own')
    for (const sql of ['BEGIN', 'INSERT INTO own VALUES (1)', 'EXECUTE p']) await other.run(sql)
    await one.run('DROP CATALOG shared')
    await other.run('COMMIT')
  })

  describe('SHOW CATALOGS, of every session,', () => {
    const shown = () => other.rows('SHOW CATALOGS')

    test('follows ATTACH and DETACH in SQL', async () => {
      await one.run("ATTACH ':memory:' AS added")
      expect(await shown()).toEqual([['added'], ['default_catalog'], ['shared']])
      expect(await other.raw.catalog.listCatalogs()).toEqual(['added', 'default_catalog', 'shared'])
      await one.run('DETACH added')
      expect(await shown()).toEqual([['default_catalog'], ['shared']])
    })

    test.each(['ROLLBACK', 'COMMIT'])('follows the %s of an ATTACH', async (end) => {
      await one.run('BEGIN')
      await one.run("ATTACH ':memory:' AS added")
      expect(await shown()).toEqual([['added'], ['default_catalog'], ['shared']])
      await one.run(end)
      expect(await shown()).toEqual(end === 'COMMIT' ? [['added'], ['default_catalog'], ['shared']] : [['default_catalog'], ['shared']])
    })

    test('follows the end of a session that had attached within a transaction', async () => {
      await one.run('BEGIN')
      await one.run("ATTACH ':memory:' AS added")
      await one.close()
      expect(await shown()).toEqual([['default_catalog'], ['shared']])
    })
  })

  test("a fresh catalog of Flink's memory type shows main only once it holds something", async () => {
    await one.run("CREATE CATALOG g WITH ('type' = 'generic_in_memory')")
    expect(await one.rows('SHOW DATABASES FROM g')).toEqual([['default']])
    await one.run('CREATE VIEW g.main.v AS SELECT 1')
    expect(await one.rows('SHOW DATABASES FROM g')).toEqual([['default'], ['main']])
    expect(await one.rows('SHOW DATABASES FROM shared')).toEqual([['main']])
  })
})
