import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { rewriteBackslashQuotes } from '../../src/statement/backslash-quotes.js'

/** As hive-jdbc writes a text parameter. */
const literal = (text: string): string => `'${text.replaceAll("'", "\\'")}'`

describe('statement/backslash-quotes', () => {
  test.each([
    ["SELECT 'o\\'k'", "SELECT 'o''k'"],
    ["SELECT 'o\\'k', 'p\\'q' FROM t", "SELECT 'o''k', 'p''q' FROM t"],
    ["SELECT '\\'', '\\'\\'' ", "SELECT '''', '''''' "],
    ["WHERE a = 'x\\' OR 1=1 --'", "WHERE a = 'x'' OR 1=1 --'"],
    ["SELECT 'a\\\\', 'it\\'s'", "SELECT 'a\\\\', 'it''s'"],
    ["SELECT '\\d+', 'it\\'s'", "SELECT '\\d+', 'it''s'"],
    ["SELECT 'it\\'s' -- it\\'s\n, \"it\\'s\", `it\\'s` /* ' */", "SELECT 'it''s' -- it\\'s\n, \"it\\'s\", `it\\'s` /* ' */"],
    ["SELECT $$it\\'s$$, $x$ ' $x$, 'it\\'s'", "SELECT $$it\\'s$$, $x$ ' $x$, 'it''s'"],
    ["SELECT E'it\\'s', 'it\\'s'", "SELECT E'it\\'s', 'it''s'"],
    ["SELECT 1-1, 4/2, '\\''", "SELECT 1-1, 4/2, ''''"],
  ])('%s becomes %s', (statement, expected) => {
    expect(rewriteBackslashQuotes(statement)).toBe(expected)
  })

  test.each([
    "SELECT 'o''k'",
    "SELECT 'C:\\'",
    "a LIKE 'x\\_y' ESCAPE '\\'",
    "a LIKE 'x' ESCAPE '\\' AND b = 'y'",
    "a LIKE 'x' ESCAPE '\\' OR b LIKE 'y' ESCAPE '\\'",
    "SELECT E'it\\'s'",
    "SELECT 'unterminated\\'",
    "SELECT '\\d'",
    'SELECT 1',
    '',
  ])('%s stays as it is', (statement) => {
    expect(rewriteBackslashQuotes(statement)).toBe(statement)
  })

  test('a parameter of hive-jdbc stays one literal with its own text, whatever it holds', () => {
    const characters = fc.constantFrom("'", ' ', 'a', '-', '"', ';', '(', 'ü', '/', '*', '$', '%')
    const text = fc.string({ unit: characters, maxLength: 20 })
    fc.assert(
      fc.property(text, text, (one, other) => {
        const statement = `SELECT ${literal(one)}, ${literal(other)}`
        const standard = (value: string): string => `'${value.replaceAll("'", "''")}'`
        expect(rewriteBackslashQuotes(statement)).toBe(`SELECT ${standard(one)}, ${standard(other)}`)
      }),
    )
  })

  test('takes every text without throwing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '\\', 'a', '"', '`', '-', '/', '*', '$', 'e', '\n'), maxLength: 40 }),
        (statement) => {
          rewriteBackslashQuotes(statement)
        },
      ),
    )
  })
})
