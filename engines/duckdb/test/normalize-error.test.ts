import { describe, expect, test } from '@jest/globals'
import { gatewayError } from '@sql-gateway/gateway-common'
import { normalizeError } from '../src/normalize-error.js'

const json = (type: string, message: string, rest: Record<string, string> = {}) =>
  new Error(JSON.stringify({ exception_type: type, exception_message: message, ...rest }))

function source(text: string, prefix = '') {
  return { text, start: 0, end: text.length, prefix }
}

describe('engines/duckdb/src/normalize-error', () => {
  test.each([
    ['Parser', 'syntax error at or near "x"', 'STATEMENT.SYNTAX'],
    ['Catalog', 'Table with name t does not exist!', 'STATEMENT.NOT_FOUND'],
    ['Catalog', 'Table with name "t" already exists!', 'STATEMENT.ALREADY_EXISTS'],
    ['Binder', 'Referenced column "a" not found in FROM clause!', 'STATEMENT.NOT_FOUND'],
    ['Binder', 'No function matches the given name', 'STATEMENT.INVALID'],
    ['Binder', 'database with name "x" already exists', 'STATEMENT.ALREADY_EXISTS'],
    ['Conversion', 'Could not convert', 'STATEMENT.DATA'],
    ['Out of Range', 'Overflow', 'STATEMENT.DATA'],
    ['Invalid Input', 'bad value', 'STATEMENT.DATA'],
    ['Invalid Input', 'Values were not provided for the following prepared statement parameters: 1', 'STATEMENT.INVALID'],
    ['Invalid Input', 'Cannot change configuration option "x" - the configuration has been locked', 'STATEMENT.FORBIDDEN'],
    ['Constraint', 'Duplicate key', 'STATEMENT.CONSTRAINT'],
    ['Dependency', 'Cannot drop entry', 'STATEMENT.CONSTRAINT'],
    ['TransactionContext', 'Current transaction is aborted', 'STATEMENT.TRANSACTION'],
    ['Permission', 'Cannot access file', 'STATEMENT.FORBIDDEN'],
    ['Not implemented', 'later', 'FEATURE.UNSUPPORTED'],
    ['Missing Extension', 'httpfs', 'FEATURE.UNSUPPORTED'],
    ['Out of Memory', 'failed to allocate', 'ENGINE.OUT_OF_RESOURCES'],
    ['IO', 'No files found that match the pattern "x.csv"', 'STATEMENT.NOT_FOUND'],
    ['IO', 'Could not write: No space left on device', 'ENGINE.OUT_OF_RESOURCES'],
    ['IO', 'Could not read', 'ENGINE.FAILED'],
    ['FATAL', 'invalidated', 'ENGINE.FAILED'],
    ['INTERRUPT', 'Interrupted!', 'OPERATION.CANCELED'],
    ['A New Type', 'of a later version', 'STATEMENT.INVALID'],
  ])('%s Error: %s is %s', (type, message, code) => {
    expect(normalizeError(json(type, message))).toMatchObject({
      code,
      publicMessage: `${type} Error: ${message}`,
      details: { engineErrorName: `${type} Error` },
    })
  })

  test("keeps candidates and the place, in the user's own text", () => {
    const text = "SELECT 'größe 😀',\n  foo FROM t"
    const error = json('Binder', 'Referenced column "foo" not found in FROM clause!\nCandidate bindings: "a"', {
      position: String(Buffer.byteLength("SELECT 'größe 😀',\n  ")),
    })
    expect(normalizeError(error, source(text))).toMatchObject({
      publicMessage: 'Binder Error: Referenced column "foo" not found in FROM clause!\nCandidate bindings: "a" (line 2, column 3)',
      details: { position: { line: 2, column: 3 } },
    })
  })

  test('counts out what the gateway has put before the statement', () => {
    const prefix = 'SELECT CAST(#1 AS VARCHAR) FROM (\n'
    const text = '/* c */ SELECT bad'
    const at = (byte: number) =>
      normalizeError(json('Binder', 'x', { position: String(byte) }), { text, start: 8, end: text.length, prefix }).details.position
    expect(at(prefix.length + 7)).toEqual({ line: 1, column: 16 })
    expect(at(3)).toBeUndefined()
  })

  test.each([
    ['SELECT * FROM', true],
    ['SELECT * FROM -- c', true],
    ['SELECT * FROM ;', false],
  ])('the end of %j asks Flink clients for more: %s', (text, asks) => {
    const end = 'SELECT * FROM'.length
    const { publicMessage } = normalizeError(json('Parser', 'syntax error at end of input', { position: String(end) }), {
      text,
      start: 0,
      end,
      prefix: '',
    })
    expect(publicMessage.includes('Encountered "<EOF>"')).toBe(asks)
    expect(publicMessage).toContain('line 1, column 14')
  })

  test('reads what the driver writes without JSON, or with words before it', () => {
    expect(normalizeError(new Error('Not implemented Error: SET LOCAL is not implemented.'))).toMatchObject({ code: 'FEATURE.UNSUPPORTED' })
    expect(normalizeError(new Error(`Parser Error: ${json('Parser', 'bad').message}`))).toMatchObject({
      code: 'STATEMENT.SYNTAX',
      publicMessage: 'Parser Error: bad',
    })
    expect(normalizeError(new Error('Failed to query: connection disconnected'))).toMatchObject({
      code: 'ENGINE.FAILED',
      publicMessage: 'DuckDB: Failed to query: connection disconnected',
    })
    expect(normalizeError('odd')).toMatchObject({ code: 'ENGINE.FAILED' })
  })

  test('cuts folders that the user did not write, and traces of DuckDB itself', () => {
    const text = "ATTACH 'data/x.duckdb'"
    expect(normalizeError(json('Permission', 'Cannot access file "/home/me/data/x.duckdb" - off'), source(text)).publicMessage).toBe(
      'Permission Error: Cannot access file "x.duckdb" - off',
    )
    const own = "FROM '/data/x.csv'"
    expect(normalizeError(json('IO', 'No files found "/data/x.csv"'), source(own)).publicMessage).toContain('"/data/x.csv"')
    expect(normalizeError(json('INTERNAL', 'Oops\n\nStack Trace:\n\n/home/build/duckdb.cpp')).publicMessage).toBe('INTERNAL Error: Oops')
  })

  test('a message that the user has made long takes no time', () => {
    const before = performance.now()
    for (const message of ['\n'.repeat(200_000), '"/'.repeat(100_000), `"${'/a'.repeat(100_000)}`])
      normalizeError(json('Invalid Input', `${message}x`))
    expect(performance.now() - before).toBeLessThan(2000)
  })

  test('lets errors of the gateway pass', () => {
    const error = gatewayError('RESULT.TOO_LARGE', 'x')
    expect(normalizeError(error)).toBe(error)
  })
})
