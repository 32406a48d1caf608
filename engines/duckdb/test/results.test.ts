import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { countRows, type RowBatch, type SeekableResultSource, type StatementOutcome } from '@sql-gateway/gateway-common'
import { openEngine, readAll } from './support/engine-under-test.js'

v8.setFlagsFromString('--expose-gc')
const collect: () => void = vm.runInNewContext('gc')

const MANY = 2 ** 30
const NEVER = new AbortController().signal

function seekable(outcome: StatementOutcome): SeekableResultSource {
  if (!outcome.rows.seekable) throw new TypeError('the results of DuckDB are seekable')
  return outcome.rows
}

function bigints(batches: readonly RowBatch[]): bigint[] {
  return batches.flatMap(({ columns: [first] }) => (first?.layout === 'int64' ? [...first.values] : []))
}

/** Reads on until the result ends or fails; gives how many rows came and the error. */
async function readOn(outcome: StatementOutcome): Promise<{ rows: number; error: unknown }> {
  const source = seekable(outcome)
  let rows = 0
  try {
    for (;;) {
      await source.ready(rows, NEVER)
      const page = await source.read(rows, { maxRows: 50_000, maxBytes: MANY })
      rows += countRows(page.batches)
      if (page.endOfData) return { rows, error: undefined }
    }
  } catch (error) {
    return { rows, error }
  }
}

describe('engines/duckdb: results that fail after their first rows', () => {
  // A chunk has 2048 rows; 20 MB are 200,000 rows of some 100 bytes.
  test.each([
    ['some chunks', "SELECT CASE WHEN i < 50000 THEN i ELSE error('the row is bad') END AS n FROM range(100000) t(i)", 50_000],
    ['20 MB', "SELECT CASE WHEN i < 200000 THEN repeat('x', 100) ELSE error('the row is bad') END AS n FROM range(300000) t(i)", 200_000],
    ['1,000,000 rows', "SELECT CASE WHEN i < 1000000 THEN i ELSE error('the row is bad') END AS n FROM range(1100000) t(i)", 1_000_000],
  ])('say why after %s, and never end as if they were whole', async (_, sql, goodRows) => {
    await using duckdb = await openEngine({ streamingBuffer: 64 * 1024, threads: 1 })
    const session = await duckdb.open()
    const outcome = await session.execute(sql)
    const { rows, error } = await readOn(outcome)
    expect(error).toMatchObject({ code: 'STATEMENT.DATA', publicMessage: expect.stringContaining('the row is bad') })
    expect(rows).toBeGreaterThan(0)
    expect(rows).toBeLessThanOrEqual(goodRows)
    await outcome.rows.close()
    expect(await session.value('SELECT 1')).toBe('1')
    await session.close()
  })

  test('fail at once where the failure is within what DuckDB computes ahead', async () => {
    await using duckdb = await openEngine()
    const session = await duckdb.open()
    const failing = session.execute("SELECT CASE WHEN i < 5000 THEN i ELSE error('the row is bad') END AS n FROM range(100000) t(i)")
    await expect(failing).rejects.toMatchObject({ code: 'STATEMENT.DATA', publicMessage: expect.stringContaining('the row is bad') })
    await session.close()
  })

  test('are not computed again where that could have effects', async () => {
    await using duckdb = await openEngine({ streamingBuffer: 64 * 1024, threads: 1 })
    const session = await duckdb.open()
    await session.run('CREATE SEQUENCE s')
    const error = await session.error("SELECT nextval('s'), CASE WHEN i < 400000 THEN i ELSE error('bad') END FROM range(500000) t(i)")
    expect(error.publicMessage).toMatch(/after \d+ rows/)
    const next = Number(await session.value("SELECT nextval('s')"))
    expect(next).toBeLessThanOrEqual(500_001)
    await session.close()
  })
})

