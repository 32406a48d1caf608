import { DuckDBInstance } from '@duckdb/node-api'
import duckdb, { type DataChunk, type Vector } from '@duckdb/node-bindings'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type ColumnVector, type RowBatch, sliceBatch, textsOf } from '@sql-gateway/gateway-common'
import { parseTypeText } from '../src/catalog/parse-type-text.js'
import { openEngine, readAll, type TestEngine, type TestSession } from './support/engine-under-test.js'
import { DUCKDB_TYPE_SQL } from './support/every-type.js'

describe('engines/duckdb/src/vector', () => {
  let engine: TestEngine
  let session: TestSession

  beforeAll(async () => {
    engine = await openEngine()
    session = await engine.open()
  })
  afterAll(() => engine.close())

  /** Random values of types whose text the engine writes itself, for comparison with DuckDB's own cast. */
  const R = 'random()'
  test.each([
    [
      'INTERVAL',
      `to_months((${R} * 4000 - 2000)::INT) + to_days((${R} * 4000 - 2000)::INT) + to_microseconds(((${R} - 0.5) * pow(10, (${R} * 16)::INT))::BIGINT)`,
    ],
    [
      'TIMETZ',
      `(TIME '00:00:00' + to_microseconds((${R} * 86399999999)::BIGINT))::VARCHAR || format('{}{:02d}:{:02d}:{:02d}', CASE WHEN ${R} < 0.5 THEN '+' ELSE '-' END, (${R} * 14)::INT, (${R} * 59)::INT, CASE WHEN ${R} < 0.5 THEN 0 ELSE (${R} * 59)::INT END)`,
    ],
    ['UUID', 'uuid()'],
    ['BIT', `bin((${R} * pow(2, (${R} * 60)::INT))::UBIGINT)`],
    [
      'BIGNUM',
      `CASE WHEN ${R} < 0.5 THEN '-' ELSE '' END || ((${R} * 9000000000000000)::BIGINT + 1)::VARCHAR || repeat('7', (${R} * 40)::INT)`,
    ],
  ])('%s is written as DuckDB writes it', async (type, value) => {
    await session.run(
      `CREATE OR REPLACE TEMP TABLE random_values AS SELECT CASE WHEN i % 17 = 0 THEN NULL ELSE (${value})::${type} END AS v FROM range(5000) AS t(i)`,
    )
    const rows = await session.rows("SELECT v, coalesce(v::VARCHAR, 'NULL') FROM random_values")
    expect(rows).toHaveLength(5000)
    for (const [own, cast] of rows) expect(own).toBe(cast)
  })

  test('ENUM of one, two and four bytes', async () => {
    for (const count of [3, 300, 70_000]) {
      await session.run(`CREATE OR REPLACE TEMP TABLE names AS SELECT 'name ' || i AS n FROM range(${count}) AS t(i)`)
      await session.run('CREATE TYPE wide AS ENUM (SELECT n FROM names)')
      const last = count - 1
      expect(await session.rows(`SELECT v FROM (VALUES ('name ${last}'::wide), (NULL), ('name 0'::wide)) AS t(v)`)).toEqual([
        [`name ${last}`],
        ['NULL'],
        ['name 0'],
      ])
      await session.run('DROP TYPE wide')
    }
  })

  test.each([
    ['short ones', "'n' || (i % 100)"],
    ['of 12 and 13 bytes', "repeat('x', 12 + (i % 2)::INT)"],
    ['long ones, side by side', "'a value of more than twelve bytes ' || i"],
    ['short and long ones', "CASE WHEN i % 3 = 0 THEN 's' || i ELSE 'a value of more than twelve bytes ' || i END"],
    ['the same long one over and over', "'always the very same long value'"],
    ['a few long ones over and over', "['the first of three long values', 'the second of three long values', 'the third']  [i % 3 + 1]"],
    ['beyond ASCII', "CASE WHEN i % 2 = 0 THEN 'größe ' || i ELSE '😀 and some text after it ' || i END"],
    ['with nulls', "CASE WHEN i % 5 = 0 THEN NULL ELSE 'a value of more than twelve bytes ' || i END"],
    ['empty ones', "''"],
    ['long runs', "repeat('abcdefgh', 200) || i"],
  ])('texts: %s', async (_, expression) => {
    const sql = `SELECT ${expression} AS v, length(v)::VARCHAR AS n, hex(v) AS h, encode(${expression}) AS b FROM range(5000) AS t(i)`
    const outcome = await session.execute(sql)
    const batches = await readAll(outcome)
    await outcome.rows.close()
    let row = 0
    for (const { rowCount, columns } of batches) {
      const [v, , h, b] = columns as readonly [ColumnVector, ColumnVector, ColumnVector, ColumnVector]
      if (v.layout !== 'utf8view' || h.layout !== 'utf8view' || b.layout !== 'binary') throw new TypeError('Wrong layouts')
      const [texts, hexes] = [textsOf(v), textsOf(h)]
      for (let i = 0; i < rowCount; i++, row++) {
        const hex = hexes[i]?.toLowerCase() ?? null
        const [text, bytes] = [texts[i] ?? null, b.values[i] ?? null]
        expect([
          text === null ? null : Buffer.from(text).toString('hex'),
          bytes === null ? null : Buffer.from(bytes).toString('hex'),
        ]).toEqual([hex, hex])
      }
    }
    expect(row).toBe(5000)
  })

  test('a value of several megabytes', async () => {
    expect(await session.rows("SELECT length(v), v = repeat('ä', 3000000) FROM (SELECT repeat('ä', 3000000) AS v)")).toEqual([
      ['3000000', 'true'],
    ])
    expect((await session.value("SELECT repeat('ä', 3000000)"))?.length).toBe(3_000_000)
  })

  test('dictionary and constant vectors of files and tables are read flat', async () => {
    const file = `${engine.dataDirectory}/files/d.parquet`
    await session.run(`COPY (SELECT 'one of few long values ' || (i % 5) AS v, i % 5 AS k, 7 AS c FROM range(20000) AS t(i)) TO '${file}'`)
    const [[count] = []] = await session.rows(`SELECT count(*) FROM '${file}' WHERE v = 'one of few long values ' || k`)
    expect(count).toBe('20000')
    const rows = await session.rows(`FROM '${file}'`)
    expect(rows.every(([v, k, c]) => v === `one of few long values ${k}` && c === '7')).toBe(true)
  })

  test('values stay what they are when DuckDB goes on and memory is collected', async () => {
    const outcome = await session.execute("SELECT i, 'a value of more than twelve bytes ' || i, [i, i + 1] FROM range(60000) AS t(i)")
    const batches = await readAll(outcome)
    await session.run("SELECT sum(length('x' || i || 'yyyyyyyyyyyyyyyyyyyyyy')) FROM range(1000000) AS t(i)")
    const first = (batch: RowBatch) => batch.columns[0]?.layout === 'int64' && batch.columns[0].values[0]
    let row = 0n
    for (const batch of batches) {
      expect(first(batch)).toBe(row)
      const list = batch.columns[2]
      if (list?.layout !== 'list' || list.elements.layout !== 'int64') throw new TypeError('Wrong layout')
      expect(list.elements.values[(list.offsets[batch.rowCount - 1] as number) + 1]).toBe(row + BigInt(batch.rowCount))
      row += BigInt(batch.rowCount)
    }
    await outcome.rows.close()
  })

  test('what the driver hands out is a copy, also of what a pointer points to', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const result = await connection.stream(
      "SELECT 'a value of more than twelve bytes ' || i, CASE WHEN i > 0 THEN i END FROM range(100) AS t(i)",
    )
    const chunk = await result.fetchChunk()
    const [texts, numbers] = [0, 1].map((column) => duckdb.data_chunk_get_vector(chunk?.chunk as DataChunk, column)) as [Vector, Vector]
    const slots = duckdb.vector_get_data(texts, 1600)
    for (const read of [
      () => duckdb.vector_get_data(texts, 1600),
      () => duckdb.vector_get_validity(numbers, 16) as Uint8Array,
      () => duckdb.get_data_from_pointer(slots.buffer as ArrayBuffer, 8, 20),
    ]) {
      const before = Buffer.from(read())
      read().fill(0x55)
      expect(before.equals(read())).toBe(true)
    }
    connection.closeSync()
  })

  test('nested values survive the spool and slices', async () => {
    await using small = await openEngine({ resultMemoryRows: 0 })
    const spooled = await small.open()
    const sql =
      "SELECT i, [i, NULL], {'a': 'text ' || i, 'b': MAP {i: [i::VARCHAR]}}, CASE WHEN i % 3 = 0 THEN NULL ELSE i::DECIMAL(30, 2) END FROM range(5000) AS t(i)"
    const [memory, file] = [await session.rows(sql), await spooled.rows(sql)]
    expect(file).toEqual(memory)
    const outcome = await spooled.execute(sql)
    const [batch] = await readAll(outcome)
    expect(sliceBatch(batch as RowBatch, 3, 5).rowCount).toBe(2)
    await outcome.rows.close()
  })

  test.each([
    '170141183460469231731687303715884105727',
    '-170141183460469231731687303715884105728',
    '100000000000000000000000000000000000000',
  ])('HUGEINT %s does not fit, and the error names the column and the way out', async (value) => {
    expect(await session.error(`SELECT '${value}'::HUGEINT AS "my sum"`)).toMatchObject({
      code: 'STATEMENT.DATA',
      publicMessage: `The HUGEINT ${value} in column 'my sum' has more than the 38 digits of DECIMAL(38, 0). Cast the column to VARCHAR.`,
    })
  })

  test('UHUGEINT beyond 38 digits does not fit either', async () => {
    expect(await session.error("SELECT '340282366920938463463374607431768211455'::UHUGEINT AS u")).toMatchObject({ code: 'STATEMENT.DATA' })
  })

  test('a null beside the largest HUGEINT is no error', async () => {
    const sql = "SELECT CASE WHEN v < 0 THEN v END FROM (VALUES ('170141183460469231731687303715884105727'::HUGEINT), (-5)) AS t(v)"
    expect(await session.rows(sql)).toEqual([['NULL'], ['-5']])
  })

  test.each(DUCKDB_TYPE_SQL)('the catalog tells the same type of %s as a result', async (type) => {
    const { schema } = await session.run(`SELECT NULL::${type} AS v`)
    const [[text = ''] = []] = await session.rows(`SELECT typeof(NULL::${type})`)
    expect(parseTypeText(text)).toEqual(schema.columns[0]?.type)
  })
})
