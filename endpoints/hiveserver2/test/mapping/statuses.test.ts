import { describe, expect, test } from '@jest/globals'
import { ERROR_CODES, type ErrorCode, gatewayError } from '@sql-gateway/gateway-common'
import { failure, success } from '../../src/mapping/statuses.js'

describe('mapping/statuses', () => {
  test('says exactly SUCCESS of what worked', () => {
    expect(success()).toMatchObject({ statusCode: 0, infoMessages: null, sqlState: null })
  })

  test.each(Object.keys(ERROR_CODES) as ErrorCode[])('carries SQLSTATE, number and text of %s and no list of messages', (code) => {
    const { statusCode, sqlState, errorCode, errorMessage, infoMessages } = failure(gatewayError(code, 'It did not work.'))
    expect([statusCode, sqlState, errorCode, infoMessages]).toEqual([3, ERROR_CODES[code].sqlState, ERROR_CODES[code].vendorCode, null])
    expect(errorMessage).toMatch(/It did not work\.$/)
  })

  test('begins with the words by which Hue opens a new session', () => {
    const error = gatewayError('SESSION.NOT_FOUND', 'Session x does not exist.')
    expect(failure(error).errorMessage).toBe('Invalid SessionHandle: Session x does not exist.')
    const again = gatewayError('OPERATION.NOT_FOUND', 'Invalid OperationHandle: y')
    expect(failure(again).errorMessage).toBe('Invalid OperationHandle: y')
  })

  test('names the place in the statement unless the text does', () => {
    const details = { position: { line: 2, column: 7 } }
    expect(failure(gatewayError('STATEMENT.SYNTAX', 'No such word.', { details })).errorMessage).toBe('No such word. (line 2, column 7)')
    expect(failure(gatewayError('STATEMENT.SYNTAX', 'At line 2:7.', { details })).errorMessage).toBe('At line 2:7.')
  })
})
