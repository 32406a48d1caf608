import { UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'
import type { EngineDialect } from '@sql-gateway/gateway-common/testkit'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** How the engine suite speaks to DuckDB, also through what stands before it. */
export const DUCKDB_DIALECT: EngineDialect = {
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
  temporaryTables: { create: (name) => `CREATE TEMPORARY TABLE ${quoted(name)} (a INT)`, drop: (name) => `DROP TABLE ${quoted(name)}` },
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
}
