import type { FactsExpectation } from '@sql-gateway/gateway-common/testkit'

const QUERY = { statementCount: 1, isQuery: true, hasResultSet: true, isConfigurable: false }
const ROWS = { statementCount: 1, isQuery: false, hasResultSet: true, isConfigurable: false }
const OK = { statementCount: 1, isQuery: false, hasResultSet: false, isConfigurable: false }
const DEFINITION = { statementCount: 1, isQuery: false, hasResultSet: false, isConfigurable: true }

/** What the text of a statement of Flink tells. */
export const FLINK_FACTS: readonly FactsExpectation[] = [
  { sql: 'SELECT 1', facts: { ...QUERY, kind: 'SELECT' } },
  { sql: '-- a ; b\n /* c ; */ (SELECT 1) UNION ALL (SELECT 2);', facts: { ...QUERY, kind: 'SELECT' } },
  { sql: "SELECT ';', `;`, '''', '--' /*+ OPTIONS('a'=';') */", facts: { ...QUERY, kind: 'SELECT' } },
  { sql: 'WITH a AS (SELECT 1) SELECT * FROM a', facts: { ...QUERY, kind: 'SELECT' } },
  { sql: 'VALUES (1), (2)', facts: { ...QUERY, kind: 'SELECT' } },
  { sql: 'INSERT INTO t SELECT 1', facts: { ...ROWS, kind: 'INSERT' } },
  { sql: 'insert overwrite t values (1)', facts: { ...ROWS, kind: 'INSERT' } },
  { sql: 'CREATE TEMPORARY VIEW v AS SELECT 1', facts: { ...DEFINITION, kind: 'CREATE VIEW' } },
  { sql: 'CREATE OR REPLACE TABLE t AS SELECT 1', facts: { ...ROWS, kind: 'CREATE TABLE' } },
  { sql: "CREATE TABLE t (a INT, b AS a + 1) WITH ('x'='AS SELECT')", facts: { ...DEFINITION, kind: 'CREATE TABLE' } },
  { sql: "CREATE TABLE t WITH ('a'='b') AS WITH c AS (SELECT 1) SELECT * FROM c", facts: { ...ROWS, kind: 'CREATE TABLE' } },
  { sql: "CREATE CATALOG c WITH ('type'='generic_in_memory')", facts: { ...DEFINITION, kind: 'CREATE CATALOG' } },
  { sql: "CREATE TEMPORARY SYSTEM FUNCTION f AS 'a.B'", facts: { ...DEFINITION, kind: 'CREATE FUNCTION' } },
  { sql: "ALTER TABLE t SET ('a'='b')", facts: { ...DEFINITION, kind: 'ALTER TABLE' } },
  { sql: 'ALTER MATERIALIZED TABLE m REFRESH', facts: { ...ROWS, kind: 'ALTER MATERIALIZED TABLE' } },
  { sql: 'ALTER MATERIALIZED TABLE m SUSPEND', facts: { ...DEFINITION, kind: 'ALTER MATERIALIZED TABLE' } },
  { sql: 'DROP TEMPORARY TABLE IF EXISTS t', facts: { ...DEFINITION, kind: 'DROP TABLE' } },
  { sql: 'DROP MATERIALIZED TABLE t', facts: { ...DEFINITION, kind: 'DROP MATERIALIZED TABLE' } },
  { sql: "SET 'a' = 'b'", facts: { ...DEFINITION, kind: 'SET' } },
  { sql: 'SET;', facts: { ...ROWS, kind: 'SET' } },
  { sql: 'RESET', facts: { ...DEFINITION, kind: 'RESET' } },
  { sql: 'USE CATALOG c', facts: { ...DEFINITION, kind: 'USE' } },
  { sql: 'LOAD MODULE hive', facts: { ...DEFINITION, kind: 'LOAD MODULE' } },
  { sql: "ADD JAR '/a.jar'", facts: { ...DEFINITION, kind: 'ADD JAR' } },
  { sql: 'SHOW TABLES', facts: { ...ROWS, kind: 'SHOW TABLES' } },
  { sql: 'DESC t', facts: { ...ROWS, kind: 'DESCRIBE' } },
  { sql: 'EXPLAIN PLAN FOR SELECT 1', facts: { ...ROWS, kind: 'EXPLAIN' } },
  { sql: 'BEGIN STATEMENT SET;', facts: { ...OK, kind: 'BEGIN STATEMENT SET' } },
  { sql: 'END;', facts: { ...ROWS, kind: 'END' } },
  {
    sql: 'EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE WHEN x THEN 1 END FROM t; INSERT INTO b SELECT 2; END;',
    facts: { ...ROWS, kind: 'EXECUTE STATEMENT' },
  },
  { sql: 'EXPLAIN STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END', facts: { ...ROWS, kind: 'EXPLAIN' } },
  { sql: 'BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END;', facts: { statementCount: 3 } },
  { sql: "STOP JOB 'a' WITH SAVEPOINT", facts: { ...ROWS, kind: 'STOP JOB' } },
  { sql: "STOP JOB 'a'", facts: { ...OK, kind: 'STOP JOB' } },
  { sql: "COMPILE PLAN '/p' FOR INSERT INTO t SELECT 1", facts: { ...OK, kind: 'COMPILE PLAN' } },
  { sql: "COMPILE AND EXECUTE PLAN '/p' FOR INSERT INTO t SELECT 1", facts: { ...ROWS, kind: 'EXECUTE PLAN' } },
  { sql: 'CALL `system`.generate_n(4)', facts: { ...ROWS, kind: 'CALL' } },
  { sql: 'TRUNCATE TABLE t', facts: { ...OK, kind: 'TRUNCATE TABLE' } },
  { sql: 'WHAT IS THIS', facts: { ...QUERY, kind: 'UNKNOWN' } },
]
