import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { scanTokens, unquote } from '../src/statement/lexer.js'
import { analyzeText } from '../src/statement/parse-statement.js'
import { scanStatements } from '../src/statement/statement-text.js'

function tokens(text: string): readonly string[] {
  const found: string[] = []
  scanTokens(text, (kind, start, end, depth) => found.push(`${kind}:${depth}:${text.slice(start, end)}`))
  return found
}

const statements = (text: string, ...watched: string[]) => scanStatements(text, new Set(watched)).statements

describe('engines/duckdb/src/statement/lexer', () => {
  test.each([
    ["'a''b'", ["text:0:'a''b'"]],
    ["'a\\'", ["text:0:'a\\'"]],
    ["E'a\\'b' e'\\\\'", ["text:0:E'a\\'b'", "text:0:e'\\\\'"]],
    ["x'00' B'01'", ["text:0:x'00'", "text:0:B'01'"]],
    ['"a""b" `c``d`', ['name:0:"a""b"', 'name:0:`c``d`']],
    ['$$a;b$$ $x$ $$ $y$ $x$', ['text:0:$$a;b$$', 'text:0:$x$ $$ $y$ $x$']],
    ['$1 $name ?', ['parameter:0:$1', 'parameter:0:$name', 'symbol:0:?']],
    ['a$b$c größe', ['word:0:a$b$c', 'word:0:größe']],
    ['1e+5 .5 0xFF 1_000', ['number:0:1e+5', 'number:0:.5', 'number:0:0xFF', 'number:0:1_000']],
    ["-- it's\n1", ['number:0:1']],
    ["/* a /* ' */ b */2", ['number:0:2']],
    ['f(a, [b])', ['word:0:f', 'symbol:0:(', 'word:1:a', 'symbol:1:,', 'symbol:1:[', 'word:2:b', 'symbol:1:]', 'symbol:0:)']],
    ['a\u00a0b', ['word:0:a', 'word:0:b']],
  ])('cuts %s as DuckDB does', (text, expected) => {
    expect(tokens(text)).toEqual(expected)
  })

  test.each([
    ["SELECT 'a''", 'quoted string', 7],
    ["SELECT E'a\\'", 'quoted string', 7],
    ['SELECT "a', 'quoted identifier', 7],
    ['SELECT $a$ $b$', 'dollar-quoted string', 7],
    ['SELECT /* /* */', '/* comment', 7],
  ])('finds what %s leaves open', (text, what, start) => {
    expect(scanTokens(text, () => undefined)).toEqual({ what, start })
  })

  test.each([
    ["E'a' -- b\n -- c\n'd\\''", ["text:0:E'a' -- b\n -- c\n'd\\''"]],
    ["E'a'\n-- b", ["text:0:E'a'"]],
    ["E'a' 'b'", ["text:0:E'a'", "text:0:'b'"]],
  ])('a string goes on in another line, with comments between: %j', (text, expected) => {
    expect(tokens(text)).toEqual(expected)
  })

  test.each([
    ['dashes', `E'a'\n${'-'.repeat(100_000)}`],
    ['lines', `E'a'${'\n'.repeat(100_000)}`],
    ['comments', `E'a'\n${'-- x\n'.repeat(30_000)}`],
    ['strings', "E'a'\n".repeat(30_000)],
    ['dollars', '$a'.repeat(100_000)],
    ['brackets', '('.repeat(200_000)],
  ])('many %s take no time', (_, text) => {
    const before = performance.now()
    tokens(text)
    expect(performance.now() - before).toBeLessThan(2000)
  })

  test.each([
    ["'it''s'", "it's"],
    ['"a""b"', 'a"b'],
    ['`a``b`', 'a`b'],
    ['$x$a$$b$x$', 'a$$b'],
    ["E'a\\n\\'b'''", "a\n'b'"],
    ['word', 'word'],
  ])('reads %s', (raw, value) => {
    expect(unquote(raw)).toBe(value)
  })
})

