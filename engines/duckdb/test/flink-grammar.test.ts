import { describe, expect, test } from '@jest/globals'
import { isGatewayError } from '@sql-gateway/gateway-common'
import { parseFlinkStatement } from '../src/flink/parse-flink-statement.js'
import { parseStatement } from '../src/statement/parse-statement.js'

const SETTINGS = new Set(['timezone', 'search_path', 'schema', 'threads'])

const parse = (sql: string) => parseFlinkStatement(parseStatement(sql), SETTINGS)

function failure(sql: string): readonly [string, string] | undefined {
  try {
    parse(sql)
    return undefined
  } catch (error) {
    return isGatewayError(error) ? [error.code, error.publicMessage] : ['', String(error)]
  }
}

describe('engines/duckdb/src/flink/parse-flink-statement', () => {
  test.each([
    ['SET', { is: 'list properties' }],
    ["SET 'a.b' = 'it''s';", { is: 'set property', key: 'a.b', value: "it's" }],
    ['SET execution.runtime-mode = batch', { is: 'set property', key: 'execution.runtime-mode', value: 'batch' }],
    ["SET pipeline.name='my job'", { is: 'set property', key: 'pipeline.name', value: 'my job' }],
    ['SET foo TO 1 + 2', { is: 'set property', key: 'foo', value: '1 + 2' }],
    ["SET TimeZone = 'UTC'", { is: 'set setting', name: 'timezone' }],
    ["SET SESSION search_path = 'a,b'", { is: 'set setting', name: 'search_path' }],
    ["SET TIME ZONE 'UTC'", { is: 'set setting', name: 'timezone' }],
    ["SET session = 'x'", { is: 'set property', key: 'session', value: 'x' }],
    ['SET VARIABLE a = 1', undefined],
    ['SET variable = 1', { is: 'set property', key: 'variable', value: '1' }],
    ['RESET', { is: 'reset all' }],
    ["RESET 'a.b'", { is: 'reset property', key: 'a.b' }],
    ['RESET a.b', { is: 'reset property', key: 'a.b' }],
    ['RESET schema', { is: 'reset setting', name: 'schema' }],
    ['RESET VARIABLE a', undefined],
    ['USE CATALOG `my cat`', { is: 'use catalog', catalog: 'my cat' }],
    ['USE `catalog`', { is: 'use database', path: ['catalog'] }],
    ['USE `modules`', { is: 'use database', path: ['modules'] }],
    ['USE c."d""x"', { is: 'use database', path: ['c', 'd"x'] }],
    ['CREATE DATABASE d', { is: 'create database', path: ['d'], ifNotExists: false, hasComment: false }],
    [
      "CREATE DATABASE IF NOT EXISTS c.d COMMENT 'x' WITH ()",
      { is: 'create database', path: ['c', 'd'], ifNotExists: true, hasComment: true },
    ],
    ['DROP DATABASE IF EXISTS d CASCADE', { is: 'drop database', path: ['d'], ifExists: true, cascades: true }],
    ['DROP SCHEMA d RESTRICT', { is: 'drop database', path: ['d'], ifExists: false, cascades: false }],
    ['DROP CATALOG IF EXISTS c', { is: 'drop catalog', catalog: 'c', ifExists: true }],
    ['SHOW CATALOGS', { is: 'show list', list: 'catalogs' }],
    [
      "SHOW DATABASES IN c NOT LIKE 'a%'",
      { is: 'show list', list: 'databases', scope: ['c'], like: { pattern: 'a%', isNegated: true, ignoresCase: false } },
    ],
    [
      "SHOW TABLES FROM c.d ILIKE 'A_'",
      { is: 'show list', list: 'tables', scope: ['c', 'd'], like: { pattern: 'A_', isNegated: false, ignoresCase: true } },
    ],
    ['SHOW USER FUNCTIONS', { is: 'show list', list: 'user functions' }],
    ["SHOW COLUMNS IN t LIKE 'a%'", { is: 'describe table', path: ['t'], like: { pattern: 'a%', isNegated: false, ignoresCase: false } }],
    ['SHOW CURRENT DATABASE', { is: 'show current', what: 'database' }],
    ['SHOW CREATE TABLE a.b.c', { is: 'show create', what: 'table', path: ['a', 'b', 'c'] }],
    ['SHOW CREATE CATALOG c', { is: 'show create', what: 'catalog', path: ['c'] }],
    ['SHOW JOBS', { is: 'show nothing', list: 'jobs' }],
    ['SHOW MATERIALIZED TABLES FROM d', { is: 'show nothing', list: 'materialized tables' }],
    ['SHOW FULL MODULES', { is: 'show modules', isFull: true }],
    ['SHOW ALL TABLES', undefined],
    ['SHOW t', undefined],
    ['DESCRIBE a.t', { is: 'describe table', path: ['a', 't'] }],
    ['DESC EXTENDED `t`', { is: 'describe table', path: ['t'] }],
    ['DESCRIBE `catalog`', { is: 'describe table', path: ['catalog'] }],
    ['DESC FUNCTION a.f', { is: 'describe function', path: ['a', 'f'], isExtended: false }],
    ['DESCRIBE FUNCTION EXTENDED abs', { is: 'describe function', path: ['abs'], isExtended: true }],
    ['DROP TEMPORARY TABLE t', { is: 'drop temporary', what: 'TABLE', path: ['t'], ifExists: false }],
    ['DROP TEMPORARY VIEW IF EXISTS `d`.v', { is: 'drop temporary', what: 'VIEW', path: ['d', 'v'], ifExists: true }],
    ['DROP TEMPORARY SYSTEM FUNCTION f', { is: 'drop temporary', what: 'FUNCTION', path: ['f'], ifExists: false }],
    ['DROP TABLE t', undefined],
    ['DESCRIBE CATALOG EXTENDED c', { is: 'describe catalog', catalog: 'c', isExtended: true }],
    ['DESCRIBE SELECT 1', undefined],
    ["DESCRIBE 'x.csv'", undefined],
    ["DESCRIBE read_csv('x.csv')", undefined],
    ['DESCRIBE', undefined],
    ['EXPLAIN SELECT 1', { is: 'explain', head: 'EXPLAIN ', from: 8 }],
    ['EXPLAIN PLAN FOR SELECT 1', { is: 'explain', head: 'EXPLAIN ', from: 17 }],
    ['EXPLAIN ESTIMATED_COST, CHANGELOG_MODE INSERT INTO t SELECT 1', { is: 'explain', head: 'EXPLAIN ', from: 39 }],
    ['EXPLAIN ANALYZE (FORMAT json) SELECT 1', { is: 'explain', head: 'EXPLAIN ANALYZE (FORMAT json) ', from: 30 }],
    ['EXPLAIN (SELECT 1)', { is: 'explain', head: 'EXPLAIN ', from: 8 }],
    ['CREATE TABLE t (a INT)', undefined],
    ['CREATE FUNCTION f(a) AS a + 1', undefined],
    ['SELECT 1', undefined],
  ])('reads %s', (sql, expected) => {
    expect(parse(sql)).toEqual(expected)
  })

  test('reads the options of a catalog', () => {
    expect(parse("CREATE CATALOG IF NOT EXISTS c COMMENT 'x' WITH ('type' = 'duckdb', 'path' = 'a.duckdb')")).toEqual({
      is: 'create catalog',
      catalog: 'c',
      ifNotExists: true,
      options: new Map([
        ['type', 'duckdb'],
        ['path', 'a.duckdb'],
      ]),
    })
  })

  test.each([
    "ADD JAR '/x.jar'",
    'BEGIN STATEMENT SET',
    'EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1',
    'EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; INSERT INTO u SELECT 2; END;',
    'EXPLAIN STATEMENT SET BEGIN INSERT INTO t SELECT 1; INSERT INTO u SELECT 2; END;',
    "COMPILE PLAN 'p' FOR STATEMENT SET BEGIN INSERT INTO t SELECT 1; END",
    "COMPILE AND EXECUTE PLAN 'p' FOR INSERT INTO t SELECT 1",
    'LOAD MODULE hive',
    'USE MODULES core, hive',
    "STOP JOB 'x'",
    "CREATE FUNCTION f AS 'com.example.F'",
    "CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'datagen')",
    "CREATE DATABASE d WITH ('a' = 'b')",
  ])('knows that %s is not there, and why', (sql) => {
    expect(parse(sql)).toMatchObject({ is: 'unsupported', reason: expect.stringMatching(/\w/) })
  })

  test.each([
    'USE',
    'SET a',
    "SET 'a'",
    "SET 'a' =",
    'SHOW CREATE',
    'DROP CATALOG',
    'DROP TEMPORARY TABLE',
    'USE CATALOG',
    'USE MODULES',
    'DESCRIBE CATALOG',
    'DESCRIBE CATALOG EXTENDED',
    'DESCRIBE EXTENDED',
    'DESC FUNCTION',
    'SHOW CURRENT',
    'EXPLAIN',
    "CREATE CATALOG c WITH ('type'",
    'SHOW TABLES LIKE',
  ])('%s ends too early, in the words that Flink clients wait for', (sql) => {
    const [code, text] = failure(sql) ?? []
    expect(code).toBe('STATEMENT.SYNTAX')
    expect(text).toContain('Encountered "<EOF>"')
  })

  test.each([
    ['SHOW CREATE ; -- c', 12],
    ['USE CATALOG;', 12],
    ['USE MODULES;', 12],
    ['DESCRIBE CATALOG;', 17],
    ['SHOW CURRENT;', 13],
  ])('with a semicolon behind it a statement that is not whole is simply wrong: %s', (sql, column) => {
    const [code, text] = failure(sql) ?? []
    expect([code, text]).toEqual(['STATEMENT.SYNTAX', `Parser Error: syntax error at end of input (line 1, column ${column})`])
  })

  test.each([
    ['SHOW CURRENT USER', 'at or near "USER" (line 1, column 14)'],
    ['DROP TEMPORARY SEQUENCE s', 'at or near "SEQUENCE" (line 1, column 16)'],
    ['USE a b', 'at or near "b" (line 1, column 7)'],
    ['SHOW TABLES FROM 1', 'at or near "1" (line 1, column 18)'],
    ["SET 'a' 'b'", 'at or near "\'b\'" (line 1, column 9)'],
    ['DROP DATABASE\n d CASCADE x', 'at or near "x" (line 2, column 12)'],
  ])('%s goes on wrongly', (sql, place) => {
    const [code, text] = failure(sql) ?? []
    expect(code).toBe('STATEMENT.SYNTAX')
    expect(text).toContain(place)
    expect(text).not.toContain('<EOF>')
  })

  test.each([
    ['SET threads = 4', 'STATEMENT.FORBIDDEN'],
    ['SET SESSION memory_limit = 1', 'STATEMENT.FORBIDDEN'],
    ["SET GLOBAL TimeZone = 'UTC'", 'STATEMENT.FORBIDDEN'],
    ['RESET GLOBAL TimeZone', 'STATEMENT.FORBIDDEN'],
    ['RESET threads', 'STATEMENT.FORBIDDEN'],
    ["SET 'sql-gateway.session.max-num' = '1'", 'CONFIG.NOT_SETTABLE'],
    ['EXPLAIN ANALYZE SET threads = 1', 'FEATURE.UNSUPPORTED'],
    ['EXPLAIN BEGIN', 'FEATURE.UNSUPPORTED'],
  ])('refuses %s', (sql, code) => {
    expect(failure(sql)?.[0]).toBe(code)
  })
})
