import { describe, expect, test } from '@jest/globals'
import { ERROR_CODES, type ErrorCode, gatewayError } from '@sql-gateway/gateway-common'
import { type ErrorBodyContext, errorBody } from '../../src/error/error-body.js'
import { ERROR_MAPPINGS } from '../../src/error/error-mapping.js'

const CODES = Object.keys(ERROR_CODES) as ErrorCode[]
const FETCH: ErrorBodyContext = {
  session: 's-1',
  operation: 'o-1',
  isFetch: true,
  callForm: 'server',
  correlationId: 'c-1',
  isDebug: false,
}
const STATUS: ErrorBodyContext = { ...FETCH, isFetch: false, callForm: 'single' }

/** What Flink's SQL client shows of an error: what stands behind the last cause, up to the next frame. */
function shownBySqlClient(errors: readonly string[]): string {
  return errors.join('\n').split('Caused by: ').at(-1)?.split('\tat ')[0]?.trim() ?? ''
}

describe('error/error-body', () => {
  test.each(CODES)('%s has a body with the one key errors and texts in it, on every kind of call', (code) => {
    for (const context of [FETCH, STATUS, { ...STATUS, callForm: 'short' } as const]) {
      const body = errorBody(gatewayError(code, 'The text.'), context)
      expect(Object.keys(body)).toEqual(['errors'])
      expect(body.errors.length).toBeGreaterThan(0)
      expect(body.errors.every((text) => typeof text === 'string' && text !== '')).toBe(true)
    }
  })

  test.each(CODES)('%s has a status that Flink knows, and one of its family for routes of our own', (code) => {
    const { status, ownStatus } = ERROR_MAPPINGS[code]
    const isUser = ERROR_CODES[code].kind === 'user' && code !== 'GATEWAY.START_FAILED'
    expect([400, 403, 404, 413, 500, 503]).toContain(status)
    expect(isUser ? ownStatus < 500 || ownStatus === 501 : ownStatus >= 500).toBe(true)
  })

  test('what a statement failed with is the last cause of a fetch', () => {
    const { errors } = errorBody(gatewayError('STATEMENT.NOT_FOUND', 'Table t does not exist.'), FETCH)
    expect(errors).toEqual([
      'Internal server error.',
      '<Exception on server side:\nFailed to execute the operation o-1.\nCaused by: STATEMENT.NOT_FOUND: Table t does not exist.\n\tat gateway(c-1)\nEnd of exception on server side>',
    ])
    expect(shownBySqlClient(errors)).toBe('STATEMENT.NOT_FOUND: Table t does not exist.')
  })

  test('the engine’s own name for an error goes before ours, and is not said twice', () => {
    const name = 'org.apache.flink.table.api.ValidationException'
    const named = gatewayError('STATEMENT.INVALID', 'Wrong.', { details: { engineErrorName: name } })
    expect(shownBySqlClient(errorBody(named, FETCH).errors)).toBe(`${name}: Wrong.`)
    const telling = gatewayError('STATEMENT.INVALID', 'Binder Error: Wrong.', { details: { engineErrorName: 'Binder Error' } })
    expect(shownBySqlClient(errorBody(telling, FETCH).errors)).toBe('Binder Error: Wrong.')
  })

  test.each([
    ['SESSION.NOT_FOUND', STATUS, "Session 's-1' does not exist."],
    ['OPERATION.NOT_FOUND', STATUS, 'Can not find the submitted operation in the OperationManager with the o-1.'],
    ['OPERATION.CANCELED', FETCH, 'Can not fetch results from the o-1 in CANCELED status.'],
    ['OPERATION.TIMEOUT', FETCH, 'Can not fetch results from the o-1 in TIMEOUT status.'],
    ['OPERATION.QUEUE_FULL', STATUS, 'Failed to submit the operation to the thread pool.'],
  ] as const)('%s has the text that Flink’s users look for', (code, context, text) => {
    const { errors } = errorBody(gatewayError(code, 'Our own text.'), context)
    expect(shownBySqlClient(errors)).toContain(text)
    expect(errors[0]?.startsWith(text) || errors[1]?.startsWith(`<Exception on server side:\n${text}`)).toBe(true)
  })

  test('no stack is shown unless the debug option says so', () => {
    const error = gatewayError('GATEWAY.BUG', 'Internal error, c-1.', { message: 'secret', cause: new TypeError('inner secret') })
    const text = errorBody(error, FETCH).errors.join('\n')
    expect(text).not.toMatch(/secret|error-body\.test|\n {4}at /)
    expect(text.match(/\n\tat /g)).toHaveLength(1)
    const debug = errorBody(error, { ...FETCH, isDebug: true }).errors.join('\n')
    expect(debug).toMatch(/inner secret/)
    expect(shownBySqlClient([debug])).toBe('GATEWAY.BUG: Internal error, c-1.')
  })
})
