import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openEngine, type TestEngine, type TestSession } from './support/engine-under-test.js'

describe('engines/duckdb/src/session/run-statement', () => {
  let engine: TestEngine
  let session: TestSession

  beforeEach(async () => {
    engine = await openEngine()
    session = await engine.open()
    await session.run('CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR)')
    await session.run("INSERT INTO t VALUES (1, 'one'), (2, 'two')")
    await session.run('CREATE TABLE kept AS FROM range(3)')
    await session.run('PREPARE one AS SELECT 1')
  })
  afterEach(async () => await engine[Symbol.asyncDispose]())

  test.each([
    ['SELECT id FROM t ORDER BY id', [['1'], ['2']]],
    ['(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1', [['1'], ['2']]],
    ['VALUES (1), (2)', [['1'], ['2']]],
    [
      'FROM t',
      [
        ['1', 'one'],
        ['2', 'two'],
      ],
    ],
    [
      'TABLE t',
      [
        ['1', 'one'],
        ['2', 'two'],
      ],
    ],
    ['WITH a AS (SELECT 5 AS x) SELECT x FROM a', [['5']]],
    ['WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) FROM r', [['1'], ['2'], ['3']]],
    [
      "PIVOT t ON name IN ('one', 'two') USING count(*) GROUP BY id",
      [
        ['1', '1', '0'],
        ['2', '0', '1'],
      ],
    ],
    [
      'PIVOT t ON name USING count(*) GROUP BY id ORDER BY id',
      [
        ['1', '1', '0'],
        ['2', '0', '1'],
      ],
    ],
    [
      'UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ["INSERT INTO t VALUES (3, 'three') RETURNING name, id", [['three', '3']]],
    ["UPDATE t SET name = 'drei' WHERE id = 2 RETURNING name", [['drei']]],
    ['DELETE FROM t WHERE id = 2 RETURNING id, id', [['2', '2']]],
    ["MERGE INTO t USING (SELECT 2 AS id) AS s USING (id) WHEN MATCHED THEN UPDATE SET name = 'two' RETURNING merge_action", [['UPDATE']]],
    ['WITH a AS (SELECT 9 AS id) INSERT INTO t FROM (SELECT id, NULL FROM a) RETURNING id', [['9']]],
    ['SELECT 1 WHERE false', []],
    ["-- a comment\nSELECT 'a;b' /* ; */ ;", [['a;b']]],
  ])('gives the rows of %s as those of a query', async (sql, expected) => {
    const { rows, outcome } = await session.run(sql)
    expect(rows).toEqual(expected)
    expect(outcome).toMatchObject({ isQueryResult: true, resultKind: 'SUCCESS_WITH_CONTENT' })
    expect(outcome.jobId).toBeUndefined()
  })

  test.each([
    ['SHOW t', 'column_name'],
    ['SHOW ALL TABLES', 'database'],
    ['DESCRIBE SELECT 1', 'column_name'],
    ['SUMMARIZE t', 'column_name'],
    ["PRAGMA table_info('t')", 'cid'],
    ["CALL pragma_table_info('t')", 'cid'],
  ])('gives the rows of %s, which is no query', async (sql, column) => {
    const { names, rows, outcome } = await session.run(sql)
    expect(names[0]).toBe(column)
    expect(rows.length).toBeGreaterThan(0)
    expect(outcome).toMatchObject({ isQueryResult: false, resultKind: 'SUCCESS_WITH_CONTENT' })
  })

  test('runs prepared statements, those that return rows and those that change some', async () => {
    await session.run('PREPARE find AS SELECT name FROM t WHERE id = $1')
    await session.run("PREPARE add AS INSERT INTO t VALUES ($1, 'x')")
    expect(await session.rows('EXECUTE find(2)')).toEqual([['two']])
    expect((await session.run('EXECUTE add(7)')).outcome).toMatchObject({ affectedRows: 1n, isQueryResult: false })
  })

  test.each([
    ["INSERT INTO t VALUES (4, 'x'), (5, 'y')", 2n],
    ["UPDATE t SET name = 'z' WHERE id > 0", 2n],
    ['WITH a AS (SELECT 2 AS id) DELETE FROM t USING a WHERE t.id = a.id', 1n],
    ['DELETE FROM t WHERE id > 100', 0n],
    ['MERGE INTO t USING (SELECT 2 AS id) AS s USING (id) WHEN MATCHED THEN DELETE', 1n],
    ['CREATE TABLE copy AS FROM t', 2n],
    ['CREATE OR REPLACE TABLE copy AS FROM range(3)', 3n],
  ])('tells how many rows %s changed', async (sql, count) => {
    const { names, rows, outcome } = await session.run(sql)
    expect([names, rows]).toEqual([['rows affected'], [[String(count)]]])
    expect(outcome).toMatchObject({ affectedRows: count, isQueryResult: false, resultKind: 'SUCCESS_WITH_CONTENT' })
    expect(outcome.schema.columns[0]?.type).toEqual({ root: 'BIGINT', nullable: true })
  })

  test.each([
    'CREATE VIEW v AS FROM t',
    'ALTER TABLE kept ADD COLUMN extra INTEGER',
    "COMMENT ON TABLE kept IS 'x'",
    'DROP TABLE kept',
    'TRUNCATE kept',
    'TRUNCATE TABLE kept',
    'CREATE SEQUENCE s',
    "CREATE TYPE mood AS ENUM ('a')",
    'CREATE MACRO plus(a) AS a + 1',
    'BEGIN',
    'CHECKPOINT',
    'ANALYZE',
    'SET VARIABLE x = 1',
    'PREPARE two AS SELECT 1',
    'DEALLOCATE one',
  ])('answers %s with OK', async (sql) => {
    const { names, rows, outcome } = await session.run(sql)
    expect([names, rows]).toEqual([['result'], [['OK']]])
    expect(outcome).toMatchObject({ resultKind: 'SUCCESS', isQueryResult: false })
  })

  test('answers the statement that ends a transaction with OK', async () => {
    await session.run('BEGIN')
    expect(await session.rows('COMMIT')).toEqual([['OK']])
    await session.run('BEGIN')
    expect(await session.rows('ROLLBACK')).toEqual([['OK']])
  })

  test('keeps names of columns that repeat or are odd', async () => {
    const names = ['a', 'a', 'A', 'größe', 'it"s', "it's", 'rowid', ' ', 'SELECT', '😀']
    const columns = names.map((name, i) => `${i} AS "${name.replaceAll('"', '""')}"`)
    const { names: found, rows } = await session.run(`SELECT ${columns.join(', ')}`)
    expect([found, rows]).toEqual([names, [names.map((_, i) => String(i))]])
  })

  test('keeps them when columns have to be cast for their type', async () => {
    const { names, rows } = await session.run('SELECT 1 AS a, union_value(x := 2) AS a, {\'v\': 3::VARIANT} AS "b c", 4 ORDER BY 1')
    expect([names, rows]).toEqual([['a', 'a', 'b c', '4'], [['1', '2', '(3)', '4']]])
  })

  test('names columns as DuckDB does', async () => {
    expect((await session.run("SELECT 1, 1 + 1, count(*), upper('x')")).names).toEqual(['1', '(1 + 1)', 'count_star()', "upper('x')"])
  })

  test('refuses types that only a cast within the query makes readable, before anything has happened', async () => {
    await session.run('CREATE TABLE unions (u UNION(a INTEGER, b VARCHAR))')
    const error = await session.error('INSERT INTO unions VALUES (union_value(a := 1)) RETURNING u')
    expect(error).toMatchObject({ code: 'FEATURE.UNSUPPORTED', publicMessage: expect.stringContaining("'u'") })
    expect(await session.value('SELECT count(*) FROM unions')).toBe('0')
    expect(await session.rows('INSERT INTO unions VALUES (union_value(a := 1)) RETURNING u::VARCHAR')).toEqual([['1']])
  })

  test('says which parameters have no value', async () => {
    expect(await session.error('SELECT $1')).toMatchObject({
      code: 'STATEMENT.INVALID',
      publicMessage: expect.stringContaining('parameters: 1'),
    })
  })

  test('reads more columns than one turn of the event loop takes', async () => {
    const columns = Array.from({ length: 100 }, (_, i) => `i + ${i} AS c${i}`)
    const { rows } = await session.run(`SELECT ${columns.join(', ')} FROM range(3000) AS t(i)`)
    expect(rows).toHaveLength(3000)
    expect(rows[2999]).toEqual(Array.from({ length: 100 }, (_, i) => String(2999 + i)))
  })
})