describe('engines/duckdb/src/statement/statement-text', () => {
  test('cuts a text at semicolons outside of quotes and comments', () => {
    const text = " ; SELECT ';' -- ;\n ; /* ; */ ;\nFROM t;"
    expect(statements(text).map(({ start, end }) => text.slice(start, end))).toEqual(["SELECT ';'", 'FROM t'])
  })

  test.each([
    ['', 0],
    ['-- nothing', 0],
    [' ; /* closed */ ;', 0],
    ['/* open', 1],
    ["'open", 1],
    ['SELECT 1 /* open', 1],
    ['SELECT 1; SELECT 2', 2],
    ['EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; INSERT INTO t SELECT 2; END;', 1],
    ["compile and execute plan 'p' for statement set begin insert into t select 1; end", 1],
    ['EXECUTE statement; SET a = b', 2],
    ['EXECUTE statement settled; SELECT 1', 2],
    ['EXECUTE "STATEMENT" "SET"; SELECT 1', 2],
  ])('%j counts as %i statements, so that one that has just begun asks for more', (text, count) => {
    expect(analyzeText(text).statementCount).toBe(count)
  })

  test('forgets open brackets at the end of a statement', () => {
    expect(statements('SELECT (1; SELECT 2').map(({ tokens: [first] }) => first?.depth)).toEqual([0, 0])
  })

  test('keeps what is outside of brackets however long the statement is', () => {
    const long = `INSERT INTO t VALUES ${Array.from({ length: 10_000 }, (_, i) => `(${i}, 'x')`).join(', ')} RETURNING a`
    const [only] = statements(long)
    expect(only?.tokens.slice(-2).map(({ value }) => value)).toEqual(['RETURNING', 'A'])
    expect(only?.tokens.length).toBeLessThan(50_000)
  })

  test('notes calls of watched functions with the beginning of their arguments, quoted names and deep places included', () => {
    const [only] = statements('SELECT (SELECT f("Query" ( \'a\' , 2), other(1))), query', 'query')
    expect(only?.calls.map(({ name, begin }) => [name, ...begin.map(({ value }) => value)])).toEqual([['query', 'a', ',']])
  })

  describe('against DuckDB itself', () => {
    let instance: DuckDBInstance
    beforeAll(async () => {
      instance = await DuckDBInstance.create(':memory:')
    })
    afterAll(() => instance.closeSync())

    const text = fc.string({ unit: fc.constantFrom("'", '"', ';', '$', '\\', '-', '/', '*', 'a', ' ', '\n', 'é', '(', '`'), maxLength: 12 })
    const literal = fc.oneof(
      text.map((value) => `'${value.replaceAll("'", "''")}'`),
      text.map((value) => `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
      text.filter((value) => !value.includes('$')).map((value) => `$$${value}$$`),
      text.filter((value) => !value.includes('$')).map((value) => `$t$${value}$t$`),
      text.filter((value) => value !== '').map((value) => `1 AS "${value.replaceAll('"', '""')}"`),
    )
    const blank = fc.oneof(
      fc.constantFrom(' ', '\n', '\t '),
      text.filter((value) => !value.includes('\n')).map((value) => `--${value}\n`),
      text.filter((value) => !/[*/]/.test(value)).map((value) => `/*${value}*/`),
    )
    const statement = fc.tuple(blank, literal, blank).map(([before, value, after]) => `SELECT${before}${value}${after}`)
    const whole = fc.array(fc.oneof(statement, blank), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(';'))

    test('counts as many statements', async () => {
      const connection = await instance.connect()
      await fc.assert(
        fc.asyncProperty(whole, async (sql) => {
          const extracted = await connection.extractStatements(sql).catch(() => undefined)
          expect(statements(sql)).toHaveLength(extracted?.count ?? 0)
        }),
        { numRuns: 300 },
      )
      connection.closeSync()
    })
  })
})
