import { type ErrorCode, errorSpec, type GatewayError } from '@sql-gateway/gateway-common'
import tcli, { type TStatus } from '#generated/TCLIService_types.js'

/** What GetOperationStatus and a failed call say of an error. */
export interface WireError {
  readonly sqlState: string
  readonly errorCode: number
  readonly errorMessage: string
}

/** How the texts of some errors begin because clients look for it: Hue opens a new session on `Invalid SessionHandle`. */
const PREFIXES: Partial<Record<ErrorCode, string>> = {
  'SESSION.NOT_FOUND': 'Invalid SessionHandle: ',
  'SESSION.CLOSED': 'Invalid SessionHandle: ',
  'OPERATION.NOT_FOUND': 'Invalid OperationHandle: ',
}

/** The status of every call that worked. Clients refuse any other code than exactly SUCCESS. */
export function success(): TStatus {
  return new tcli.TStatus({ statusCode: tcli.TStatusCode.SUCCESS_STATUS })
}

/**
 * The status of a call that failed. HiveServer2 itself never uses INVALID_HANDLE_STATUS, so neither is it used here. The
 * messages' list stays unset: hive-jdbc takes an empty one, or one that begins with `*`, for a Java stack.
 */
export function failure(error: GatewayError): TStatus {
  return new tcli.TStatus({ statusCode: tcli.TStatusCode.ERROR_STATUS, ...toWireError(error) })
}

/** An error's SQLSTATE, number and text; the text ends with the place in the statement where the engine's own does not name it. */
export function toWireError(error: GatewayError): WireError {
  const { sqlState, vendorCode } = errorSpec(error)
  const prefix = PREFIXES[error.code] ?? ''
  const text = error.publicMessage.startsWith(prefix) ? error.publicMessage : prefix + error.publicMessage
  const { position } = error.details
  const place = position === undefined || /\bline \d/i.test(text) ? '' : ` (line ${position.line}, column ${position.column})`
  return { sqlState, errorCode: vendorCode, errorMessage: text + place }
}
