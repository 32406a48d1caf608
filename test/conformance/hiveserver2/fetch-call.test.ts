import { describe, expect, test } from '@jest/globals'
import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import Int64 from 'node-int64'
import { rowsOf, type Value } from '../../support/hiveserver2/row-set.js'
import { connectHttp, connectNoSasl, connectPlain } from '../../support/hiveserver2/thrift-connection.js'
import { type HiveSession, startEndpoint } from './running-endpoint.js'

const { TFetchOrientation: Orientation } = tcli
const { FETCH_NEXT, FETCH_PRIOR, FETCH_FIRST, FETCH_RELATIVE, FETCH_ABSOLUTE, FETCH_LAST } = Orientation

function idsOf(page: tcli.TFetchResultsResp): Value[] {
  return rowsOf(page.results).map(([id]) => id ?? null)
}

async function ids(session: HiveSession, operation: tcli.TOperationHandle, orientation: number, maxRows: number): Promise<Value[]> {
  return idsOf(await session.fetch(operation, { orientation, maxRows: new Int64(maxRows) }))
}

describe('hiveserver2: FetchResults', () => {
  test('goes on, back, and to the beginning', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operation = await session.run('SELECT 10 ROWS')
    expect(await ids(session, operation, FETCH_FIRST, 4)).toEqual([1n, 2n, 3n, 4n])
    expect(await ids(session, operation, FETCH_NEXT, 4)).toEqual([5n, 6n, 7n, 8n])
    expect(await ids(session, operation, FETCH_PRIOR, 4)).toEqual([1n, 2n, 3n, 4n])
    expect(await ids(session, operation, FETCH_PRIOR, 4)).toEqual([])
    expect(await ids(session, operation, FETCH_FIRST, 3)).toEqual([1n, 2n, 3n])
  })

  test('refuses other orientations and fetch types', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operation = await session.run('SELECT 10 ROWS')
    for (const orientation of [FETCH_RELATIVE, FETCH_ABSOLUTE, FETCH_LAST, 77]) {
      await expect(session.fetch(operation, { orientation })).rejects.toMatchObject({ status: { sqlState: 'HY106' } })
    }
    await expect(session.fetch(operation, { fetchType: 7 })).rejects.toMatchObject({ status: { sqlState: 'HY106' } })
    await expect(session.fetch(operation, { fetchType: 1, orientation: FETCH_PRIOR })).rejects.toMatchObject({
      status: { sqlState: 'HY106' },
    })
  })

  test('tells where a page begins, whether there is more, and the end again and again', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operation = await session.run('SELECT 5 ROWS')
    const first = await session.fetch(operation, { maxRows: new Int64(3) })
    const second = await session.fetch(operation, { maxRows: new Int64(3) })
    expect([first, second].map((page) => [page.results?.startRowOffset.toNumber(), page.hasMoreRows])).toEqual([
      [0, true],
      [3, true],
    ])
    for (let i = 0; i < 3; i++) {
      const end = await session.fetch(operation)
      expect(end.hasMoreRows).toBe(false)
      expect(end.results?.rows).toEqual([])
      expect(end.results?.columns).toHaveLength(2)
      expect(idsOf(end)).toEqual([])
    }
  })

  test('gives as many rows as may be where all are asked for, or none, or more', async () => {
    await using endpoint = await startEndpoint({ endpoint: { maxFetchRows: 6 } })
    const session = await endpoint.open()
    for (const maxRows of [-1, 0, 6, 7, 2 ** 60]) {
      const operation = await session.run('SELECT 100 ROWS')
      expect(await ids(session, operation, FETCH_NEXT, maxRows)).toHaveLength(6)
    }
  })

  test('gives fewer rows where they are large', async () => {
    await using endpoint = await startEndpoint({ endpoint: { maxFetchBytes: 100_000 } })
    const session = await endpoint.open()
    const operation = await session.run('SELECT 50 ROWS WIDE 20000')
    const page = await ids(session, operation, FETCH_NEXT, 1_000)
    expect(page.length).toBeGreaterThan(0)
    expect(page.length).toBeLessThan(10)
    expect(await session.rows(operation)).toHaveLength(50 - page.length)
  })

  test('says that streamed rows are gone', async () => {
    await using endpoint = await startEndpoint({ settings: { replayMaxRows: 5 } })
    const session = await endpoint.open()
    const operation = await session.run('SELECT 100 ROWS FORWARD')
    for (let i = 0; i < 4; i++) await session.fetch(operation, { maxRows: new Int64(10) })
    await expect(session.fetch(operation, { orientation: FETCH_FIRST })).rejects.toMatchObject({ status: { sqlState: 'HY106' } })
    expect(await session.rows(operation)).toHaveLength(60)
  })

  test('waits for the first row, since an answer without rows would be the end', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operation = await session.submit('SELECT 3 ROWS FORWARD SLOW tap')
    const fetching = session.fetch(operation)
    endpoint.control.release('tap', 1)
    expect(idsOf(await fetching)).toEqual([1n])
    endpoint.control.open('tap')
    expect(await session.rows(operation)).toHaveLength(2)
  })

  test('refuses a changelog', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operation = await session.run('SELECT 10 ROWS KINDS FORWARD')
    await expect(session.fetch(operation)).rejects.toMatchObject({ status: { sqlState: '0A000' } })
  })

  test('reads the log line by line, again from its beginning, and during the statement', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operation = await session.submit('WAIT gate THEN LOG halfway there')
    await endpoint.control.started('gate')
    const lines = async (orientation: number, maxRows: number) =>
      rowsOf((await session.fetch(operation, { fetchType: 1, orientation, maxRows: new Int64(maxRows) })).results).map(([line]) =>
        String(line),
      )
    const early = await lines(FETCH_NEXT, -1)
    expect(early.length).toBeGreaterThan(0)
    expect(await lines(FETCH_NEXT, 1_000)).toEqual([])
    endpoint.control.open('gate')
    await session.rows(operation)
    expect(await lines(FETCH_NEXT, 1_000)).toContainEqual(expect.stringContaining('halfway there'))
    expect((await lines(FETCH_FIRST, 1))[0]).toBe(early[0])
    expect((await lines(FETCH_FIRST, -1)).length).toBeGreaterThan(early.length)
  })

  test.each([
    ['SASL PLAIN', connectPlain],
    ['no SASL', connectNoSasl],
    ['HTTP', connectHttp],
  ] as const)('gives 30,000 rows over %s', async (_way, connect) => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open({ connect })
    const operation = await session.submit('SELECT 30000 ROWS')
    let count = 0
    let sum = 0n
    for (
      let page = await ids(session, operation, FETCH_NEXT, 10_000);
      page.length > 0;
      page = await ids(session, operation, FETCH_NEXT, 10_000)
    ) {
      count += page.length
      for (const id of page) sum += id as bigint
    }
    expect([count, sum]).toEqual([30_000, 450_015_000n])
  })
})

