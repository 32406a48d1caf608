import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from '@jest/globals'
import factory from '@sql-gateway/engine-duckdb'
import { type MetricGroup, UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'
import { type EngineSubject, engineConformance, engineContext } from '@sql-gateway/gateway-common/testkit'
import { DUCKDB_ERRORS, DUCKDB_FACTS } from './duckdb/duckdb-statements.js'
import { DUCKDB_TYPES } from './duckdb/duckdb-types.js'

/** Metrics that can be looked at. */
function observedMetrics() {
  const counts = new Map<string, number>()
  const gauges = new Map<string, () => number>()
  const group: MetricGroup = {
    counter: ({ name }) => ({ add: (_, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by) }),
    histogram: () => ({ observe: () => undefined }),
    gauge: ({ name }, read) => gauges.set(name, read),
    group: () => group,
  }
  return { group, counts, gauges }
}

async function create(): Promise<EngineSubject> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'duckdb-engine-'))
  const metrics = observedMetrics()
  // A small buffer and a single thread make results fail late.
  const settings = { path: ':memory:', streamingBuffer: 64 * 1024, threads: 1 }
  const engine = await factory.createEngine({ ...engineContext(factory, { dataDirectory, settings }), metrics: metrics.group })
  return {
    engine,
    roundTrips: () => metrics.counts.get('catalog_queries_total') ?? 0,
    leftovers: async () => [
      ...[...metrics.gauges].flatMap(([name, read]) => (read() === 0 ? [] : [`${name} ${read()}`])),
      ...(await readdir(join(dataDirectory, 'spool'))),
    ],
    dispose: () => rm(dataDirectory, { recursive: true, force: true }),
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

engineConformance({
  describe,
  test,
  name: 'DuckDB keeps the engine contract',
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
    temporaryTables: { create: (name) => `CREATE TEMP TABLE ${quoted(name)} (a INT)`, drop: (name) => `DROP TABLE ${quoted(name)}` },
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
      sql: "SELECT CASE WHEN i < 500000 THEN i ELSE error('too late') END AS n FROM range(600000) AS t(i)",
      code: 'STATEMENT.DATA',
    },
    completion: { text: 'SELECT 1 WHER', position: 13, candidate: 'WHERE' },
    functionName: 'abs',
  },
  facts: DUCKDB_FACTS,
  types: DUCKDB_TYPES,
  errors: DUCKDB_ERRORS,
})
