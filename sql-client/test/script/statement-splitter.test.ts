import { describe, expect, test } from '@jest/globals'
import { createStatementSplitter, endsStatement, splitStatements, textFrom } from '../../src/script/statement-splitter.js'

const texts = (script: string): readonly string[] => splitStatements(script).map(({ text }) => text)

const SCRIPTS: readonly (readonly [what: string, script: string, statements: readonly string[]])[] = [
  ['statements and the last without its semicolon', 'SELECT 1; SELECT 2;\nSELECT 3', ['SELECT 1', 'SELECT 2', 'SELECT 3']],
  ['nothing but blanks, semicolons and comments', ' ;; -- a;\n /* b; */ ;', []],
  ['an empty text', '', []],
  ['semicolons in quotes', `SELECT ';', ";" FROM \`a;b\`; SELECT 'it''s; fine'`, [`SELECT ';', ";" FROM \`a;b\``, `SELECT 'it''s; fine'`]],
  ['an escaped quote', String.raw`SELECT E'\'; x', e'a\\'; SELECT 2`, [String.raw`SELECT E'\'; x', e'a\\'`, 'SELECT 2']],
  ['a backslash in a plain string', String.raw`SELECT '\'; SELECT 2`, [String.raw`SELECT '\'`, 'SELECT 2']],
  [
    'dollar quotes',
    'SELECT $$a;b$$, $x$ $$; $x$; SELECT a$b$ FROM t; SELECT $1',
    ['SELECT $$a;b$$, $x$ $$; $x$', 'SELECT a$b$ FROM t', 'SELECT $1'],
  ],
  ['Flink names with dollars', 'SELECT EXPR$0 FROM t; SELECT EXPR$0 FROM t', ['SELECT EXPR$0 FROM t', 'SELECT EXPR$0 FROM t']],
  [
    'comments before, inside and behind',
    '-- first;\nSELECT /* a; /* nested; */ */ 1 -- one;\n; /* c */ SELECT 2 -- two',
    ['SELECT /* a; /* nested; */ */ 1', 'SELECT 2'],
  ],
  ['a hint', "SELECT * FROM t /*+ OPTIONS('a'='b;c') */; SELECT 2", ["SELECT * FROM t /*+ OPTIONS('a'='b;c') */", 'SELECT 2']],
  ['Windows line ends', '\u{feff}SELECT 1;\r\nSELECT\r\n 2;\r\n', ['SELECT 1', 'SELECT\r\n 2']],
  ['what is not closed', "SELECT 1; SELECT 'a; SELECT 2;", ['SELECT 1', "SELECT 'a; SELECT 2;"]],
  [
    'a statement set of several statements',
    'BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END;',
    ['BEGIN STATEMENT SET', 'INSERT INTO a SELECT 1', 'END'],
  ],
  [
    'a statement set that is one statement',
    'EXECUTE STATEMENT SET\nBEGIN\n INSERT INTO a SELECT CASE 1 WHEN 2 THEN 3 END; INSERT INTO b SELECT 2; END; SELECT 1',
    ['EXECUTE STATEMENT SET\nBEGIN\n INSERT INTO a SELECT CASE 1 WHEN 2 THEN 3 END; INSERT INTO b SELECT 2; END', 'SELECT 1'],
  ],
  ['an empty one', 'EXPLAIN STATEMENT SET BEGIN END; SELECT 1', ['EXPLAIN STATEMENT SET BEGIN END', 'SELECT 1']],
  ['CASE and transactions', 'BEGIN; SELECT CASE WHEN 1 THEN 2 END; COMMIT', ['BEGIN', 'SELECT CASE WHEN 1 THEN 2 END', 'COMMIT']],
]

describe('script/statement-splitter', () => {
  test.each(SCRIPTS)('splits %s', (_, script, statements) => {
    expect(texts(script)).toEqual(statements)
  })

  test.each(SCRIPTS)('gives the same for %s when it comes a character at a time', (_, script) => {
    const splitter = createStatementSplitter()
    const found = [...script].flatMap((character) => splitter.push(character))
    const last = splitter.end()
    expect(last === undefined ? found : [...found, last]).toEqual(splitStatements(script))
  })

  test('gives a statement as soon as its semicolon has come', () => {
    const splitter = createStatementSplitter()
    expect(splitter.push('SELECT 1;')).toHaveLength(1)
    expect(splitter.push(' SELECT')).toEqual([])
    expect(splitter.push(' 2;\n')).toMatchObject([{ text: 'SELECT 2' }])
    expect(splitter.end()).toBeUndefined()
  })

  test('tells lines and columns of the whole text, counting UTF-16 units as engines do', () => {
    const script = "-- é\r\nSELECT '😀'; SELECT 2;\n\n  SELECT 3; SELECT 4"
    expect(splitStatements(script).map(({ position }) => position)).toEqual([
      { line: 2, column: 1 },
      { line: 2, column: 14 },
      { line: 4, column: 3 },
      { line: 4, column: 13 },
    ])
  })

  test.each([
    ['SELECT 1;', true],
    ['SELECT 1; -- done', true],
    [';', true],
    ['SELECT 1', false],
    ['SELECT 1; SELECT', false],
    ["SELECT ';", false],
    ['/* ; */', false],
    ['EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1;', false],
    ['', false],
  ])('knows whether %p is complete', (text, isComplete) => {
    expect(endsStatement(text)).toBe(isComplete)
  })
})

describe('script/statement-splitter textFrom', () => {
  test('gives the text from a statement on', () => {
    const script = "SELECT 1; SELECT\r\n'😀';\n -- two;\n  SELECT 3; SELECT 4"
    const [first, second, third, last] = splitStatements(script)
    const from = (statement: typeof first): string | undefined => statement && textFrom(script, statement.position)
    expect(from(first)).toBe(script)
    expect(from(second)).toBe("SELECT\r\n'😀';\n -- two;\n  SELECT 3; SELECT 4")
    expect(from(third)).toBe('SELECT 3; SELECT 4')
    expect(from(last)).toBe('SELECT 4')
  })
})
