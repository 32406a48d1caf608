import { type ErrorCode, type ErrorDetails, type GatewayError, gatewayError, isGatewayError } from '@sql-gateway/gateway-common'
import { endOfStatementError, positionAt, positionText, type SourceText, sourceIndex } from './statement/source-text.js'

/** What DuckDB tells of an error when `errors_as_json` is on. */
interface EngineError {
  readonly type: string
  readonly message: string
  readonly subtype?: string
  /** Byte in the text that it got. */
  readonly position?: number
}

/** What an error is, by the type that DuckDB gives it; a function where that alone does not tell. */
type CodeRule = ErrorCode | ((error: EngineError) => ErrorCode)

const exists = (error: EngineError) => error.subtype === 'ENTRY_ALREADY_EXISTS' || /already exists/.test(error.message)
const isMissing = (error: EngineError) =>
  ['COLUMN_NOT_FOUND', 'MISSING_ENTRY'].includes(error.subtype ?? '') || /does not exist|not found/i.test(error.message)

/** @see DuckDB, `ExceptionType` in src/include/duckdb/common/exception.hpp */
const CODE_OF_TYPE: Readonly<Record<string, CodeRule>> = {
  Parser: 'STATEMENT.SYNTAX',
  Syntax: 'STATEMENT.SYNTAX',
  Catalog: (error) => (exists(error) ? 'STATEMENT.ALREADY_EXISTS' : 'STATEMENT.NOT_FOUND'),
  Binder: (error) => (exists(error) ? 'STATEMENT.ALREADY_EXISTS' : isMissing(error) ? 'STATEMENT.NOT_FOUND' : 'STATEMENT.INVALID'),
  Conversion: 'STATEMENT.DATA',
  'Out of Range': 'STATEMENT.DATA',
  Decimal: 'STATEMENT.DATA',
  'Mismatch Type': 'STATEMENT.DATA',
  'Divide by Zero': 'STATEMENT.DATA',
  'Object Size': 'STATEMENT.DATA',
  Sequence: 'STATEMENT.DATA',
  'Invalid Input': ({ message }) => {
    if (/configuration has been locked|is disabled/.test(message)) return 'STATEMENT.FORBIDDEN'
    return /parameters?:|Cannot (?:prepare|call)/.test(message) ? 'STATEMENT.INVALID' : 'STATEMENT.DATA'
  },
  Constraint: 'STATEMENT.CONSTRAINT',
  Dependency: 'STATEMENT.CONSTRAINT',
  TransactionContext: 'STATEMENT.TRANSACTION',
  Permission: 'STATEMENT.FORBIDDEN',
  'Invalid Configuration': 'STATEMENT.FORBIDDEN',
  Settings: 'STATEMENT.FORBIDDEN',
  'Not implemented': 'FEATURE.UNSUPPORTED',
  'Missing Extension': 'FEATURE.UNSUPPORTED',
  'Extension Autoloading': 'FEATURE.UNSUPPORTED',
  'Out of Memory': 'ENGINE.OUT_OF_RESOURCES',
  IO: ({ message }) => {
    if (/No files found|No such file/.test(message)) return 'STATEMENT.NOT_FOUND'
    return /No space left|Disk quota|Too many open files/.test(message) ? 'ENGINE.OUT_OF_RESOURCES' : 'ENGINE.FAILED'
  },
  HTTP: 'ENGINE.FAILED',
  Network: 'ENGINE.FAILED',
  Connection: 'ENGINE.FAILED',
  Serialization: 'ENGINE.FAILED',
  FATAL: 'ENGINE.FAILED',
  INTERNAL: 'ENGINE.FAILED',
  INTERRUPT: 'OPERATION.CANCELED',
}

/** How the lines of a message begin that ask the user to do what the user cannot do. */
const INTERNAL_ADVICE = ['\nStack Trace:', '\nThis error signals an assertion failure']

function withoutAdvice(message: string): string {
  const starts = INTERNAL_ADVICE.map((line) => message.indexOf(line)).filter((start) => start !== -1)
  return starts.length === 0 ? message : message.slice(0, Math.min(...starts)).trimEnd()
}

function parseMessage(message: string): EngineError {
  const json = message.slice(message.indexOf('{'))
  try {
    const { exception_type, exception_message, error_subtype, position }: Record<string, unknown> = JSON.parse(json)
    if (typeof exception_type === 'string' && typeof exception_message === 'string') {
      return {
        type: exception_type,
        message: exception_message,
        ...(typeof error_subtype === 'string' ? { subtype: error_subtype } : {}),
        ...(typeof position === 'string' ? { position: Number(position) } : {}),
      }
    }
  } catch {
    // Not every path of the driver writes JSON; those that do not write `<Type> Error: <text>`.
  }
  const plain = /^([A-Za-z][\w ]*?) Error: ([\s\S]*)$/.exec(message)
  return plain === null ? { type: '', message } : { type: plain[1] as string, message: plain[2] as string }
}

/** Folders of the machine are cut from paths, unless the user wrote them. */
function hideFolders(message: string, statement: string): string {
  return message.replaceAll(/(["'])(\/[^"'\n]*\/)([^"'/\n]*)\1/g, (whole, quote: string, folder: string, file: string) =>
    statement.includes(folder) ? whole : `${quote}${file}${quote}`,
  )
}

/** The message of anything thrown; errors of the driver come from another realm in some test runners. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string') return thrown.message
  return String(thrown)
}

/** Tells whether DuckDB says that the statement just ends too early. */
function isAtEnd({ type, message }: EngineError, source: SourceText): boolean {
  if (type !== 'Parser') return false
  if (message.startsWith('syntax error at end of input')) return true
  return message === 'SELECT clause without selection list' && /select$/i.test(source.text.slice(source.start, source.end))
}

/**
 * Turns what the driver throws into an error of the gateway: code by DuckDB's type of error, DuckDB's own text with line
 * and column in the user's statement. Errors of the gateway pass as they are.
 *
 * @param source - how the text that DuckDB got comes from the user's; without it there is no place
 */
export function normalizeError(thrown: unknown, source?: SourceText): GatewayError {
  if (isGatewayError(thrown)) return thrown
  const raw = messageOf(thrown)
  const error = parseMessage(raw)
  const rule = CODE_OF_TYPE[error.type] ?? (error.type === '' ? 'ENGINE.FAILED' : 'STATEMENT.INVALID')
  const text = hideFolders(withoutAdvice(error.message), source?.text ?? '')
  const index = source === undefined || error.position === undefined ? undefined : sourceIndex(source, error.position)
  if (source !== undefined && isAtEnd(error, source)) return endOfStatementError(source.text, source.end)
  const position = source === undefined || index === undefined ? undefined : positionAt(source.text, index)
  const name = error.type === '' ? 'DuckDB' : `${error.type} Error`
  const details: ErrorDetails = { engineErrorName: name, ...(position === undefined ? {} : { position }) }
  const place = position === undefined ? '' : ` (${positionText(position)})`
  return gatewayError(typeof rule === 'function' ? rule(error) : rule, `${name}: ${text}${place}`, { message: raw, cause: thrown, details })
}

/** Adds to DuckDB's refusal of a file which files may be used; other errors pass as they are. */
export function explainFiles(error: unknown, allowedFiles: string): unknown {
  if (!isGatewayError(error) || error.code !== 'STATEMENT.FORBIDDEN' || !/^Permission Error: Cannot access /.test(error.publicMessage))
    return error
  return gatewayError(error.code, `${error.publicMessage}\n${allowedFiles}`, { cause: error, details: error.details })
}
