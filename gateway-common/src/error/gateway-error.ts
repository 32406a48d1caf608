import { ERROR_CODES, type ErrorCode, type ErrorSpec } from './error-codes.js'

/** A place in a statement's text, both counted from 1 in UTF-16 code units. */
export interface StatementPosition {
  readonly line: number
  readonly column: number
}

/** What an error carries beyond its code and text. */
export interface ErrorDetails {
  /** Where in the statement the error is, if the engine knows. */
  readonly position?: StatementPosition
  /** The engine's own name for the error, such as DuckDB's `Catalog Error` or a Java class name. */
  readonly engineErrorName?: string
  /** Under which the log has more; set for internal errors. */
  readonly correlationId?: string
}

/**
 * The one error that crosses package borders.
 *
 * Recognise it with {@link isGatewayError}, by shape and not by `instanceof`, so that two copies of this package in
 * one process understand each other.
 */
export interface GatewayError extends Error {
  readonly name: 'GatewayError'
  readonly code: ErrorCode
  /** May be shown to a client: holds no stack, no path of the machine and no secret. */
  readonly publicMessage: string
  readonly details: ErrorDetails
}

/** What {@link gatewayError} takes beside code and public text. */
export interface GatewayErrorInit {
  /** Text for the log where it has to differ from the public one. */
  readonly message?: string
  readonly cause?: unknown
  readonly details?: ErrorDetails
}

/** Makes an error of the gateway; the caller throws it. */
export function gatewayError(code: ErrorCode, publicMessage: string, init: GatewayErrorInit = {}): GatewayError {
  const error = new Error(init.message ?? publicMessage, init.cause === undefined ? undefined : { cause: init.cause })
  return Object.assign(error, { name: 'GatewayError', code, publicMessage, details: init.details ?? {} } as const)
}

/** Tells whether a thrown value is an error of the gateway, by shape. */
export function isGatewayError(value: unknown): value is GatewayError {
  if (typeof value !== 'object' || value === null) return false
  const { name, code, publicMessage } = value as Partial<GatewayError>
  return name === 'GatewayError' && typeof publicMessage === 'string' && typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)
}

/** The table's line for an error. */
export function errorSpec(error: GatewayError): ErrorSpec {
  return ERROR_CODES[error.code]
}

/**
 * Turns anything thrown into an error of the gateway: its own pass unchanged, all else becomes GATEWAY.BUG whose
 * public text is only the correlation id.
 *
 * @param correlationId - under which the caller logs `value`
 */
export function toGatewayError(value: unknown, correlationId: string): GatewayError {
  if (isGatewayError(value)) return value
  return gatewayError('GATEWAY.BUG', `Internal error of the gateway, correlation id ${correlationId}.`, {
    message: value instanceof Error ? value.message : String(value),
    cause: value,
    details: { correlationId },
  })
}
