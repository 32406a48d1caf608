import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { engineText } from '../src/statement/engine-text.js'
import { scanTokens, unquote } from '../src/statement/lexer.js'
import { parseStatement } from '../src/statement/parse-statement.js'
import { sourceIndex } from '../src/statement/source-text.js'
import { openEngine, type TestEngine } from './support/engine-under-test.js'

const sent = (sql: string) => engineText(parseStatement(sql), 0, '').sql

describe('engines/duckdb/src/statement/engine-text', () => {
  test.each([
    ['SELECT `a` FROM `c`.`d`.`t`', 'SELECT "a" FROM "c"."d"."t"'],
    ['SELECT f(g(`a b`))', 'SELECT f(g("a b"))'],
    ['SELECT `it``s`, `say "x"`', 'SELECT "it`s", "say ""x"""'],
    ['SELECT `x```, ````', 'SELECT "x`", "`"'],
    ["SELECT '`a`', E'\\'`a`', $$`a`$$, \"`a`\"", "SELECT '`a`', E'\\'`a`', $$`a`$$, \"`a`\""],
    ['SELECT 1 -- `a`\n/* `b` */ AS `c`', 'SELECT 1 -- `a`\n/* `b` */ AS "c"'],
    ['SELECT "a"`b`"c"', 'SELECT "a" "b" "c"'],
    ['SELECT u&`a`', 'SELECT u& "a"'],
    ['insert INTO Table `t` (`a`) VALUES (1)', 'insert INTO       "t" ("a") VALUES (1)'],
    ['INSERT INTO TABLE t SELECT 1', 'INSERT INTO       t SELECT 1'],
    ['INSERT INTO "TABLE" VALUES (1)', 'INSERT INTO "TABLE" VALUES (1)'],
    ['INSERT INTO TABLE (a) VALUES (1)', 'INSERT INTO TABLE (a) VALUES (1)'],
    ['SELECT `größe`, `😀`', 'SELECT "größe", "😀"'],
  ])('%s reaches DuckDB as %s', (sql, expected) => {
    expect(sent(sql)).toBe(expected)
  })

  test('every place of the sent text is one of the text that the user wrote', () => {
    const text = 'SELECT `it``s "é"`, `😀`, x FROM `t`'
    const { sql, source } = engineText(parseStatement(text), 0, 'EXPLAIN ')
    const at = (part: string) => sourceIndex(source, Buffer.byteLength(sql.slice(0, sql.indexOf(part))))
    expect([at('"it'), at('s ""é'), at('"😀"'), at('x FROM'), at('FROM'), at('"t"')]).toEqual([
      text.indexOf('`it'),
      text.indexOf('`it'),
      text.indexOf('`😀`'),
      text.indexOf('x FROM'),
      text.indexOf('FROM'),
      text.indexOf('`t`'),
    ])
    expect(sourceIndex(source, 3)).toBeUndefined()
    expect(sourceIndex(source, Buffer.byteLength(sql))).toBe(text.length)
  })

  test('whatever the names are, DuckDB gets each of them as one name, and every place after it is found again', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', '`', '"', "'", ' ', ';', '-', 'é', '😀', '\\', '$', '\n'),
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, fc.constantFrom(' ', ',', ' + ', '.', '"x"', '(', " 'é`' ")), { minLength: 1, maxLength: 6 }),
        (parts) => {
          const text = `SELECT ${parts.map(([value, between]) => `\`${value.replaceAll('`', '``')}\`${between}`).join('')}end`
          const { sql, source } = engineText(parseStatement(text), 0, '')
          const names: string[] = []
          scanTokens(sql, (kind, start, end) => {
            if (kind === 'name') names.push(unquote(sql.slice(start, end)))
          })
          expect(names.filter((each) => each !== 'x')).toEqual(parts.map(([value]) => value))
          const back = sourceIndex(source, Buffer.byteLength(sql) - 'end'.length)
          expect(back).toBe(text.length - 'end'.length)
        },
      ),
    )
  })
})

describe('engines/duckdb: names in backticks', () => {
  let engine: TestEngine

  beforeAll(async () => {
    engine = await openEngine()
  })
  afterAll(() => engine.close())

  test('name tables, columns and all else in every statement, as Flink and Hive users write them', async () => {
    const session = await engine.open()
    for (const sql of [
      'CREATE TABLE `default_catalog`.`default_database`.`my table` (`a b` INT, `say "x"` VARCHAR)',
      'INSERT INTO `my table` (`a b`, `say "x"`) VALUES (1, \'one `two`\')',
      'INSERT INTO TABLE `my table` (`a b`) VALUES (0)',
      'DELETE FROM `my table` WHERE `a b` = 0',
      'UPDATE `my table` SET `a b` = `a b` + 1 WHERE `a b` = 1',
      'CREATE VIEW `v``w` AS SELECT `a b` AS `größe` FROM `my table`',
      'PREPARE `p` AS SELECT `größe` FROM `v``w`',
    ])
      await session.run(sql)
    const found = await session.run('SELECT `t`.`a b` AS `t_a b`, `say "x"` FROM `default_catalog`.`default_database`.`my table` `t`')
    expect([found.names, found.rows]).toEqual([['t_a b', 'say "x"'], [['2', 'one `two`']]])
    expect(await session.rows('EXECUTE `p`')).toEqual([['2']])
    expect(await session.rows('DESCRIBE `v``w`')).toEqual([['größe', 'INT', 'true', 'NULL', 'NULL', 'NULL']])
    expect(await session.value('EXPLAIN SELECT `größe` FROM `v``w`')).toContain('SCAN')
    expect(await session.rows('SHOW TABLES')).toEqual([['my table'], ['v`w']])
    for (const sql of ['DROP VIEW `v``w`', 'DROP TABLE IF EXISTS `default_database`.`my table`']) await session.run(sql)
    expect(await session.rows('SHOW TABLES')).toEqual([])
  })

  test("an error has its place in the user's own text", async () => {
    const session = await engine.open()
    await session.run('CREATE TEMP TABLE `p``q` (`a"b` INT)')
    for (const sql of ['SELECT `a"b`,\n  `a"b`, nowhere FROM `p``q`', 'EXPLAIN SELECT `a"b`,\n  `a"b`, nowhere FROM `p``q`']) {
      expect((await session.error(sql)).details.position).toEqual({ line: 2, column: 10 })
    }
    expect((await session.error('SELECT `p``q`.`a"b` FROM FROM `p``q`')).details.position).toEqual({ line: 1, column: 26 })
  })

  test('one that is not closed asks for more', async () => {
    const session = await engine.open()
    expect((await session.error('SELECT `a FROM t')).publicMessage).toContain('Encountered "<EOF>"')
  })

  test('are where USE, SET schema and DETACH find what they name', async () => {
    const session = await engine.open()
    await session.run("CREATE CATALOG `my cat` WITH ('type' = 'memory')")
    await session.run('CREATE DATABASE `my cat`.`my db`')
    await session.run('USE `my cat`.`my db`')
    await session.run('SET schema = `main`')
    expect(await session.value('SELECT current_schema()')).toBe('main')
    await session.run('USE CATALOG `default_catalog`')
    await session.run('DETACH `my cat`')
    expect(await session.rows('SHOW CATALOGS')).toEqual([['default_catalog']])
  })
})
