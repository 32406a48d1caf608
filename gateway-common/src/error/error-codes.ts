/**
 * Who has to act on an error, which decides its log level, its HTTP family and whether a metric counts it as ours.
 *
 * - `user`: the request cannot succeed as sent.
 * - `capacity`: a limit of the gateway or of an engine is reached; the same request may succeed later.
 * - `external`: an engine or another system failed or cannot be reached.
 * - `internal`: an invariant broke; our bug.
 */
export type ErrorKind = 'user' | 'capacity' | 'external' | 'internal'

/** One line of the error table. */
export interface ErrorSpec {
  readonly kind: ErrorKind
  /** Five characters of SQLSTATE (ISO/IEC 9075-2, subclause 24.1, and the ODBC classes that clients know). */
  readonly sqlState: string
  /** Stable number for protocols that carry one (HiveServer2's errorCode): user 1000s, capacity 2000s, external 3000s, internal 9000s. */
  readonly vendorCode: number
  /** Whether the same request may succeed when sent again later. */
  readonly retryable: boolean
  readonly since: string
  /** What it means and what to do, one or two sentences; docs/errors.md is generated from it. */
  readonly doc: string
}

const user = (vendorCode: number, sqlState: string, doc: string) =>
  ({ kind: 'user', sqlState, vendorCode, retryable: false, since: '0.1.0', doc }) as const
const capacity = (vendorCode: number, sqlState: string, doc: string) =>
  ({ kind: 'capacity', sqlState, vendorCode, retryable: true, since: '0.1.0', doc }) as const
const external = (vendorCode: number, sqlState: string, retryable: boolean, doc: string) =>
  ({ kind: 'external', sqlState, vendorCode, retryable, since: '0.1.0', doc }) as const

/**
 * Every error of the gateway, by code. Codes, vendor numbers and SQLSTATEs are stable for ever; texts may improve.
 */
