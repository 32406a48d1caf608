import type { ErrorExpectation, FactsExpectation } from '@sql-gateway/gateway-common/testkit'

const QUERY = { statementCount: 1, isQuery: true, hasResultSet: true, isConfigurable: false }
const ROWS = { statementCount: 1, isQuery: false, hasResultSet: true, isConfigurable: false }
const COUNT = { statementCount: 1, isQuery: false, hasResultSet: false, isConfigurable: false }
const DEFINITION = { statementCount: 1, isQuery: false, hasResultSet: false, isConfigurable: true }

/** What the text of a statement tells. */
export const DUCKDB_FACTS: readonly FactsExpectation[] = [
  { sql: 'SELECT 1', facts: { ...QUERY, kind: 'SELECT' } },
  { sql: '(SELECT 1) UNION ALL (SELECT 2);', facts: { ...QUERY, kind: 'SELECT' } },
  { sql: "/* a ; /* b */ ' */ FROM t -- ; c", facts: { ...QUERY, kind: 'SELECT' } },
  { sql: "SELECT ';', \";\", $$;$$, $a$;$a$, E'\\';'", facts: { ...QUERY, kind: 'SELECT' } },
  { sql: 'VALUES (1)', facts: { ...QUERY, kind: 'VALUES' } },
  { sql: 'TABLE t', facts: { ...QUERY, kind: 'SELECT' } },
  { sql: 'WITH a AS (INSERT), b(x) AS MATERIALIZED (SELECT 1) SELECT * FROM b', facts: { ...QUERY, kind: 'SELECT' } },
  { sql: 'WITH a AS (SELECT 1) INSERT INTO t FROM a', facts: { ...COUNT, kind: 'INSERT' } },
  { sql: 'WITH a AS (SELECT 1) DELETE FROM t RETURNING *', facts: { ...QUERY, kind: 'DELETE' } },
  { sql: 'PIVOT t ON a USING sum(b)', facts: { ...QUERY, kind: 'PIVOT' } },
  { sql: 'UNPIVOT t ON a, b', facts: { ...QUERY, kind: 'UNPIVOT' } },
  { sql: 'insert into t values (1)', facts: { ...COUNT, kind: 'INSERT' } },
  { sql: 'INSERT INTO t VALUES (1) RETURNING a', facts: { ...QUERY, kind: 'INSERT' } },
  { sql: 'UPDATE t SET a = 1', facts: { ...COUNT, kind: 'UPDATE' } },
  { sql: 'MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE', facts: { ...COUNT, kind: 'MERGE' } },
  { sql: "COPY t TO 'x.csv'", facts: { ...COUNT, kind: 'COPY' } },
  { sql: 'CREATE OR REPLACE TEMP TABLE t (a INT)', facts: { ...DEFINITION, kind: 'CREATE TABLE' } },
  { sql: 'CREATE TABLE t AS SELECT 1', facts: { ...DEFINITION, kind: 'CREATE TABLE' } },
  { sql: 'DROP VIEW IF EXISTS v', facts: { ...DEFINITION, kind: 'DROP VIEW' } },
  { sql: "SET 'a' = 'b'", facts: { ...DEFINITION, kind: 'SET' } },
  { sql: 'SET;', facts: { statementCount: 1, kind: 'SET', isQuery: false, hasResultSet: true } },
  { sql: 'USE d', facts: { ...DEFINITION, kind: 'USE' } },
  { sql: 'SHOW TABLES', facts: { ...ROWS, kind: 'SHOW TABLES' } },
  { sql: 'SHOW ALL TABLES', facts: { ...ROWS, kind: 'SHOW' } },
  { sql: 'DESCRIBE t', facts: { ...ROWS, kind: 'DESCRIBE' } },
  { sql: 'SUMMARIZE t', facts: { ...ROWS, kind: 'SUMMARIZE' } },
  { sql: 'EXPLAIN SELECT 1', facts: { ...ROWS, kind: 'EXPLAIN' } },
  { sql: "CALL pragma_table_info('t')", facts: { ...ROWS, kind: 'CALL' } },
  { sql: 'EXECUTE p(1)', facts: { ...QUERY, kind: 'EXECUTE' } },
  { sql: 'BEGIN; SELECT 1; COMMIT', facts: { statementCount: 3, kind: 'UNKNOWN' } },
  { sql: 'WHAT IS THIS', facts: { ...QUERY, kind: 'UNKNOWN' } },
]

/** How statements fail. */
export const DUCKDB_ERRORS: readonly ErrorExpectation[] = [
  { name: 'misspelt', sql: 'SELEC 1', code: 'STATEMENT.SYNTAX', position: { line: 1, column: 1 } },
  { name: 'ends-too-early', sql: 'SELECT *\nFROM', code: 'STATEMENT.SYNTAX', position: { line: 2, column: 5 } },
  { name: 'open-quote', sql: "SELECT 'a", code: 'STATEMENT.SYNTAX', position: { line: 1, column: 8 } },
  { name: 'nul', sql: 'SELECT \0 1', code: 'STATEMENT.SYNTAX', position: { line: 1, column: 8 } },
  { name: 'unknown-table', sql: 'SELECT *\n  FROM nowhere', code: 'STATEMENT.NOT_FOUND', position: { line: 2, column: 8 } },
  {
    name: 'unknown-column',
    sql: "SELECT 'größe 😀', colour FROM range(1)",
    code: 'STATEMENT.NOT_FOUND',
    position: { line: 1, column: 20 },
  },
  { name: 'unknown-function', sql: 'SELECT frobnicate(1)', code: 'STATEMENT.NOT_FOUND', position: { line: 1, column: 8 } },
  { name: 'exists-already', sql: 'CREATE SCHEMA default_database', code: 'STATEMENT.ALREADY_EXISTS' },
  { name: 'wrong-types', sql: "SELECT DATE '2024-01-01' * 2", code: 'STATEMENT.INVALID' },
  { name: 'bad-cast', sql: "SELECT CAST('abc' AS INTEGER)", code: 'STATEMENT.DATA', position: { line: 1, column: 8 } },
  { name: 'overflow', sql: 'SELECT 9223372036854775807 + 1', code: 'STATEMENT.DATA' },
  { name: 'more-than-38-digits', sql: "SELECT '170141183460469231731687303715884105727'::HUGEINT AS big", code: 'STATEMENT.DATA' },
  { name: 'no-transaction', sql: 'COMMIT', code: 'STATEMENT.TRANSACTION' },
  { name: 'file-outside', sql: "SELECT * FROM read_text('/etc/passwd')", code: 'STATEMENT.FORBIDDEN' },
  { name: 'setting-of-the-instance', sql: 'SET threads = 1', code: 'STATEMENT.FORBIDDEN' },
  { name: 'time-zone', sql: "SET 'table.local-time-zone' = 'Mars/Olympus'", code: 'CONFIG.INVALID_VALUE' },
  { name: 'jar', sql: "ADD JAR 'x.jar'", code: 'FEATURE.UNSUPPORTED' },
  { name: 'connector', sql: "CREATE TABLE k (a INT) WITH ('connector' = 'kafka')", code: 'FEATURE.UNSUPPORTED' },
]
