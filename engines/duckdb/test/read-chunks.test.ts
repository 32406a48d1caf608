import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type ColumnVector, type RowBatch, textsOf, valueText } from '@sql-gateway/gateway-common'
import { createChunkReclaimer } from '../src/database/chunk-reclaimer.js'
import type { LoopShare } from '../src/database/loop-share.js'
import { readChunk } from '../src/result/read-chunks.js'
import { type ColumnReader, readerOf } from '../src/vector/column-reader.js'

const MB = 1024 * 1024

describe('engines/duckdb/src/result/read-chunks', () => {
  let instance: DuckDBInstance

  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:')
  })
  afterAll(() => instance.closeSync())

  /** The first chunk of a query, and how many turns its reading took. */
  async function read(sql: string): Promise<{ batch: RowBatch; readers: readonly ColumnReader[]; turns: number }> {
    const connection = await instance.connect()
    const result = await connection.stream(sql)
    const readers = result.columnTypes().map((type, i) => readerOf(type, result.columnName(i)))
    let turns = 0
    const loop: LoopShare = {
      run: async (work) => {
        turns++
        return work()
      },
    }
    const chunk = await result.fetchChunk()
    if (chunk === null) throw new TypeError('No chunk')
    const readFns = readers.map(({ read }) => read)
    const batch = await readChunk(chunk, readFns, { reclaimer: createChunkReclaimer(), loop })
    connection.closeSync()
    return { batch, readers, turns }
  }

  const columnOf = ({ columns: [column] }: RowBatch) => column as ColumnVector

  test('a text of 64 MB is copied over many turns, and whole', async () => {
    const { batch, turns } = await read(`SELECT repeat('0123456789abcdef', ${4 * MB}) || 'end' AS a`)
    expect(turns).toBeGreaterThan(10)
    const column = columnOf(batch)
    if (column.layout !== 'utf8view') throw new TypeError(column.layout)
    const [text = ''] = textsOf(column)
    expect(text?.length).toBe(64 * MB + 3)
    expect([text?.startsWith('0123456789abcdef0'), text?.endsWith('abcdefend')]).toEqual([true, true])
  })

  test('many texts, nulls among them, alone and within others, come whole from many turns', async () => {
    const long = 'CASE WHEN i % 7 = 0 THEN NULL ELSE repeat(chr(97 + (i % 26)::INT), 20000 + i::INT) || i END'
    const query = `SELECT ${long} AS a, [${long}, 'short'] AS b, {'f': ${long}} AS c, MAP {'k': ${long}} AS d, encode(coalesce(${long}, '')) AS e FROM range(1000) t(i)`
    const { batch, readers, turns } = await read(query)
    expect(turns).toBeGreaterThan(10)
    const connection = await instance.connect()
    const lengths = await connection.runAndReadAll(
      `SELECT length(a), length(b[1]), length(c.f), length(d['k']), octet_length(e), right(a, 5) FROM (${query})`,
    )
    connection.closeSync()
    const [texts, , , , bytes] = batch.columns
    const expected = lengths.getRows()
    if (texts?.layout !== 'utf8view' || bytes?.layout !== 'binary') throw new TypeError('Other layouts')
    const all = textsOf(texts)
    expect(all.map((text) => text?.length ?? null)).toEqual(expected.map(([length]) => (length === null ? null : Number(length))))
    expect(all.map((text) => text?.slice(-5) ?? null)).toEqual(expected.map((row) => row[5]))
    expect(bytes.values.map((value) => BigInt(value?.length ?? 0))).toEqual(expected.map((row) => row[4]))
    for (const row of [1, 7, 999]) {
      const text = all[row]
      const shown = [1, 2, 3].map((c) => valueText((readers[c] as ColumnReader).type, batch.columns[c] as ColumnVector, row))
      expect(shown).toEqual([`[${text ?? 'NULL'}, short]`, `(${text ?? 'NULL'})`, `{k=${text ?? 'NULL'}}`])
    }
  })

  test('short texts take one turn', async () => {
    const { turns } = await read("SELECT 'a text of more than twelve bytes' || i FROM range(2048) t(i)")
    expect(turns).toBe(1)
  })
})