describe('engines/duckdb: every statement that returns rows', () => {
  test.each<readonly [string, readonly (readonly string[])[]]>([
    [
      "VALUES (1, 'a'), (2, 'b')",
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
    ],
    [
      'FROM t ORDER BY k',
      [
        ['1', 'x'],
        ['2', 'y'],
        ['3', 'x'],
      ],
    ],
    ['FROM t SELECT max(k)', [['3']]],
    ["WITH a AS (SELECT k FROM t WHERE v = 'x') SELECT sum(k) FROM a", [['4']]],
    [
      'PIVOT t ON v USING count(*)',
      [
        ['1', '1', '0'],
        ['2', '0', '1'],
        ['3', '1', '0'],
      ],
    ],
    [
      'UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ["INSERT INTO t VALUES (9, 'z') RETURNING k + 1 AS next", [['10']]],
    ["WITH a AS (SELECT 8 AS k) INSERT INTO t SELECT k, 'w' FROM a RETURNING *", [['8', 'w']]],
    ["UPDATE t SET v = 'q' WHERE k = 1 RETURNING *", [['1', 'q']]],
    ['DELETE FROM t WHERE k = 2 RETURNING k', [['2']]],
    ['EXECUTE twice(21)', [['42']]],
    [
      'TABLE t',
      [
        ['1', 'x'],
        ['2', 'y'],
        ['3', 'x'],
      ],
    ],
    ['SELECT * FROM (SHOW TABLES)', [['t']]],
    ['SELECT * FROM t WHERE false', []],
    ['SELECT 1 AS a, 2 AS a, 3 AS " ", 4 AS "ä ""b"', [['1', '2', '3', '4']]],
    [
      "CALL pragma_table_info('t')",
      [
        ['0', 'k', 'BIGINT', 'false', 'NULL', 'false'],
        ['1', 'v', 'VARCHAR', 'false', 'NULL', 'false'],
      ],
    ],
  ])('%s', async (sql, rows) => {
    await using duckdb = await openEngine()
    const session = await duckdb.open()
    await session.run("CREATE TABLE t AS SELECT * FROM (VALUES (1::BIGINT, 'x'), (2, 'y'), (3, 'x')) AS s(k, v)")
    await session.run('PREPARE twice AS SELECT 2 * $1::INTEGER')
    expect(await session.rows(sql)).toEqual(rows)
    await session.close()
  })

  test.each([
    ['SUMMARIZE t', 'column_name', 2],
    ['PRAGMA table_info(t)', 'name', 2],
    ['DESCRIBE SELECT * FROM t', 'column_name', 2],
    ['SHOW ALL TABLES', 'name', 1],
  ])('%s has a column %s and %i rows', async (sql, column, rows) => {
    await using duckdb = await openEngine()
    const session = await duckdb.open()
    await session.run("CREATE TABLE t AS SELECT 1 AS k, 'x' AS v")
    const result = await session.run(sql)
    expect(result.names).toContain(column)
    expect(result.rows.length).toBe(rows)
    await session.close()
  })

  test('names of columns come as they are, also twice and odd', async () => {
    await using duckdb = await openEngine()
    const session = await duckdb.open()
    expect((await session.run('SELECT 1 AS a, 2 AS a, 3 AS " ", 4 AS "ä ""b", 5 AS rowid')).names).toEqual(['a', 'a', ' ', 'ä "b', 'rowid'])
    await session.close()
  })
})

describe('engines/duckdb: where results are kept', () => {
  test('rows beyond the memory of a result are read from its file, from any place', async () => {
    await using duckdb = await openEngine({ resultMemoryRows: 10_000 })
    const session = await duckdb.open()
    const outcome = await session.execute('SELECT i FROM range(300000) t(i)')
    const source = seekable(outcome)
    await source.ready(300_000, NEVER)
    for (const start of [0, 9_999, 10_000, 123_456, 299_999, 5]) {
      const { batches } = await source.read(start, { maxRows: 3, maxBytes: MANY })
      const values = bigints(batches)
      expect(values[0]).toBe(BigInt(start))
      expect(values.length).toBeGreaterThan(0)
    }
    expect(await source.read(300_000, { maxRows: 3, maxBytes: MANY })).toEqual({ batches: [], endOfData: true })
    await source.close()
    await session.close()
  })

  test('they outlive the next statements, a rollback, the table and the session', async () => {
    await using duckdb = await openEngine({ resultMemoryRows: 100 })
    const session = await duckdb.open()
    await session.run('BEGIN')
    await session.run('CREATE TABLE t AS SELECT i FROM range(50000) r(i)')
    const outcome = await session.execute('SELECT * FROM t ORDER BY i')
    const source = seekable(outcome)
    await source.ready(50_000, NEVER)
    await session.run('ROLLBACK')
    expect((await session.error('SELECT * FROM t')).code).toBe('STATEMENT.NOT_FOUND')
    await session.close()
    expect(bigints((await source.read(49_998, { maxRows: 9, maxBytes: MANY })).batches)).toEqual([49_998n, 49_999n])
    await source.close()
  })

  test('what is beyond the disk limit fails with RESULT.TOO_LARGE, and closing gives the disk back', async () => {
    await using duckdb = await openEngine({ resultMemoryRows: 0, resultDiskLimit: 1024 * 1024, streamingBuffer: 64 * 1024 })
    const session = await duckdb.open()
    const outcome = await session.execute('SELECT i FROM range(1000000) t(i)')
    expect((await readOn(outcome)).error).toMatchObject({ code: 'RESULT.TOO_LARGE' })
    await outcome.rows.close()
    const second = await session.execute('SELECT i FROM range(50000) t(i)')
    expect(await readOn(second)).toEqual({ rows: 50_000, error: undefined })
    await second.rows.close()
    await session.close()
  })

  test('a result that nobody closes keeps nothing of its statement', async () => {
    await using duckdb = await openEngine()
    const session = await duckdb.open()
    const execute = async (i: number) => {
      const outcome = await session.execute(`SELECT ${i} AS a, i FROM range(10) t(i) -- ${'x'.repeat(2_000_000)}`)
      await readAll(outcome)
      return outcome
    }
    await execute(0)
    collect()
    const before = process.memoryUsage().heapUsed
    const outcomes = []
    for (let i = 1; i <= 20; i++) outcomes.push(await execute(i))
    await session.run('SELECT 1')
    collect()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(15_000_000)
    for (const { rows } of outcomes) await rows.close()
    await session.close()
  })

  test('nothing is left of closed results, in memory or on disk', async () => {
    await using duckdb = await openEngine({ resultMemoryRows: 10 })
    const session = await duckdb.open()
    for (let i = 0; i < 20; i++) {
      const outcome = await session.execute('SELECT i FROM range(20000) t(i)')
      if (i % 2 === 0) await seekable(outcome).ready(20_000, NEVER)
      await outcome.rows.close()
    }
    await session.close()
    expect(await readdir(join(duckdb.dataDirectory, 'spool'))).toEqual([])
  })

  test('300 short results in a row are all whole', async () => {
    await using duckdb = await openEngine()
    const session = await duckdb.open()
    for (let i = 0; i < 300; i++) expect((await session.rows(`SELECT x FROM range(9) t(x) ORDER BY x DESC LIMIT 3`)).length).toBe(3)
    await session.close()
  })
})