export const ERROR_CODES = {
  'REQUEST.INVALID': user(
    1000,
    '22023',
    'The request is malformed: a parameter, header or body is not what the protocol asks for. The text names the part and what is valid.',
  ),
  'REQUEST.TOO_LARGE': user(
    1001,
    '54000',
    "The request's body is larger than the endpoint accepts. Send less, or raise the endpoint's limit.",
  ),
  'REQUEST.NOT_FOUND': user(1002, '42883', 'The endpoint has no such call.'),
  'REQUEST.FORBIDDEN': user(
    1003,
    '42501',
    'The caller may not do this: it comes from a foreign web page or host, or it needs an administrator.',
  ),
  'SESSION.NOT_FOUND': user(
    1010,
    '08003',
    'No open session has this handle, or it belongs to someone else. It may have been idle for too long; open a new one.',
  ),
  'SESSION.CLOSED': user(1011, '08003', 'The session was closed while the call was under way.'),
  'SESSION.LIMIT_REACHED': capacity(2010, '08004', 'The gateway holds as many sessions as sql-gateway.session.max-num allows.'),
  'OPERATION.NOT_FOUND': user(
    1020,
    '02000',
    'No operation of this session has this handle: it was never there, was closed, or was finished for longer than the retention time.',
  ),
  'OPERATION.CANCELED': user(1021, 'HY008', 'The operation was canceled before it ended.'),
  'OPERATION.CLOSED': user(1022, 'HY010', 'The operation was closed while the call was under way.'),
  'OPERATION.TIMEOUT': user(1023, 'HYT00', 'The statement ran for longer than its execution timeout and was stopped.'),
  'OPERATION.ILLEGAL_TRANSITION': user(
    1024,
    'HY010',
    'The operation is in a state in which this cannot be done, such as canceling one that has ended.',
  ),
  'OPERATION.QUEUE_FULL': capacity(
    2020,
    '53400',
    'Too many statements wait for a worker (sql-gateway.worker.queue-size), or for their turn in one session.',
  ),
  'RESULT.TOKEN_INVALID': user(1030, 'HY106', 'The result token is neither the next page nor the one handed out last.'),
  'RESULT.ORIENTATION_UNSUPPORTED': user(
    1031,
    'HY106',
    'The result cannot be read in this direction or from this place: its rows were streamed and are gone.',
  ),
  'RESULT.NONE': user(1032, '24000', 'The operation has no result to fetch.'),
  'RESULT.TOO_LARGE': capacity(
    2030,
    '54000',
    'One row, or the result as a whole, is larger than a limit allows. The text names the limit.',
  ),
  'STATEMENT.SYNTAX': user(1100, '42000', 'The statement does not parse. The text gives line and column where the engine tells them.'),
  'STATEMENT.NOT_FOUND': user(1101, '42S02', 'The statement names a table, column, function, schema or catalog that does not exist.'),
  'STATEMENT.ALREADY_EXISTS': user(1102, '42S01', 'The statement creates an object that exists.'),
  'STATEMENT.INVALID': user(1103, '42000', 'The statement parses but cannot be planned: wrong types, ambiguous names, wrong arguments.'),
  'STATEMENT.DATA': user(
    1104,
    '22000',
    'The statement failed on the data: a cast, a division, an overflow, a function called with a bad value.',
  ),
  'STATEMENT.CONSTRAINT': user(1105, '23000', 'The statement violates a constraint such as a primary key or NOT NULL.'),
  'STATEMENT.TRANSACTION': user(
    1106,
    '25000',
    "The statement does not fit the session's transaction, or the transaction conflicted with another.",
  ),
  'STATEMENT.MULTIPLE': user(1107, '42000', 'The text holds more than one statement; a call takes one.'),
  'STATEMENT.EMPTY': user(1108, '42000', 'The text holds no statement.'),
  'STATEMENT.NOT_CONFIGURABLE': user(
    1109,
    '42000',
    'Statements of this kind cannot be used to configure a session (SET, USE, DDL and the like can).',
  ),
  'STATEMENT.FORBIDDEN': user(
    1110,
    '42501',
    "The engine's limits forbid this: a file outside the allowed folders, a setting that is not the session's.",
  ),
  'CONFIG.NOT_SETTABLE': user(1120, '42501', 'The key is fixed when the gateway starts; a session cannot set it.'),
  'CONFIG.INVALID_VALUE': user(1121, '22023', 'The value does not fit the key. The text says what does.'),
  'FEATURE.UNSUPPORTED': user(1190, '0A000', 'The engine or the endpoint lacks this; the text gives the reason.'),
  'ENGINE.OUT_OF_RESOURCES': capacity(
    2100,
    '53000',
    'The engine ran out of memory, disk or connections. Ask for less, wait, or raise its limit.',
  ),
  'ENGINE.UNREACHABLE': external(3000, '08001', true, 'The engine cannot be reached.'),
  'ENGINE.FAILED': external(3001, 'HY000', false, 'The engine failed in a way that is not about the statement.'),
  'ENGINE.SESSION_LOST': external(
    3002,
    '08S01',
    true,
    "The engine lost what it kept for this session, such as temporary objects; the session's properties are kept.",
  ),
  'GATEWAY.STOPPING': capacity(2900, '57P01', 'The gateway is shutting down.'),
  'GATEWAY.START_FAILED': {
    kind: 'user',
    sqlState: '58000',
    vendorCode: 1900,
    retryable: false,
    since: '0.1.0',
    doc: 'The gateway cannot start: bad configuration, a plug-in that does not load, a port or folder in use. Everything wrong is listed.',
  },
  'GATEWAY.BUG': {
    kind: 'internal',
    sqlState: 'XX000',
    vendorCode: 9000,
    retryable: false,
    since: '0.1.0',
    doc: 'Something in the gateway broke. The text holds a correlation id under which the log has the details.',
  },
} as const satisfies Readonly<Record<`${string}.${string}`, ErrorSpec>>

/** The code of an error of the gateway. */
export type ErrorCode = keyof typeof ERROR_CODES
