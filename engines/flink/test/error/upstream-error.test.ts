import { describe, expect, test } from '@jest/globals'
import type { ErrorCode } from '@sql-gateway/gateway-common'
import { signOf, upstreamError } from '../../src/error/upstream-error.js'
import { javaError } from '../support/fake-flink.js'

const OUTER = 'org.apache.flink.table.gateway.service.utils.SqlExecutionException: Failed to execute the operation 12.'

/** Exceptions from the outermost to the root cause, and what becomes of them. */
const ERRORS: readonly (readonly [ErrorCode, readonly string[]])[] = [
  [
    'STATEMENT.SYNTAX',
    [
      'org.apache.flink.table.api.SqlParserException: SQL parse failed. Encountered "FROM" at line 1, column 8.',
      'org.apache.flink.sql.parser.impl.ParseException: Encountered "FROM" at line 1, column 8.\nWas expecting one of:\n    "(" ...',
    ],
  ],
  ['STATEMENT.SYNTAX', ['org.apache.flink.table.api.SqlParserEOFException: SQL parse failed. Encountered "<EOF>" at line 1, column 7.']],
  [
    'STATEMENT.SYNTAX',
    [
      'org.apache.flink.table.api.SqlParserException: SQL parse failed. x',
      'org.apache.calcite.runtime.CalciteException: Non-query expression encountered in illegal context',
    ],
  ],
  ['STATEMENT.NOT_FOUND', ["org.apache.calcite.sql.validate.SqlValidatorException: Column 'c' not found in any table"]],
  ['STATEMENT.NOT_FOUND', ['org.apache.calcite.sql.validate.SqlValidatorException: No match found for function signature F(<NUMERIC>)']],
  [
    'STATEMENT.NOT_FOUND',
    [
      'org.apache.flink.table.api.ValidationException: Could not execute DROP',
      'org.apache.flink.table.catalog.exceptions.DatabaseNotExistException: Database d does not exist in Catalog c.',
    ],
  ],
  [
    'STATEMENT.ALREADY_EXISTS',
    ['org.apache.flink.table.catalog.exceptions.TableAlreadyExistException: Table (or view) d.t already exists in Catalog c.'],
  ],
  ['STATEMENT.ALREADY_EXISTS', ['org.apache.flink.table.catalog.exceptions.CatalogException: Catalog c already exists.']],
  ['STATEMENT.INVALID', ['org.apache.flink.table.api.ValidationException: Querying an unbounded table in batch mode is not allowed.']],
  ['STATEMENT.INVALID', ['org.apache.flink.table.api.TableException: Unsupported window']],
  [
    'STATEMENT.MULTIPLE',
    [
      'java.lang.UnsupportedOperationException: Unsupported statement: The method only accepts a single SQL statement or multiple INSERT INTO wrapped in a STATEMENT SET.',
    ],
  ],
  [
    'STATEMENT.DATA',
    ['org.apache.flink.runtime.JobException: Recovery is suppressed', "java.lang.NumberFormatException: For input string: 'a'"],
  ],
  ['STATEMENT.DATA', ['java.lang.ArithmeticException: Division by zero']],
  [
    'STATEMENT.CONSTRAINT',
    [
      "org.apache.flink.table.api.TableException: Column 'a' is NOT NULL, however, a null value is being written into it, which violates the constraint",
    ],
  ],
  [
    'ENGINE.UNREACHABLE',
    [
      'org.apache.flink.util.concurrent.FutureUtils$RetryException: No retries left.',
      'java.net.ConnectException: Connection refused: /127.0.0.1:8081',
    ],
  ],
  [
    'ENGINE.UNREACHABLE',
    [
      'org.apache.flink.shaded.netty4.io.netty.channel.AbstractChannel$AnnotatedConnectException: x',
      'java.net.ConnectException: Connection refused',
    ],
  ],
  [
    'ENGINE.UNREACHABLE',
    ['org.apache.flink.util.concurrent.FutureUtils$RetryException: No retries left.', 'java.net.UnknownHostException: jobmanager'],
  ],
  // Of a connector, and of Kubernetes.
  ['ENGINE.FAILED', ['org.apache.flink.table.api.TableException: Failed to execute sql', 'java.net.ConnectException: Connection refused']],
  ['ENGINE.FAILED', ['java.util.concurrent.CompletionException: x', 'java.net.UnknownHostException: kubernetes.default.svc']],
  ['ENGINE.UNREACHABLE', ['org.apache.flink.runtime.rest.util.RestClientException: Could not connect to rest endpoint.']],
  [
    'ENGINE.OUT_OF_RESOURCES',
    ['org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.'],
  ],
  ['ENGINE.OUT_OF_RESOURCES', ['java.lang.OutOfMemoryError: Metaspace']],
  ['ENGINE.OUT_OF_RESOURCES', ['x.SqlGatewayException: Failed to create session, the count of active sessions exceeds the max count: 3']],
  [
    'CONFIG.INVALID_VALUE',
    ['org.apache.flink.table.api.TableException: x', "java.lang.IllegalArgumentException: Could not parse value 'x' for key 'y'."],
  ],
  ['FEATURE.UNSUPPORTED', ['java.lang.UnsupportedOperationException: ALTER is not supported']],
  ['ENGINE.FAILED', ['java.lang.IllegalStateException: Oops']],
]

