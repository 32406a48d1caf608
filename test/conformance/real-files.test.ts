import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import { renderRows } from '@sql-gateway/gateway-common/testkit'
import { createDuckdbService } from './scripts/duckdb-service.js'

const require = createRequire(import.meta.url)
/** Real data of many sources, as people publish it. */
const DATA = join(dirname(require.resolve('vega-datasets')), '../data')
const ROOT = join(import.meta.dirname, '../../..')

test('the example data is what its page says where it comes from', () => {
  const own = readFileSync(join(ROOT, 'examples/data/seattle-weather.csv'))
  expect(own.equals(readFileSync(join(DATA, 'seattle-weather.csv')))).toBe(true)
})

test.each([
  { file: 'airports.csv', query: 'count(*) AS n, min(iata) AS first', row: ['3376', '00M'] },
  { file: 'movies.json', query: 'count(*) AS n, max("Worldwide Gross") AS most', row: ['3201', '2767891499'] },
  { file: 'unemployment.tsv', query: 'count(*) AS n, max(rate) AS most', row: ['3218', '0.301'] },
  { file: 'flights-3m.parquet', query: 'count(*) AS n, max("distance") AS farthest', row: ['3000000', '4962'] },
])('DuckDB reads $file through the gateway', async ({ file, query, row }) => {
  const { service, dispose } = await createDuckdbService({ allowedDirectories: [DATA] })
  try {
    const session = await service.openSession({
      principal: ANONYMOUS,
      endpointVersion: { protocol: 'test', version: 1 },
      properties: new Map(),
    })
    const operation = await service.executeStatement(ANONYMOUS, session, `SELECT ${query} FROM '${join(DATA, file)}'`)
    const schema = await service.getOperationResultSchema(ANONYMOUS, session, operation)
    const page = await service.fetchResults(ANONYMOUS, session, operation, {
      position: { token: 0 },
      maxRows: 2,
      maxBytes: 2 ** 20,
      waitMs: 120_000,
    })
    expect(page.resultType === 'NOT_READY' ? [] : renderRows(schema, page.batches)).toEqual([row])
  } finally {
    await dispose()
  }
})