/** What a client of version 10 reads of the engine's row of usual values, of smallest, and of largest ones. */
const VALUES_IN_V10: Readonly<Record<string, readonly [typeId: string, ...values: unknown[]]>> = {
  boolean: ['BOOLEAN_TYPE', true, false, true],
  tinyint: ['TINYINT_TYPE', 7, -128, 127],
  smallint: ['SMALLINT_TYPE', 7, -32768, 32767],
  integer: ['INT_TYPE', 7, -2147483648, 2147483647],
  bigint: ['BIGINT_TYPE', 7n, -9223372036854775808n, 9223372036854775807n],
  float: ['FLOAT_TYPE', 1.5, -3.4028235e38, 3.4028235e38],
  double: ['DOUBLE_TYPE', 0.1, -Number.MAX_VALUE, Number.MAX_VALUE],
  date: ['DATE_TYPE', '2024-01-01', '0001-01-01', '9999-12-31'],
  variant: ['STRING_TYPE', '{"a":[1,null,"x"]}', 'null', '"größer"'],
  bitmap: ['BINARY_TYPE', '0x010203', '0x', '0x007f80ff'],
  char: ['CHAR_TYPE', 'abc', '   ', 'äöü'],
  varchar: ['STRING_TYPE', 'text', '', 'größer, 東京, 😀, "quoted", \\, \u0000 and\ttab\n'],
  binary: ['BINARY_TYPE', '0x0102', '0x0000', '0xffff'],
  varbinary: ['BINARY_TYPE', '0x010203', '0x', '0x007f80ff'],
  decimal: ['DECIMAL_TYPE', '1.2345000000', '-9999999999999999999999999999.9999999999', '9999999999999999999999999999.9999999999'],
  time_without_time_zone: ['STRING_TYPE', '12:34:56.789', '00:00:00', '23:59:59.999'],
  timestamp_without_time_zone: ['TIMESTAMP_TYPE', '2024-01-01 12:34:56.789012', '0001-01-01 00:00:00', '9999-12-31 23:59:59.999999'],
  timestamp_with_time_zone: ['TIMESTAMP_TYPE', '2024-01-01 12:34:56.789', '0001-01-01 00:00:00', '9999-12-31 23:59:59.999'],
  timestamp_with_local_time_zone: [
    'TIMESTAMP_TYPE',
    '2024-01-01 12:34:56.789012345',
    '1969-12-31 23:59:59.999999999',
    '2262-04-11 23:47:16.854775806',
  ],
  interval_year_month: ['INTERVAL_YEAR_MONTH_TYPE', '1-2', '-9999-11', '9999-11'],
  interval_day_time: ['INTERVAL_DAY_TIME_TYPE', '1 02:03:04.005000000', '-999999 23:59:59.999000000', '999999 23:59:59.999000000'],
  array: ['ARRAY_TYPE', '[1,-2147483648,2147483647]', '[]', '[2147483647]'],
  multiset: ['MAP_TYPE', '{"a":1,"":2,"ü":3}', '{}', '{"ü":3}'],
  map: ['MAP_TYPE', '{"a":1,"":-2147483648,"ü":2147483647}', '{}', '{"ü":2147483647}'],
  row: ['STRUCT_TYPE', '{"number":1,"word":"one"}', '{"number":-2147483648,"word":""}', '{"number":2147483647,"word":"ü"}'],
  raw: ['BINARY_TYPE', '0x010203', '0x', '0x007f80ff'],
  null: ['NULL_TYPE', null, null, null],
}