describe('What Flink says when it fails', () => {
  test.each(ERRORS)('%s', (code, exceptions) => {
    const error = upstreamError(javaError(OUTER, ...exceptions).errors)
    const root = exceptions.at(-1) ?? ''
    const [name = ''] = root.split(': ')
    const told = code === 'ENGINE.UNREACHABLE' ? "Flink's gateway cannot reach its cluster: " : ''
    expect(error).toMatchObject({ code, publicMessage: told + root.slice(name.length + 2), details: { engineErrorName: name } })
    expect(error.publicMessage).not.toMatch(/\tat |more$/)
    expect(error.message).toContain('Service.java:12')
  })

  test('the place in the statement is taken from whatever cause tells it', () => {
    const error = upstreamError(
      javaError(
        OUTER,
        'org.apache.flink.table.api.ValidationException: SQL validation failed. From line 2, column 15 to line 3, column 1: x',
        "org.apache.calcite.sql.validate.SqlValidatorException: Object 'x' not found",
      ).errors,
    )
    expect(error.details.position).toEqual({ line: 2, column: 15 })
    expect(upstreamError(javaError('x.ParseException: at line 0, column 0').errors).details.position).toBeUndefined()
  })

  test('a root cause without words gives way to the one that it caused', () => {
    const error = upstreamError(javaError('a.b.OuterException: it went wrong', 'java.util.concurrent.TimeoutException').errors)
    expect(error).toMatchObject({ publicMessage: 'it went wrong', details: { engineErrorName: 'a.b.OuterException' } })
  })

  test('one text and none are told, too', () => {
    expect(
      upstreamError(['org.apache.flink.runtime.rest.handler.RestHandlerException: Bad request\n\tat a.B.c(B.java:1)']).publicMessage,
    ).toBe('Bad request')
    expect(upstreamError(['Not found: /v9/x'])).toMatchObject({
      code: 'STATEMENT.NOT_FOUND',
      publicMessage: 'Not found: /v9/x',
      details: {},
    })
    expect(upstreamError([])).toMatchObject({ code: 'ENGINE.FAILED', publicMessage: 'Flink told of no reason.' })
  })

  test('a gateway of this project in between passes its own codes on', () => {
    expect(
      upstreamError([
        'Internal server error.',
        '<Exception on server side:\nx\nCaused by: STATEMENT.CONSTRAINT: no\n\tat gateway(1)\nEnd of exception on server side>',
      ]),
    ).toMatchObject({
      code: 'STATEMENT.CONSTRAINT',
      publicMessage: 'no',
    })
  })

  test('what a function in Python failed with is told without the files of its machine', () => {
    const trace =
      'Error received from SDK harness: Traceback (most recent call last):\n  File "/usr/lib/python3/x.py", line 289, in _execute\n    f()\nNameError: name q is not defined'
    const error = upstreamError(javaError(OUTER, `java.lang.RuntimeException: ${trace}`).errors)
    expect(error.publicMessage).toBe('NameError: name q is not defined')
  })

  test('very long texts are cut', () => {
    expect(upstreamError([`a.B: ${'x'.repeat(100_000)}`]).publicMessage.length).toBeLessThan(21_000)
  })

  // Each of them kept a backtracking expression busy for minutes.
  test.each([
    ['line ends', '\n'.repeat(100_000)],
    ['blanks', ' '.repeat(100_000)],
    ['words of errors', 'constraint '.repeat(50_000)],
    ['other words of errors', 'NOT NULL '.repeat(50_000)],
    ['causes', '\nCaused by: '.repeat(20_000)],
    ['names', 'a.'.repeat(100_000)],
  ])('what users write, here many %s, is read at once', (_what, text) => {
    const error = upstreamError(
      javaError(OUTER, `java.lang.NumberFormatException: For input string: "${text}". Invalid character found.`).errors,
    )
    expect(error.publicMessage.length).toBeLessThan(21_000)
  })

  test('lost sessions and operations, and statements that failed, are told apart', () => {
    const sign = (...exceptions: readonly string[]) => signOf(upstreamError(javaError(...exceptions).errors))
    expect(sign("x.SqlGatewayException: Session '01234567-89ab-4def-8123-456789abcdef' does not exist.")).toBe('session-gone')
    expect(sign('x.SqlGatewayException: Can not find the submitted operation in the OperationManager with the 01.')).toBe('operation-gone')
    expect(sign(OUTER, 'a.B: c')).toBe('statement-failed')
    expect(sign('java.time.zone.ZoneRulesException: Unknown time-zone ID: Mars/Olympus')).toBeUndefined()
  })
})
