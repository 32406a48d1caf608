import type { GatewayError } from '@sql-gateway/gateway-common'
import type { ErrorResponseBody } from '../wire/index.js'
import { ERROR_MAPPINGS, type ErrorMapping, type FailedCall } from './error-mapping.js'

/**
 * Which body a call's failure has: `single` and `server` are Flink's, one text or two, the first of which says no more
 * than that the server failed; `short` is one text without a cause, for the gateway's own routes.
 */
export type CallForm = 'single' | 'server' | 'short'

/** What an error's body is made from, beside the error. */
export interface ErrorBodyContext extends FailedCall {
  readonly callForm: CallForm
  /** Under which the log has the error. */
  readonly correlationId: string
  /** Whether to show stack and causes. */
  readonly isDebug: boolean
}

const INTERNAL = 'Internal server error.'

/**
 * Makes the body of an error: one key `errors` and nothing beside it, since Flink's clients take any other object for
 * an answer.
 *
 * Flink sends a Java stack trace, of which its SQL client shows what stands between the last `Caused by: ` and the next
 * `\tat `. The texts therefore end with one such pair, and hold no more of a stack than that.
 *
 * @see Apache Flink, `AbstractHandler#handleException`, `ErrorResponseBody`; `CliStrings#messageError` of the SQL client
 */
export function errorBody(error: GatewayError, context: ErrorBodyContext): ErrorResponseBody {
  const mapping: ErrorMapping = ERROR_MAPPINGS[error.code]
  const message = mapping.text?.(context, error.publicMessage) ?? error.publicMessage
  if (mapping.form === 'short' || context.callForm === 'short')
    return { errors: mapping.hint === undefined ? [message] : [message, mapping.hint] }
  const trace = traceText(error, message, outerMessage(mapping, message, context), context)
  if (mapping.form === 'request' || context.callForm === 'single') return { errors: [trace] }
  return { errors: [INTERNAL, `<Exception on server side:\n${trace}\nEnd of exception on server side>`] }
}

function outerMessage(mapping: ErrorMapping, message: string, { isFetch, operation }: FailedCall): string {
  return isFetch && mapping.isStatementError === true ? `Failed to execute the operation ${operation}.` : message
}

function traceText(error: GatewayError, message: string, outer: string, { correlationId, isDebug }: ErrorBodyContext): string {
  const real = isDebug ? `\n${stackText(error)}` : ''
  return `${outer}${real}\nCaused by: ${causeText(error, message)}\n\tat gateway(${correlationId})`
}

/** The engine's own name for the error goes before ours: it is what its users look for. Some engines put it into the text, too. */
function causeText({ code, details }: GatewayError, message: string): string {
  const name = details.engineErrorName ?? code
  return message.startsWith(`${name}:`) ? message : `${name}: ${message}`
}

function stackText(error: Error): string {
  const own = error.stack ?? error.message
  return error.cause instanceof Error ? `${own}\nCaused by: ${stackText(error.cause)}` : own
}
