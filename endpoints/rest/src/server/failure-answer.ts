import { randomUUID } from 'node:crypto'
import { errorSpec, type GatewayError, gatewayError, toGatewayError } from '@sql-gateway/gateway-common'
import { errorBody } from '../error/error-body.js'
import { ERROR_MAPPINGS } from '../error/error-mapping.js'
import { type Answer, jsonAnswer } from '../http/answer.js'
import { isProtocolRoute, type Route } from '../routes/route.js'
import type { EndpointHost } from './endpoint-host.js'

/** What is known of a request when it fails. */
export interface FailedRequest {
  /** Absent where the failure came before or without a route. */
  readonly route: Route | undefined
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Turns anything thrown into the answer that the client gets, and logs it: what is the client's own doing at level
 * debug.
 */
export function failureAnswer(host: EndpointHost, thrown: unknown, { route, parameters }: FailedRequest): Answer {
  const fresh = randomUUID()
  const error = toGatewayError(thrown, fresh)
  const correlationId = error.details.correlationId ?? fresh
  logFailure(host, error, thrown, correlationId, route)
  const body = errorBody(error, {
    session: parameters['session_handle'] ?? '',
    operation: parameters['operation_handle'] ?? '',
    isFetch: route?.isFetch ?? false,
    callForm: route?.failure ?? 'single',
    correlationId,
    isDebug: host.settings.debugErrors,
  })
  const mapping = ERROR_MAPPINGS[error.code]
  const status = route === undefined || isProtocolRoute(route) ? mapping.status : mapping.ownStatus
  return { ...jsonAnswer(body, status), headers: errorHeaders(error) }
}

/** Flink's clients read the body alone; who wants to tell errors apart has the code here. */
function errorHeaders(error: GatewayError): readonly string[] {
  const { sqlState, retryable } = errorSpec(error)
  const headers = ['X-SQL-Gateway-Error', error.code, 'X-SQL-Gateway-SQLState', sqlState]
  return retryable ? [...headers, 'Retry-After', '1'] : headers
}

function logFailure({ logger }: EndpointHost, error: GatewayError, thrown: unknown, correlationId: string, route: Route | undefined): void {
  const fields = { correlationId, code: error.code, operationId: route?.operationId }
  const { kind } = errorSpec(error)
  if (kind === 'internal') logger.error({ ...fields, err: thrown }, 'request failed')
  else if (kind === 'user') logger.debug({ ...fields, reason: error.message }, 'request refused')
  else logger.warn({ ...fields, reason: error.message }, 'request failed')
}

/** The error of a request that no route answers; its first text is Flink's. */
export function noSuchRoute(url: string): GatewayError {
  return gatewayError('REQUEST.NOT_FOUND', `Not found: ${url}`)
}
