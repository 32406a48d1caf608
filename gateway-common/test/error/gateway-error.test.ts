import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { ERROR_CODES, errorSpec, gatewayError, isGatewayError, toGatewayError } from '../../src/index.js'

describe('gatewayError', () => {
  test('makes an Error with code, public text and details', () => {
    const error = gatewayError('STATEMENT.SYNTAX', 'Unexpected word.', { details: { position: { line: 1, column: 2 } } })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'GatewayError',
      code: 'STATEMENT.SYNTAX',
      message: 'Unexpected word.',
      publicMessage: 'Unexpected word.',
      details: { position: { line: 1, column: 2 } },
    })
    expect('cause' in error).toBe(false)
  })

  test('keeps the text for the log and the cause apart from the public text', () => {
    const cause = new TypeError('of the driver')
    const error = gatewayError('ENGINE.FAILED', 'The engine failed.', { message: 'in /var/lib', cause })
    expect([error.message, error.publicMessage, error.cause]).toEqual(['in /var/lib', 'The engine failed.', cause])
  })
})

describe('isGatewayError', () => {
  test('knows errors of another copy of the package, even of another realm', () => {
    const foreign: unknown = runInContext(
      "Object.assign(new Error('x'), { name: 'GatewayError', code: 'GATEWAY.BUG', publicMessage: 'x', details: {} })",
      createContext(),
    )
    expect(foreign).not.toBeInstanceOf(Error)
    expect(isGatewayError(foreign)).toBe(true)
  })

  test.each([
    undefined,
    null,
    'GatewayError',
    7,
    new TypeError('x'),
    Object.assign(new TypeError('x'), { code: 'GATEWAY.BUG', publicMessage: 'x' }),
    { name: 'GatewayError', publicMessage: 'x' },
    { name: 'GatewayError', code: 'GATEWAY.BUG' },
    { name: 'GatewayError', code: 'NO.SUCH_CODE', publicMessage: 'x' },
    { name: 'GatewayError', code: 'toString', publicMessage: 'x' },
  ])('knows %p for another thing', (value) => {
    expect(isGatewayError(value)).toBe(false)
  })
})

describe('errorSpec', () => {
  test("gives the table's line", () => {
    expect(errorSpec(gatewayError('SESSION.NOT_FOUND', 'x'))).toBe(ERROR_CODES['SESSION.NOT_FOUND'])
  })
})

describe('toGatewayError', () => {
  test('leaves an error of the gateway as it is', () => {
    const error = gatewayError('STATEMENT.DATA', 'x')
    expect(toGatewayError(error, 'id')).toBe(error)
  })

  test.each([new TypeError('secret'), 'secret', null, undefined])('shows a client nothing of %p but the correlation id', (thrown) => {
    const error = toGatewayError(thrown, 'abc-1')
    expect([error.code, error.cause, error.details]).toEqual(['GATEWAY.BUG', thrown, { correlationId: 'abc-1' }])
    expect(error.publicMessage).toBe('Internal error of the gateway, correlation id abc-1.')
  })

  test('keeps the text of what was thrown for the log', () => {
    expect([toGatewayError(new TypeError('why'), 'id').message, toGatewayError('why', 'id').message]).toEqual(['why', 'why'])
  })
})
