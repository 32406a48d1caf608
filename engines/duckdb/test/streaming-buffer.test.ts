import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { createCallGate } from '../src/database/call-gate.js'
import { createLoopShare } from '../src/database/loop-share.js'
import { startStatement } from '../src/result/start-statement.js'
import { createStreamingBuffer, LEAST_BUFFER_BYTES, setBufferSql } from '../src/result/streaming-buffer.js'
import { codeOf, openEngine, readAll } from './support/engine-under-test.js'

const MB = 1024 * 1024
const CHUNK_ROWS = 2048
/** One that waits to be read, and one that is being computed. */
const LEAST_ROWS = 2 * CHUNK_ROWS

describe('engines/duckdb/src/result/streaming-buffer', () => {
  let instance: DuckDBInstance

  // One thread, so that nothing is computed once a statement has started.
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  })
  afterAll(() => instance.closeSync())

  /** How many rows of an endless result DuckDB has computed when its statement has started and nobody has read anything. */
  async function rowsAhead(column: string, bufferBytes: number | undefined): Promise<number> {
    const native = await instance.connect()
    await native.run(`CREATE OR REPLACE SEQUENCE computed; ${setBufferSql(LEAST_BUFFER_BYTES)}`)
    const gate = createCallGate({ calls: 1, young: 1 }, SYSTEM_CLOCK)
    const channel = {
      native,
      gate,
      clock: SYSTEM_CLOCK,
      signal: new AbortController().signal,
      buffer: createStreamingBuffer(native),
      loop: createLoopShare(SYSTEM_CLOCK),
    }
    const sql = `SELECT nextval('computed'), ${column} FROM range(1000000000000) t(i)`
    const source = { text: sql, start: 0, end: sql.length, prefix: '' }
    const { result } = await startStatement(channel, { sql, source, kind: 'SELECT', isPlainQuery: true, bufferBytes }, () => undefined)
    const other = await instance.connect()
    const counted = await other.runAndReadAll("SELECT last_value FROM duckdb_sequences() WHERE sequence_name = 'computed'")
    for (const connection of [other, native]) connection.closeSync()
    expect(result.columnCount).toBe(2)
    return Number(counted.getRows()[0]?.[0])
  }

  test.each([
    ['a text', "repeat('x', 1000) || i"],
    ['a byte array', "encode(repeat('x', 1000))"],
    ['bits', "bitstring('1', 8000)"],
    ['a text in a list', "[repeat('x', 1000) || i]"],
    ['a text in a list of an array', "[array_value(repeat('x', 500) || i, 'y')]"],
    ['a text in a struct', "{'n': i, 't': repeat('x', 1000) || i}"],
    ['a key of a map', "MAP {repeat('x', 1000) || i: i}"],
    ['a value of a map', "MAP {i: repeat('x', 1000) || i}"],
    ['a number of any size', 'i::BIGNUM'],
    ['a value that is cast before it is read', 'union_value(k := i)'],
  ])('DuckDB computes a chunk or two ahead where it does not know what a row takes: %s', async (_, column) => {
    expect(await rowsAhead(column, 16 * MB)).toBeLessThanOrEqual(LEAST_ROWS)
  })

  test.each([
    ['numbers', 'i * 2'],
    ['times', "TIMESTAMP_NS '2020-01-01 00:00:00'"],
    ['UUIDs', 'uuid()'],
    ['lists of numbers', '[i, i]'],
    ['structs of numbers', "{'a': i, 'b': [i]}"],
  ])('DuckDB computes as far ahead as it is told where it knows what a row takes: %s', async (_, column) => {
    const rows = await rowsAhead(column, 4 * MB)
    expect(rows).toBeGreaterThan(8 * CHUNK_ROWS)
    expect(rows * 16).toBeLessThan(5 * MB)
  })

  test('DuckDB computes a chunk or two ahead where more is not asked for', async () => {
    expect(await rowsAhead('i', LEAST_BUFFER_BYTES)).toBeLessThanOrEqual(LEAST_ROWS)
    expect(await rowsAhead('i', undefined)).toBeLessThanOrEqual(LEAST_ROWS)
  })
})

describe('engines/duckdb: results that have not begun', () => {
  const failing = (row: number, value: string) =>
    `SELECT CASE WHEN i < ${row} THEN ${value} ELSE error('row ' || i || ' is bad') END AS a FROM range(${row * 2}) AS t(i)`

  test.each([
    ['texts', failing(100_000, 'i::VARCHAR')],
    ['long texts', failing(10_000, "repeat('x', 1000)")],
    ['numbers', failing(500_000, 'i')],
  ])('fail at once, with the reason, however far DuckDB computes ahead: %s', async (_, sql) => {
    await using engine = await openEngine()
    const session = await engine.open()
    await expect(session.execute(sql)).rejects.toMatchObject({
      code: 'STATEMENT.DATA',
      publicMessage: expect.stringMatching(/row \d+ is bad/),
    })
    expect(await session.value('SELECT 42')).toBe('42')
  })

  test('fail within a transaction with the words of DuckDB where it computes ahead', async () => {
    await using engine = await openEngine()
    const session = await engine.open()
    await session.run('BEGIN')
    await expect(session.execute(failing(500_000, 'i'))).rejects.toMatchObject({
      code: 'STATEMENT.DATA',
      publicMessage: expect.stringContaining('row 500000 is bad'),
    })
    await session.run('ROLLBACK')
    expect(await session.value('SELECT 42')).toBe('42')
  })

  test('begin once as much is kept as the option says, and fail later beyond', async () => {
    await using engine = await openEngine({ streamingBuffer: MB, threads: 1 })
    const session = await engine.open()
    const outcome = await session.execute(failing(10_000, "repeat('x', 1000)"))
    expect(await codeOf(readAll(outcome))).toBe('STATEMENT.DATA')
    await outcome.rows.close()
  })

  test('take no disk and no memory any more once they have failed', async () => {
    await using engine = await openEngine({ resultMemoryRows: 0, resultDiskLimit: 12 * MB })
    const session = await engine.open()
    for (let i = 0; i < 5; i++) expect(await codeOf(session.execute(failing(10_000, "repeat('x', 1000)")))).toBe('STATEMENT.DATA')
    expect(await session.rows("SELECT repeat('x', 1000) FROM range(10000)")).toHaveLength(10_000)
  })

  test('fail at once where there is no disk for them', async () => {
    await using engine = await openEngine({ resultMemoryRows: 0, resultDiskLimit: MB })
    const session = await engine.open()
    expect(await codeOf(session.execute("SELECT repeat('x', 1000) FROM range(10000)"))).toBe('RESULT.TOO_LARGE')
    expect(await session.value('SELECT 42')).toBe('42')
  })

  test('a small buffer for one statement is a large one again for the next', async () => {
    await using engine = await openEngine()
    const session = await engine.open()
    for (let i = 0; i < 3; i++) {
      expect(await session.rows("SELECT 'a' || i FROM range(3000) t(i)")).toHaveLength(3000)
      await session.run('BEGIN')
      expect(await session.rows('SELECT i FROM range(300000) t(i)')).toHaveLength(300_000)
      await session.run('COMMIT')
    }
  })
})
