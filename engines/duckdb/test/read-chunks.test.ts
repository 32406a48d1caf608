import { type DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type ColumnVector, estimateBatchBytes, type RowBatch, textsOf, valueText } from '@sql-gateway/gateway-common'
import { createChunkReclaimer } from '../src/database/chunk-reclaimer.js'
import type { LoopShare } from '../src/database/loop-share.js'
import { readChunk, readNarrow } from '../src/result/read-chunks.js'
import { type ColumnReader, readerOf } from '../src/vector/column-reader.js'

const MB = 1024 * 1024

/** The first chunk of a query, and what it takes to read it. */
interface FirstChunk {
  readonly chunk: DuckDBDataChunk
  readonly columns: readonly ColumnReader[]
  readonly loop: LoopShare & { turns: number }
}

describe('engines/duckdb/src/result/read-chunks', () => {
  let instance: DuckDBInstance

  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:')
  })
  afterAll(() => instance.closeSync())

  async function firstChunk(sql: string): Promise<FirstChunk> {
    const connection = await instance.connect()
    const result = await connection.stream(sql)
    const columns = result.columnTypes().map((type, i) => readerOf(type, result.columnName(i)))
    const loop = {
      turns: 0,
      run: async <T>(work: () => T) => {
        loop.turns++
        return work()
      },
    }
    const chunk = await result.fetchChunk()
    if (chunk === null) throw new TypeError('No chunk')
    connection.closeSync()
    return { chunk, columns, loop }
  }

  function read({ chunk, columns, loop }: FirstChunk): Promise<readonly RowBatch[]> {
    const openers = columns.map(({ open }) => open)
    return readChunk(chunk, openers, { reclaimer: createChunkReclaimer(), loop })
  }

  /** The values of a column in some batches, each as text. */
  function shown({ columns }: FirstChunk, batches: readonly RowBatch[], column: number): readonly string[] {
    const { type } = columns[column] as ColumnReader
    return batches.flatMap((batch) =>
      Array.from({ length: batch.rowCount }, (_, row) => valueText(type, batch.columns[column] as ColumnVector, row)),
    )
  }

  /** The same rows read a few at a time, so that none of the chunks is wide. */
  async function readNarrowly(sqlOfRows: (from: number, to: number) => string, rows: number): Promise<readonly (readonly string[])[]> {
    const all: string[][] = [[], [], []]
    for (let from = 0; from < rows; from += 20) {
      const first = await firstChunk(sqlOfRows(from, from + 20))
      const batches = await read(first)
      expect(batches).toHaveLength(1)
      for (const [c, values] of all.entries()) values.push(...shown(first, batches, c))
    }
    return all
  }

  test('a text of 64 MB is copied over many turns, and whole', async () => {
    const first = await firstChunk(`SELECT repeat('0123456789abcdef', ${4 * MB}) || 'end' AS a`)
    const [batch] = await read(first)
    expect(first.loop.turns).toBeGreaterThan(10)
    const column = batch?.columns[0]
    if (column?.layout !== 'utf8view') throw new TypeError(column?.layout)
    const [text = ''] = textsOf(column)
    expect(text?.length).toBe(64 * MB + 3)
    expect([text?.startsWith('0123456789abcdef0'), text?.endsWith('abcdefend')]).toEqual([true, true])
  })

  test('texts of less than 4 MB in all come in one batch', async () => {
    const first = await firstChunk("SELECT repeat('x', 2000) || i FROM range(2000) t(i)")
    expect((await read(first)).map(({ rowCount }) => rowCount)).toEqual([2000])
  })

  test('short texts take one turn', async () => {
    const first = await firstChunk("SELECT 'a text of more than twelve bytes' || i FROM range(2048) t(i)")
    await read(first)
    expect(first.loop.turns).toBe(1)
  })

  test('many columns take several turns', async () => {
    const columns = Array.from({ length: 100 }, (_, i) => `i + ${i}`).join(', ')
    const first = await firstChunk(`SELECT ${columns} FROM range(10) t(i)`)
    const batches = await read(first)
    expect(first.loop.turns).toBeGreaterThan(3)
    expect(shown(first, batches, 99)).toEqual(Array.from({ length: 10 }, (_, i) => String(i + 99)))
  })

  const LONG = "CASE WHEN i % 7 = 0 THEN NULL WHEN i % 5 = 0 THEN 'short' ELSE repeat(chr(97 + (i % 26)::INT), 20000 + i::INT) || i END"
  test.each([
    ['texts', LONG],
    ['lists', `[${LONG}, 'short', ${LONG}]`],
    ['lists of other sizes, empty ones and nulls', `CASE WHEN i % 11 = 0 THEN NULL ELSE list_resize([${LONG}], (i % 3)::INT, 'more') END`],
    ['lists of lists', `[[${LONG}], [], NULL, ['a', ${LONG}]]`],
    ['lists of UUIDs', "list_resize([md5(i::VARCHAR)::UUID], (i % 300)::INT, md5('x' || i)::UUID)"],
    ['arrays', `array_value(${LONG}, ${LONG})`],
    ['structs', `{'f': ${LONG}, 'n': i, 'g': {'h': ${LONG}}}`],
    ['maps', `MAP {'k' || i: ${LONG}, 'other': 'short'}`],
    ['long keys of maps', `MAP {coalesce(${LONG}, 'none'): i}`],
    ['byte arrays', `encode(${LONG})`],
    ['bits', "bitstring(repeat('01', 1000 + i::INT), 5000)"],
  ])('%s of many megabytes come in parts of about one', async (_, value) => {
    const sqlOfRows = (from: number, to: number) => `SELECT i, ${value} AS a, i % 3 = 0 AS b FROM range(${from}, ${to}) t(i)`
    const first = await firstChunk(sqlOfRows(0, 1000))
    const batches = await read(first)
    expect(batches.length).toBeGreaterThan(2)
    for (const batch of batches) expect(estimateBatchBytes(batch)).toBeLessThan(1.5 * MB)
    const expected = await readNarrowly(sqlOfRows, 1000)
    for (const c of expected.keys()) expect(shown(first, batches, c)).toEqual(expected[c])
  })

  test.each([
    ['arrays', 'list_transform(range(1536), x -> x + i)::FLOAT[1536]'],
    ['lists of other sizes', 'range(i % 5, 3000 + i)'],
    ['lists of lists', '[range(1000 + i), [], NULL, range(500)]'],
    ['lists of structs', "list_transform(range(600 + i), x -> {'a': x, 'b': [x, i]})"],
    ['maps', 'MAP {i: range(2000)}'],
  ])('plain numbers are copied in one piece with their chunk, however many: %s', async (_, value) => {
    const first = await firstChunk(`SELECT i, ${value} AS a FROM range(1000) t(i)`)
    const batches = await read(first)
    expect(batches.map(({ rowCount }) => rowCount)).toEqual([1000])
    expect(estimateBatchBytes(batches[0] as RowBatch)).toBeGreaterThan(5 * MB)
    expect(first.loop.turns).toBe(1)
  })

  test('long values of an ENUM come in parts, too', async () => {
    const connection = await instance.connect()
    await connection.run('CREATE TYPE long_text AS ENUM (SELECT repeat(chr(97 + i::INT), 10000) FROM range(20) t(i))')
    connection.closeSync()
    const first = await firstChunk('SELECT repeat(chr(97 + (i % 20)::INT), 10000)::long_text AS a FROM range(1000) t(i)')
    const batches = await read(first)
    expect(batches.length).toBeGreaterThan(5)
    expect(shown(first, batches, 0)).toEqual(Array.from({ length: 1000 }, (_, i) => String.fromCharCode(97 + (i % 20)).repeat(10_000)))
  })

  test('parts hold no memory but their own, and at the end that of the chunk is given back', async () => {
    const first = await firstChunk(`SELECT i, ${LONG} AS a, [${LONG}] AS b FROM range(1000) t(i)`)
    for (const { columns } of await read(first)) {
      const [numbers, texts, lists] = columns
      if (numbers?.layout !== 'int64' || texts?.layout !== 'utf8view' || lists?.layout !== 'list') throw new TypeError('Other layouts')
      const { elements } = lists
      if (elements.layout !== 'utf8view') throw new TypeError('Other elements')
      const buffers = [numbers.values, texts.views, ...texts.buffers, lists.offsets, elements.views, ...elements.buffers].map(
        ({ buffer }) => buffer,
      )
      expect(new Set(buffers).size).toBe(buffers.length)
      expect(buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(1.5 * MB)
    }
    expect(first.chunk.rowCount).toBe(0)
  })

  test('a text of many megabytes is a part by itself', async () => {
    const first = await firstChunk(`SELECT CASE WHEN i % 2 = 0 THEN repeat('x', ${9 * MB}) || i ELSE 'short' END AS a FROM range(4) t(i)`)
    const batches = await read(first)
    // Texts that stand in their slots weigh nothing.
    expect(batches.map(({ rowCount }) => rowCount)).toEqual([1, 2, 1])
    expect(shown(first, batches, 0).map(({ length }) => length)).toEqual([9 * MB + 1, 5, 9 * MB + 1, 5])
  })

  test('a chunk that is not read to its end gives its memory back, too', async () => {
    const { chunk, columns, loop } = await firstChunk(`SELECT ${LONG} AS a FROM range(1000) t(i)`)
    const openers = columns.map(({ open }) => open)
    const rows = await readNarrow(chunk, openers, { reclaimer: createChunkReclaimer(), loop })
    if ('rowCount' in rows) throw new TypeError('It is narrow')
    for await (const part of rows.parts()) if (part.rowCount > 0) break
    expect(chunk.rowCount).toBe(0)
  })
})
