import {
  gatewayError,
  type ListOperationsRequest,
  type ListRequest,
  OPERATION_STATUSES,
  type OperationStatus,
  parseSessionHandle,
} from '@sql-gateway/gateway-common'
import { type Call, queryParameter } from '../routes/call.js'

/** How many items a list has where nobody says. */
export const DEFAULT_LIMIT = 100
/** How many it has at most, whatever is asked for. */
export const LARGEST_LIMIT = 1000

/**
 * Which part of a list is asked for: `offset` and `limit`.
 *
 * @throws {GatewayError} REQUEST.INVALID
 */
export function listRequest(call: Call): ListRequest {
  return { offset: wholeNumber(call, 'offset', 0, 0), limit: Math.min(LARGEST_LIMIT, wholeNumber(call, 'limit', DEFAULT_LIMIT, 1)) }
}

/**
 * Which operations are asked for: those of a session, in some states.
 *
 * @throws {GatewayError} REQUEST.INVALID
 */
export function operationsRequest(call: Call): ListOperationsRequest {
  const session = queryParameter(call, 'session')
  const statuses = queryParameter(call, 'status')
  return {
    ...listRequest(call),
    ...(session === undefined ? {} : { session: parseSessionHandle(session) }),
    ...(statuses === undefined ? {} : { statuses: statuses.split(',').map(parseStatus) }),
  }
}

function parseStatus(text: string): OperationStatus {
  const upper = text.trim().toUpperCase()
  const status = OPERATION_STATUSES.find((known) => known === upper)
  if (status !== undefined) return status
  throw gatewayError(
    'REQUEST.INVALID',
    `The query parameter status holds '${text.slice(0, 50)}'; valid are ${OPERATION_STATUSES.join(', ')}.`,
  )
}

function wholeNumber(call: Call, name: string, fallback: number, least: number): number {
  const text = queryParameter(call, name)
  if (text === undefined) return fallback
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least) return value
  throw gatewayError('REQUEST.INVALID', `The query parameter ${name} is '${text.slice(0, 50)}'; valid are whole numbers from ${least} up.`)
}
