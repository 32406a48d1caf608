import { describe, expect, test } from '@jest/globals'
import { analyzeStatement } from '../../src/statement/analyze.js'
import { effectsOf, type StatementEffects } from '../../src/statement/effects.js'
import { plainText, splitStatements, tokenize } from '../../src/statement/lexer.js'

describe('The text of a statement', () => {
  test('is split at semicolons, but not within quotes, comments, hints and statement sets', () => {
    const texts = (sql: string) => splitStatements(sql).map((tokens) => tokens.map(({ raw }) => raw).join(' '))
    expect(texts("SELECT ';' , `;`, \";\" -- ;\n; /* ; */ SELECT /*+ OPTIONS(';') */ 2;;")).toEqual([
      'SELECT \';\' , `;` , ";"',
      'SELECT 2',
    ])
    expect(
      texts('EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE WHEN b THEN 1 END; INSERT INTO c SELECT 2; END; SELECT 1'),
    ).toHaveLength(2)
    expect(texts('EXECUTE STATEMENT SET BEGIN a; b')).toHaveLength(1)
    expect(texts('BEGIN STATEMENT SET; a; END;')).toEqual(['BEGIN STATEMENT SET', 'a', 'END'])
    expect(texts("'a''b;")).toHaveLength(1)
    expect(texts('/* ; SELECT')).toEqual([])
  })

  test('gives names and texts without their quotes', () => {
    expect(tokenize("`a``b` 'it''s' \"x\"\"y\" z 'open").map(plainText)).toEqual(['a`b', "it's", 'x"y', 'z', 'open'])
  })

  test('may have any length and any number of parts', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `(${i}, 'x')`).join(', ')
    expect(analyzeStatement(`INSERT INTO t VALUES ${rows}; SELECT 1`)).toMatchObject({ kind: 'INSERT', statementCount: 2 })
    expect(analyzeStatement(`SELECT '${"x''".repeat(5_000_000)}'; SELECT 1`)).toMatchObject({ kind: 'SELECT', statementCount: 2 })
    expect(
      analyzeStatement(`EXECUTE STATEMENT SET BEGIN INSERT INTO t VALUES ${rows}; INSERT INTO u SELECT 1; END; SELECT 1`).statementCount,
    ).toBe(2)
  })

  test('tells names in any script from signs', () => {
    expect(
      splitStatements('größe, 東京_1 + 😀')
        .flat()
        .map(({ kind, raw }) => `${kind} ${raw}`),
    ).toEqual(['word größe', 'sign ,', 'word 東京_1', 'sign +', 'sign 😀'])
  })

  test('is analyzed in time in proportion to its length, whatever it holds', () => {
    for (const part of ["'", '`', '/*', '--\n', '(', ';', "''", 'CASE '])
      expect(analyzeStatement(part.repeat(100_000)).kind).toMatch(/^[A-Z]/)
  })
})

const EFFECTS: Readonly<Record<string, StatementEffects>> = {
  'SELECT 1': {},
  'CREATE TABLE IF NOT EXISTS a.`b c` (x INT)': { changesCatalog: true, made: 'table a.b c' },
  'CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1': { changesCatalog: true, made: 'temporary view v' },
  "CREATE TEMPORARY SYSTEM FUNCTION f AS 'x'": { changesCatalog: true, made: 'temporary function f' },
  'CREATE MATERIALIZED TABLE m AS SELECT 1': { changesCatalog: true, made: 'table m' },
  'DROP TABLE IF EXISTS a.b': { changesCatalog: true, gone: 'table a.b' },
  'ALTER TABLE a RENAME TO b': { changesCatalog: true, gone: 'table a', made: 'table b' },
  "ALTER TABLE a SET ('x'='y')": { changesCatalog: true },
  "ADD JAR '/x.jar'": { changesCatalog: true, made: "jar '/x.jar'" },
  'LOAD MODULE m': { changesCatalog: true, made: 'module m' },
  'UNLOAD MODULE m': { changesCatalog: true, gone: 'module m' },
  'USE MODULES a, b': { changesCatalog: true, made: 'the modules in use' },
  'USE CATALOG `c d`': { movedTo: { catalog: 'c d' } },
  'USE d': { movedTo: { database: 'd' } },
  'USE c.d;': { movedTo: { catalog: 'c', database: 'd' } },
  'BEGIN STATEMENT SET': { made: 'the statement set that was begun' },
  'END STATEMENT SET': { gone: 'the statement set that was begun' },
  'CALL p()': { changesCatalog: true },
  CREATE: { changesCatalog: true },
  USE: {},
}

describe('What a statement does to its session', () => {
  test.each(Object.entries(EFFECTS))('%s', (sql, effects) => {
    expect(effectsOf(tokenize(sql))).toEqual(effects)
  })
})
