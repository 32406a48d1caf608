import { afterAll, beforeAll, describe, test } from '@jest/globals'
import { type EngineSubject, engineConformance } from '@sql-gateway/gateway-common/testkit'
import { DUCKDB_DIALECT } from '../duckdb/duckdb-dialect.js'
import { DUCKDB_TYPES } from '../duckdb/duckdb-types.js'
import { createDuckdbService } from '../scripts/duckdb-service.js'
import { FLINK_FACTS } from './flink-facts.js'
import { createFlinkSubject, openUpstreamGateway, type UpstreamGateway } from './upstream-gateway.js'

let upstream: UpstreamGateway

beforeAll(async () => {
  upstream = await openUpstreamGateway(await createDuckdbService({ path: ':memory:', streamingBuffer: 64 * 1024, threads: 1 }))
})

afterAll(async () => {
  await upstream.close()
})

const STREAMING = 'DuckDB stands in for Flink, and has no result that goes on for ever.'

async function create(): Promise<EngineSubject> {
  const subject = await createFlinkSubject(upstream)
  return { ...subject, engine: { ...subject.engine, lacks: { ...subject.engine.lacks, STREAMING } } }
}

/** What the wire cannot tell: infinite dates, and years beyond 9999 with a sign. */
const NOT_ON_THE_WIRE = /infinity|BC|5881580|294247/

engineConformance({
  describe,
  test,
  name: 'The Flink engine keeps the engine contract, with DuckDB behind',
  create,
  dialect: {
    ...DUCKDB_DIALECT,
    lateFailure: {
      sql: "SELECT CASE WHEN i < 40000 THEN i ELSE error('too late') END AS n FROM range(60000) AS t(i)",
      code: 'STATEMENT.DATA',
    },
  },
  facts: FLINK_FACTS,
  types: DUCKDB_TYPES.filter(({ sql }) => !NOT_ON_THE_WIRE.test(sql)),
  errors: [
    { name: 'misspelt', sql: 'SELEC 1', code: 'STATEMENT.SYNTAX' },
    { name: 'unknown-table', sql: 'SELECT *\n  FROM nowhere', code: 'STATEMENT.NOT_FOUND' },
    { name: 'exists-already', sql: 'CREATE SCHEMA default_database', code: 'STATEMENT.ALREADY_EXISTS' },
    { name: 'bad-cast', sql: "SELECT CAST('abc' AS INTEGER)", code: 'STATEMENT.DATA' },
  ],
})
