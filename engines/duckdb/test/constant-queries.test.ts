import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isConstantQuery } from '../src/statement/constant-query.js'
import { parseStatement } from '../src/statement/parse-statement.js'
import { openEngine, type TestEngine } from './support/engine-under-test.js'

const isConstant = (sql: string) => isConstantQuery(parseStatement(sql))

describe('engines/duckdb/src/statement/constant-query', () => {
  test.each(['SELECT 1', "select 'it''s' -- ping", 'SELECT 1 AS one, -2.5e3 AS "two", NULL;', 'SELECT TRUE, 1 + 2 * 3', 'SELECT 1 AS `x`'])(
    'is one: %s',
    (sql) => expect(isConstant(sql)).toBe(true),
  )

  test('a very long text is none, since what is prepared stays with the connection', () => {
    expect([isConstant(`SELECT '${'x'.repeat(9_000)}'`), isConstant(`SELECT '${'x'.repeat(10_000)}'`)]).toEqual([true, false])
  })

  test.each([
    'SELECT',
    'SELECT a',
    'SELECT now()',
    'SELECT (1)',
    'SELECT [1]',
    'SELECT current_date',
    "SELECT '1'::INTEGER",
    "SELECT mood 'happy'",
    'SELECT 1 one',
    'SELECT 1 FROM t',
    'SELECT 1 UNION SELECT 2',
    'SELECT $1',
    "SELECT 'a' 'b'",
    "SELECT 1 AS mood 'happy'",
    "SELECT 1 AS one 'x'",
    'VALUES (1)',
    'TABLE t',
    `SELECT ${'1, '.repeat(100)}1`,
  ])('may depend on something, or have more rows: %s', (sql) => expect(isConstant(sql)).toBe(false))
})

describe('engines/duckdb: constant queries', () => {
  let engine: TestEngine

  beforeAll(async () => {
    engine = await openEngine()
  })
  afterAll(() => engine.close())

  test('answer again and again, each with its own row, columns and types', async () => {
    const session = await engine.open()
    for (const [sql, names, row, types] of [
      ['SELECT 1', ['1'], ['1'], ['INTEGER']],
      ['SELECT 1', ['1'], ['1'], ['INTEGER']],
      ["SELECT 'é' AS a, NULL AS b, 1.50", ['a', 'b', '1.50'], ['é', 'NULL', '1.50'], ['VARCHAR', 'INTEGER', 'DECIMAL']],
      ['SELECT 1', ['1'], ['1'], ['INTEGER']],
    ] as const) {
      const found = await session.run(sql)
      expect([found.names, found.rows]).toEqual([names, [row]])
      expect(found.schema.columns.map(({ type }) => type.root)).toEqual(types)
      expect(found.outcome).toMatchObject({ isQueryResult: true, resultKind: 'SUCCESS_WITH_CONTENT' })
    }
  })

  test('fail like others, with the place in the text, and leave the connection usable', async () => {
    const session = await engine.open()
    expect(await session.error("SELECT 1 +\n  'x'")).toMatchObject({
      code: 'STATEMENT.INVALID',
      details: { position: { line: 1, column: 10 } },
    })
    expect(await session.rows('SELECT 2')).toEqual([['2']])
  })

  test('fail in a transaction that has failed, and work after its end', async () => {
    const session = await engine.open()
    await session.run('SELECT 1')
    await session.run('BEGIN')
    await session.error("SELECT error('out of luck')")
    expect((await session.error('SELECT 1')).code).toBe('STATEMENT.TRANSACTION')
    await session.run('ROLLBACK')
    expect(await session.rows('SELECT 1')).toEqual([['1']])
  })
})
