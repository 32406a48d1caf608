import { describe, expect, test } from '@jest/globals'
import { isGatewayError } from '@sql-gateway/gateway-common'
import { parseStatement } from '../src/statement/parse-statement.js'
import { fileTarget, guardStatement } from '../src/statement/statement-guard.js'

function refusal(sql: string, isRestricted = true): string | undefined {
  try {
    const statement = parseStatement(sql)
    guardStatement(statement, isRestricted)
    fileTarget(statement)
    return undefined
  } catch (error) {
    return isGatewayError(error) ? error.code : String(error)
  }
}

describe('engines/duckdb/src/statement/statement-guard', () => {
  test.each([
    'CALL enable_logging()',
    'FROM Enable_Logging ( )',
    'SELECT * FROM "enable_logging"()',
    'SELECT * FROM system.main.disable_logging()',
    'CREATE VIEW v AS FROM (SELECT 1 UNION ALL FROM (FROM truncate_duckdb_logs()))',
    "FROM query('FROM enable_logging()')",
    "FROM query('FROM query(''FROM enable_logging()'')')",
    'FROM query($$FROM enable_logging()$$)',
    "FROM query('FROM enable_' || 'logging()')",
    "FROM query('FROM enable_'\n'logging()')",
    "FROM query(E'FROM enable_\\x6cogging()')",
    "FROM query(getvariable('sql'))",
    "FROM query('SELECT 1 ` (SELECT 1 FROM enable_logging()) ` 2')",
    'PREPARE p AS FROM query($1)',
    "FROM json_execute_serialized_sql('{}')",
    'EXPLAIN ANALYZE FROM force_checkpoint()',
    'FROM arrow_scan(NULL, NULL, NULL)',
    'PRAGMA enable_profiling',
    'PRAGMA threads=4',
    'PRAGMA "disable_checkpoint_on_shutdown"',
    'FORCE CHECKPOINT',
    "ATTACH OR REPLACE ':memory:' AS default_catalog",
    "COPY t TO ('/data/' || 'x.csv')",
    "COPY t TO E'/data/\\x78.csv'",
    "COPY t TO '/data/'\n'x.csv'",
    'COPY t TO $1',
    'PREPARE p AS COPY t TO $1',
    "EXPLAIN ANALYZE COPY (SELECT 1) TO getvariable('file')",
    "COPY t TO 'x' (FORMAT csv, PER_THREAD_OUTPUT, FILENAME_PATTERN '../../tmp/duckdb_temp_storage_DEFAULT-')",
    "COPY (SELECT 1, (2)) TO 'x' (FILE_EXTENSION 'a/b', PARTITION_BY (a))",
    "COPY t TO 'x' (FILENAME_PATTERN concat('a', 'b'))",
    "EXPORT DATABASE ('/da' || 'ta')",
    "ATTACH ('/da' || 'ta') AS x",
    "ATTACH 'x.duckdb' AS x (ENCRYPTION_KEY 'secret')",
    'CREATE OR REPLACE TEMPORARY SECRET s (TYPE http)',
  ])('refuses %s', (sql) => {
    expect(refusal(sql)).toBe('STATEMENT.FORBIDDEN')
  })

  test.each(['INSTALL httpfs', 'UPDATE EXTENSIONS', "IMPORT DATABASE 'folder'"])('refuses %s only where files are limited', (sql) => {
    expect([refusal(sql, true), refusal(sql, false)]).toEqual(['STATEMENT.FORBIDDEN', undefined])
  })

  test.each([
    'SELECT enable_logging FROM t',
    "SELECT 'enable_logging()'",
    "FROM query('SELECT 1')",
    "FROM query_table('t')",
    "PRAGMA table_info('t')",
    'PRAGMA show_tables',
    'PRAGMA version;',
    'CHECKPOINT',
    'COPY FROM DATABASE a TO b',
    "COPY t FROM 'x.csv'",
    "ATTACH 'x.duckdb' AS x",
    'SELECT copy, "to" FROM t',
  ])('lets %s pass', (sql) => {
    expect(refusal(sql)).toBeUndefined()
  })

  test.each([
    ["COPY t TO 'a.csv'", 'a.csv'],
    ["COPY (SELECT 'x' TO) TO $$a b.csv$$ (FORMAT csv)", 'a b.csv'],
    ["PREPARE p AS COPY t TO 'it''s.csv'", "it's.csv"],
    ["EXPLAIN ANALYZE COPY t TO 'a.csv'", 'a.csv'],
    ["EXPORT DATABASE 'folder' (FORMAT csv)", 'folder'],
    ["EXPORT DATABASE d TO 'folder'", 'folder'],
    ["ATTACH DATABASE IF NOT EXISTS 'x.duckdb' AS x (READ_ONLY)", 'x.duckdb'],
    ['ATTACH x', 'x'],
    ["COPY t FROM 'a.csv'", undefined],
    ['SELECT 1', undefined],
  ])('finds the file that %s writes', (sql, file) => {
    expect(fileTarget(parseStatement(sql))?.path).toBe(file)
  })
})
