import {
  gatewayError,
  isGatewayError,
  type OperationHandle,
  type Principal,
  parseOperationHandle,
  parseSessionHandle,
  type SessionHandle,
} from '@sql-gateway/gateway-common'
import type { EndpointHost } from '../server/endpoint-host.js'
import type { ApiVersion } from '../wire/index.js'

const LONGEST_SHOWN = 200
const INT64 = /^[+-]?\d{1,19}$/
/** Characters of a number that a double holds exactly. */
const SURELY_EXACT = 15
const LARGEST_INT64 = 2n ** 63n - 1n
/** Java's UUIDs may leave out the zeros in front of each group. */
const SHORT_UUID = /^([0-9a-f]{1,8})-([0-9a-f]{1,4})-([0-9a-f]{1,4})-([0-9a-f]{1,4})-([0-9a-f]{1,12})$/i
const UUID_GROUPS = [8, 4, 4, 4, 12] as const
const UUID_LENGTH = 36

/** A request that found its route. */
export interface Call {
  readonly host: EndpointHost
  readonly caller: Principal
  /** The one in the path, or the default. */
  readonly version: ApiVersion
  /** The parameters of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  /** What stands behind the `?`. */
  readonly query: string
  /** Aborted when the client goes away. */
  readonly abort: AbortController
}

/**
 * The parameter `session_handle` of the path.
 *
 * @throws {GatewayError} REQUEST.INVALID
 */
export function sessionOf(call: Call): SessionHandle {
  return handleOf(call, 'session_handle', parseSessionHandle)
}

/**
 * The parameter `operation_handle` of the path.
 *
 * @throws {GatewayError} REQUEST.INVALID
 */
export function operationOf(call: Call): OperationHandle {
  return handleOf(call, 'operation_handle', parseOperationHandle)
}

/**
 * The parameter `token` of the path: any whole number of 64 bits, valid token or not.
 *
 * @throws {GatewayError} REQUEST.INVALID
 */
export function tokenOf(call: Call): number {
  const text = call.parameters['token'] ?? ''
  if (!INT64.test(text)) throw invalidParameter('path', 'token', text)
  if (text.length <= SURELY_EXACT) return Number(text)
  const value = BigInt(text.replace('+', ''))
  if (value > LARGEST_INT64 || value < -LARGEST_INT64 - 1n) throw invalidParameter('path', 'token', text)
  return Number(value)
}

/** The first of the values of a parameter behind the `?`; absent where there is none. */
export function queryParameter(call: Pick<Call, 'query'>, name: string): string | undefined {
  return call.query === '' ? undefined : (new URLSearchParams(call.query).get(name) ?? undefined)
}

/** Flink's text for a parameter that cannot be read. */
export function invalidParameter(place: 'path' | 'query', name: string, value: string): Error {
  const shown = value.slice(0, LONGEST_SHOWN)
  return gatewayError(
    'REQUEST.INVALID',
    `Bad request, could not parse parameters: Cannot resolve ${place} parameter (${name}) from value "${shown}".`,
  )
}

function handleOf<H>({ parameters }: Call, name: string, parse: (text: string) => H): H {
  const text = parameters[name] ?? ''
  try {
    return parse(fullUuid(text))
  } catch (error) {
    if (isGatewayError(error)) throw invalidParameter('path', name, text)
    throw error
  }
}

function fullUuid(text: string): string {
  const groups = text.length < UUID_LENGTH ? SHORT_UUID.exec(text)?.slice(1) : undefined
  return groups?.map((group, i) => group.padStart(UUID_GROUPS[i] as number, '0')).join('-') ?? text
}
