import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { countRows } from '@sql-gateway/gateway-common'
import { codeOf, openEngine, readAll, type TestEngine, type TestSession } from './support/engine-under-test.js'

/** A query that fails at a row; 20 MB come before it where the rows are wide. */
function failing(row: number, options: { wide?: boolean } = {}): string {
  const value = options.wide === true ? "repeat('x', 1024)" : 'i::VARCHAR'
  return `SELECT CASE WHEN i < ${row} THEN ${value} ELSE error('row ' || i || ' is bad') END AS a FROM range(${row * 2}) AS t(i)`
}

describe('engines/duckdb/src/result/late-failure', () => {
  let engine: TestEngine
  let session: TestSession

  // One thread and a small buffer: DuckDB does not come upon the bad row before the rows in front of it were read.
  beforeAll(async () => {
    engine = await openEngine({ threads: 1, streamingBuffer: 64 * 1024 })
  })
  afterAll(() => engine.close())

  test.each([
    ['after the first chunk', failing(30_000), 'row 30000 is bad'],
    ['after 20 MB', failing(20_000, { wide: true }), 'row 20000 is bad'],
    ['after 1,000,000 rows', failing(1_000_000), 'row 1000000 is bad'],
  ])('an error %s is an error, with the text of DuckDB and the number of rows before it', async (_, sql, reason) => {
    session = await engine.open()
    const outcome = await session.execute(sql)
    await expect(readAll(outcome)).rejects.toMatchObject({
      code: 'STATEMENT.DATA',
      publicMessage: expect.stringMatching(new RegExp(`${reason}\\nThe statement failed after \\d+ rows`)),
    })
    await outcome.rows.close()
    expect(await session.value('SELECT 42')).toBe('42')
  })

  test('the reason has its line and column in the text of the user', async () => {
    session = await engine.open()
    const sql = "SELECT\n  CAST(CASE WHEN i < 100000 THEN i::VARCHAR ELSE 'abc' END AS INTEGER) AS a\nFROM range(200000) AS t(i);"
    expect(await session.error(sql)).toMatchObject({ code: 'STATEMENT.DATA', details: { position: { line: 2, column: 3 } } })
  })

  test('an error within the streaming buffer fails the statement itself', async () => {
    session = await engine.open()
    expect(await codeOf(session.execute(failing(100)))).toBe('STATEMENT.DATA')
  })

  test.each([
    ['a sequence', "nextval('advanced')"],
    ['random numbers', '(random() * 0)::INT'],
  ])(
    'an error behind the first chunks has its text where rows are of fixed width, also if they cannot be computed again: %s',
    async (_, added) => {
      await using large = await openEngine({ threads: 1 })
      session = await large.open()
      await session.run('CREATE SEQUENCE advanced')
      await expect(
        session.execute(`SELECT (CASE WHEN i > 5000 THEN '12x' ELSE '1' END)::INT + ${added} AS a FROM range(10000) t(i)`),
      ).rejects.toMatchObject({ code: 'STATEMENT.DATA', publicMessage: expect.stringMatching(/'12x'(?!.*The statement failed after)/s) })
    },
  )

  test('a result of several pages gives the error at every later read', async () => {
    session = await engine.open()
    const { rows } = await session.execute(failing(200_000))
    await expect(rows.seekable ? rows.ready(1_000_000, new AbortController().signal) : undefined).rejects.toMatchObject({
      code: 'STATEMENT.DATA',
    })
    const limit = { maxRows: 10, maxBytes: 1024 }
    for (const row of [0, 100_000]) expect(await codeOf(rows.seekable ? rows.read(row, limit) : rows.read(limit))).toBe('STATEMENT.DATA')
    await rows.close()
  })

  test('looking for the reason leaves no trace: a sequence is not advanced again', async () => {
    session = await engine.open()
    await session.run('CREATE SEQUENCE numbers')
    const sql = "SELECT CASE WHEN i < 100000 THEN nextval('numbers') ELSE error('bad') END AS a FROM range(200000) AS t(i)"
    expect(await session.error(sql)).toMatchObject({ code: 'ENGINE.FAILED' })
    expect(Number(await session.value("SELECT nextval('numbers')"))).toBe(100_001)
  })

  test('within a transaction the result fails too, and the transaction waits for its ROLLBACK', async () => {
    session = await engine.open()
    await session.run('BEGIN')
    expect(await session.error(failing(100_000))).toMatchObject({
      code: 'ENGINE.FAILED',
      publicMessage: expect.stringContaining('failed after'),
    })
    expect((await session.error('SELECT 1')).code).toBe('STATEMENT.TRANSACTION')
    await session.run('ROLLBACK')
    expect(await session.value('SELECT 1')).toBe('1')
  })

  test('a whole result of as many rows does not fail', async () => {
    session = await engine.open()
    const outcome = await session.execute('SELECT i FROM range(1000000) AS t(i)')
    expect(countRows(await readAll(outcome))).toBe(1_000_000)
    await outcome.rows.close()
  })
})