/** What other versions read in its place. */
function valuesIn(version: number): Record<string, unknown> {
  const values: Record<string, readonly [string, ...unknown[]]> = { ...VALUES_IN_V10 }
  const rename = (column: string, typeId: string): void => {
    const [, ...rest] = values[column] ?? []
    values[column] = [typeId, ...rest]
  }
  if (version < 3) rename('char', version < 2 ? 'STRING_TYPE' : 'VARCHAR_TYPE')
  // Below version 6 there are only strings, whose bytes this client's decoder takes for UTF-8.
  if (version < 5) {
    for (const column of ['bitmap', 'binary', 'varbinary', 'raw']) {
      const [typeId, ...texts] = values[column] ?? ['']
      values[column] = [
        typeId,
        ...texts.map((text) => `0x${Buffer.from(Buffer.from(String(text).slice(2), 'hex').toString()).toString('hex')}`),
      ]
    }
  }
  if (version < 7) for (const column of ['interval_year_month', 'interval_day_time']) rename(column, 'STRING_TYPE')
  if (version >= 10) {
    for (const column of ['timestamp_with_time_zone', 'timestamp_with_local_time_zone']) {
      const [, ...texts] = values[column] ?? []
      values[column] = ['TIMESTAMPLOCALTZ_TYPE', ...texts.map((text) => `${text} UTC`)]
    }
  }
  return values
}

describe('hiveserver2: versions of the protocol', () => {
  test.each(Array.from({ length: 11 }, (_, version) => version))('version %d reads every type', async (version) => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open({ version })
    const operationHandle = await session.run('TYPES')
    const { schema } = await session.call('GetResultSetMetadata', { operationHandle })
    const { results } = await session.fetch(operationHandle)
    expect(results?.columns === null).toBe(version < 5)
    const rows = rowsOf(results)
    const read = (schema?.columns ?? []).map(({ columnName, typeDesc }, c) => {
      const typeId = tcli.TTypeId[typeDesc.types[0]?.primitiveEntry?.type as number]
      return [columnName, [typeId, ...rows.slice(0, 3).map((row) => shown(row[c] ?? null, typeId))]]
    })
    expect(Object.fromEntries(read)).toEqual(valuesIn(version))
    expect(rows[3]?.every((value) => value === null)).toBe(true)
  })
})

/** Binary values in hexadecimal digits, also where they came as a string. */
function shown(value: Value, typeId: string | undefined): Value {
  if (typeId !== 'BINARY_TYPE' || value === null) return value
  return `0x${Buffer.from(value as Buffer).toString('hex')}`
}
