import { describe, expect, test } from '@jest/globals'
import { readHiveStatement } from '../../src/statement/hive-statement.js'

describe('statement/hive-statement', () => {
  test.each(['set', 'SET', ' set -v ; ', 'SET -v', '\nset;\n'])('%j shows all properties', (statement) => {
    expect(readHiveStatement(statement)).toEqual({ kind: 'show-properties' })
  })

  test.each([
    ['set hive.execution.engine', 'hive.execution.engine'],
    ['SET hivevar:x;', 'hivevar:x'],
    ['set TimeZone', 'TimeZone'],
  ])('%j shows one', (statement, key) => {
    expect(readHiveStatement(statement)).toEqual({ kind: 'show-property', key })
  })

  test.each([
    ['set hive.x=1', "SET 'hive.x' = '1'"],
    ['SET hiveconf:hive.x = a b c ;', "SET 'hive.x' = 'a b c'"],
    ['set hivevar:day=2020-01-01', "SET 'day' = '2020-01-01'"],
    ["set execution.runtime-mode='batch'", "SET 'execution.runtime-mode' = 'batch'"],
    ["set a.b=it's", "SET 'a.b' = 'it''s'"],
    ["set a.b='it''s'", "SET 'a.b' = 'it''s'"],
    ['set a.b=', "SET 'a.b' = ''"],
    ['set a.b=x=y\nz', "SET 'a.b' = 'x=y\nz'"],
    ['reset hive.x', "RESET 'hive.x'"],
  ])('%j becomes %j', (statement, expected) => {
    expect(readHiveStatement(statement)).toEqual({ kind: 'plain', statement: expected })
  })

  test.each([
    "SET 'a.b' = 'c'",
    "SET TimeZone = 'UTC'",
    'SET threads=4',
    'SET VARIABLE a.b = 5',
    'SET SESSION x = 1',
    "SET TIME ZONE 'UTC'",
    'RESET',
    'RESET TimeZone',
    'SELECT 1',
    'USE other',
    'use default2',
    'select current_database() as d',
    'settle',
    '',
    '   ',
    ';',
  ])('%j is left to the engine as it is', (statement) => {
    expect(readHiveStatement(statement)).toEqual({ kind: 'plain', statement })
  })

  test.each(['use default', 'USE `default`', 'Use "Default" ;'])('%j goes to the default database', (statement) => {
    expect(readHiveStatement(statement)).toEqual({ kind: 'use-default' })
  })

  test.each(['SELECT current_database()', 'select CURRENT_DATABASE( );'])('%j asks for the database', (statement) => {
    expect(readHiveStatement(statement)).toEqual({ kind: 'current-database' })
  })

  test.each([
    ['DESCRIBE t', ['t']],
    ['desc `my db`.`t`;', ['my db', 't']],
    ['describe table c.d.t', ['c', 'd', 't']],
  ])('%j describes a table', (statement, path) => {
    expect(readHiveStatement(statement)).toEqual({ kind: 'describe', path })
  })

  test.each(['DESCRIBE SELECT 1', 'DESCRIBE EXTENDED t', "DESCRIBE 'file.csv'", 'DESCRIBE', 'DESCRIBE a.b.c.d', 'DESCRIBE FORMATTED t'])(
    '%j is left to the engine',
    (statement) => {
      expect(readHiveStatement(statement)).toEqual({ kind: 'plain', statement })
    },
  )

  test('does not set the environment', () => {
    expect(() => readHiveStatement('set env:PATH=/tmp')).toThrow("'env:PATH' cannot be set: the environment belongs to the gateway.")
  })

  test.each([
    ['blanks', `SELECT 1${' '.repeat(300_000)}x`],
    ['semicolons', `SELECT 1${';'.repeat(300_000)}x`],
    ['blanks behind set', `set${' '.repeat(300_000)}=`],
    ['blanks behind a key', `set a.b${' '.repeat(300_000)}x`],
    ['blanks behind describe', `describe a${' '.repeat(300_000)}b c`],
    ['quotes', `set a.b='${"'".repeat(300_000)}x`],
  ])('many %s take no time', (_, statement) => {
    const before = performance.now()
    readHiveStatement(statement)
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
