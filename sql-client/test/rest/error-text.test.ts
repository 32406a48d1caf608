import { describe, expect, test } from '@jest/globals'
import { refusal } from '../../src/rest/error-text.js'

const FLINK = `<Exception on server side:
org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.
\tat org.apache.flink.table.gateway.rest.handler.X.handle(X.java:91)
Caused by: org.apache.flink.table.api.ValidationException: SQL validation failed. From line 2, column 3 to line 2, column 5: Column 'foo' not found in any table
\tat org.apache.flink.table.planner.Y.validate(Y.scala:200)
Caused by: org.apache.calcite.sql.validate.SqlValidatorException: Column 'foo' not found in any table
\tat java.base/java.lang.reflect.Constructor.newInstance(Constructor.java:490)
\t... 15 more

End of exception on server side>`

describe('rest/error-text', () => {
  test("takes the innermost cause of a stack of Flink's, and the place from where it stands", () => {
    expect(refusal(['Internal server error.', FLINK], { headers: {} })).toMatchObject({
      kind: 'refused',
      message: "Column 'foo' not found in any table",
      position: { line: 2, column: 3 },
      details: expect.stringContaining('Constructor.java:490'),
    })
  })

  test('takes code and text of this gateway', () => {
    const trace =
      'Failed to execute the operation 1.\nCaused by: Binder Error: No column "x"!\n\nCandidates: "y" (line 1, column 8)\n\tat gateway(2)'
    const headers = { 'x-sql-gateway-error': 'STATEMENT.INVALID' }
    expect(
      refusal(['Internal server error.', `<Exception on server side:\n${trace}\nEnd of exception on server side>`], { headers }),
    ).toMatchObject({
      kind: 'refused',
      code: 'STATEMENT.INVALID',
      message: 'Binder Error: No column "x"!\n\nCandidates: "y" (line 1, column 8)',
      position: { line: 1, column: 8 },
    })
    expect(refusal(['Caused by: STATEMENT.EMPTY: Nothing to run.\n\tat gateway(2)'], { headers })).toMatchObject({
      message: 'Nothing to run.',
    })
  })

  test('takes a text without causes as it is', () => {
    expect(refusal(['Not found: /v9'], { headers: {} }).message).toBe('Not found: /v9')
  })

  test('knows that the session is gone, by code and by the words of Flink', () => {
    expect(
      refusal(['Caused by: SESSION.NOT_FOUND: x\n\tat gateway(1)'], { headers: { 'x-sql-gateway-error': 'SESSION.NOT_FOUND' } }).kind,
    ).toBe('session-lost')
    const flink = "a\nCaused by: org.apache.flink.table.gateway.api.utils.SqlGatewayException: Session '1-2' does not exist.\n\tat x"
    expect(refusal([flink], { headers: {} }).kind).toBe('session-lost')
  })
})
