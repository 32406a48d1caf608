import type { ErrorCode } from '@sql-gateway/gateway-common'

/** What is known of the call that failed, for texts that name it. */
export interface FailedCall {
  /** Session and operation as the client wrote them; empty where the path has none. */
  readonly session: string
  readonly operation: string
  /** Whether rows were being fetched. */
  readonly isFetch: boolean
}

/**
 * The form of an error's body:
 *
 * - `request`: one text that ends with the synthetic cause; for requests that are malformed
 * - `call`: as the call has it, one text or two; for calls that fail
 * - `short`: one short text without a cause
 */
export type ErrorForm = 'request' | 'call' | 'short'

/** How an error shows over HTTP. */
export interface ErrorMapping {
  /** On the routes of Flink's protocol, which knows little more than 400 and 500. */
  readonly status: number
  /** On the gateway's own routes. */
  readonly ownStatus: number
  readonly form: ErrorForm
  /** Makes the text that Flink's users and clients know for it; absent where the error's own text is shown. */
  readonly text?: (call: FailedCall, text: string) => string
  /** A second text that says what to do. */
  readonly hint?: string
  /** Whether it is what a statement failed with, which a fetch reports as the cause of its own failure. */
  readonly isStatementError?: true
}

const statement = { status: 500, ownStatus: 400, form: 'call', isStatementError: true } as const
const call = (ownStatus: number, text?: ErrorMapping['text']): ErrorMapping => ({
  status: 500,
  ownStatus,
  form: 'call',
  ...(text === undefined ? {} : { text }),
})

/** For operations that cannot be fetched from, whatever ended them. */
const notFetchable =
  (status: string): ErrorMapping['text'] =>
  ({ isFetch, operation }, text) =>
    isFetch ? `Can not fetch results from the ${operation} in ${status} status. ${text}` : text

/**
 * How each error shows. Flink answers nearly all failures of a call with 500, and its clients look at the body alone.
 *
 * @see Apache Flink, `AbstractSqlGatewayRestHandler` and `SessionManagerImpl`, `OperationManager`, `ResultFetcher` for the texts
 */
export const ERROR_MAPPINGS = {
  'REQUEST.INVALID': { status: 400, ownStatus: 400, form: 'request' },
  'REQUEST.TOO_LARGE': { status: 413, ownStatus: 413, form: 'short' },
  'REQUEST.NOT_FOUND': { status: 404, ownStatus: 404, form: 'short', hint: 'GET /openapi.json describes every route.' },
  'REQUEST.FORBIDDEN': { status: 403, ownStatus: 403, form: 'short' },
  'SESSION.NOT_FOUND': call(404, ({ session }, text) => (session === '' ? text : `Session '${session}' does not exist.`)),
  'SESSION.CLOSED': call(409),
  'SESSION.LIMIT_REACHED': call(503),
  'OPERATION.NOT_FOUND': call(404, ({ operation }, text) =>
    operation === '' ? text : `Can not find the submitted operation in the OperationManager with the ${operation}.`,
  ),
  'OPERATION.CANCELED': call(409, notFetchable('CANCELED')),
  'OPERATION.CLOSED': call(409, notFetchable('CLOSED')),
  'OPERATION.TIMEOUT': call(409, notFetchable('TIMEOUT')),
  'OPERATION.ILLEGAL_TRANSITION': call(409),
  'OPERATION.QUEUE_FULL': call(503, (_call, text) => `Failed to submit the operation to the thread pool. ${text}`),
  'RESULT.TOKEN_INVALID': call(400),
  'RESULT.ORIENTATION_UNSUPPORTED': call(400),
  'RESULT.NONE': call(404),
  'RESULT.TOO_LARGE': { ...statement, ownStatus: 503 },
  'STATEMENT.SYNTAX': statement,
  'STATEMENT.NOT_FOUND': statement,
  'STATEMENT.ALREADY_EXISTS': statement,
  'STATEMENT.INVALID': statement,
  'STATEMENT.DATA': statement,
  'STATEMENT.CONSTRAINT': statement,
  'STATEMENT.TRANSACTION': statement,
  'STATEMENT.MULTIPLE': statement,
  'STATEMENT.EMPTY': statement,
  'STATEMENT.NOT_CONFIGURABLE': statement,
  'STATEMENT.FORBIDDEN': { ...statement, ownStatus: 403 },
  'CONFIG.NOT_SETTABLE': statement,
  'CONFIG.INVALID_VALUE': statement,
  'FEATURE.UNSUPPORTED': { ...statement, ownStatus: 501 },
  'ENGINE.OUT_OF_RESOURCES': { ...statement, ownStatus: 503 },
  'ENGINE.UNREACHABLE': { ...statement, ownStatus: 502 },
  'ENGINE.FAILED': { ...statement, ownStatus: 502 },
  'ENGINE.SESSION_LOST': { ...statement, ownStatus: 502 },
  'GATEWAY.STOPPING': { status: 503, ownStatus: 503, form: 'short' },
  'GATEWAY.START_FAILED': call(500),
  'GATEWAY.BUG': { ...statement, ownStatus: 500 },
} as const satisfies { readonly [C in ErrorCode]: ErrorMapping }
