import { afterAll, beforeAll, describe, test } from '@jest/globals'
import { UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'
import { type EngineSubject, engineConformance } from '@sql-gateway/gateway-common/testkit'
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

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
/** What the wire cannot tell: infinite dates, and years beyond 9999 with a sign. */
const NOT_ON_THE_WIRE = /infinity|BC|5881580|294247/

engineConformance({
  describe,
  test,
  name: 'The Flink engine keeps the engine contract, with DuckDB behind',
  create,
  dialect: {
    rows: (count) => `SELECT i AS n FROM range(1, ${count + 1}) AS t(i)`,
    emptyQuery: 'SELECT 1 AS n WHERE false',
    columnNames: (names) => `SELECT ${names.map((name, i) => `${i} AS ${quoted(name)}`).join(', ')}`,
    slow: 'SELECT count(*) FROM range(100000000) AS a(i), range(100000000) AS b(j) WHERE (i * j) % 1000003 = 7',
    tables: {
      create: (name) => `CREATE TABLE ${quoted(name)} (id BIGINT, part VARCHAR, PRIMARY KEY (part, id))`,
      drop: (name) => `DROP TABLE IF EXISTS ${quoted(name)}`,
      insert: (name, count) => `INSERT INTO ${quoted(name)} SELECT i, 'p' FROM range(${count}) AS t(i)`,
      count: (name) => `SELECT count(*) FROM ${quoted(name)}`,
      columns: [
        { name: 'id', type: { root: 'BIGINT', nullable: false } },
        { name: 'part', type: { root: 'VARCHAR', nullable: false, length: UNBOUNDED_LENGTH } },
      ],
      primaryKey: ['part', 'id'],
    },
    views: { create: (name) => `CREATE VIEW ${quoted(name)} AS SELECT 1 AS a`, drop: (name) => `DROP VIEW IF EXISTS ${quoted(name)}` },
    temporaryTables: {
      create: (name) => `CREATE TEMPORARY TABLE ${quoted(name)} (a INT)`,
      drop: (name) => `DROP TABLE ${quoted(name)}`,
    },
    databases: {
      create: (name) => `CREATE DATABASE ${quoted(name)}`,
      use: (name) => `USE ${quoted(name)}`,
      drop: (name) => `DROP DATABASE ${quoted(name)}`,
    },
    properties: {
      key: 'pipeline.name',
      value: "it's mine",
      set: (key, value) => `SET '${key}' = '${value.replaceAll("'", "''")}'`,
      reset: (key) => `RESET '${key}'`,
      resetAll: 'RESET',
    },
    lateFailure: {
      sql: "SELECT CASE WHEN i < 40000 THEN i ELSE error('too late') END AS n FROM range(60000) AS t(i)",
      code: 'STATEMENT.DATA',
    },
    completion: { text: 'SELECT 1 WHER', position: 13, candidate: 'WHERE' },
    functionName: 'abs',
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
