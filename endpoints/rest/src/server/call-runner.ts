import { ANONYMOUS, gatewayError } from '@sql-gateway/gateway-common'
import type { Answer } from '../http/answer.js'
import { readJsonObject } from '../http/json-text.js'
import { multipartRequest } from '../http/multipart.js'
import { readBody } from '../http/request-body.js'
import type { Call } from '../routes/call.js'
import type { Route } from '../routes/route.js'
import type { RequestSchema } from '../schema/request-schemas.js'
import type { ApiVersion } from '../wire/index.js'
import type { EndpointHost } from './endpoint-host.js'
import type { Exchange } from './exchange.js'

const LONGEST_SHOWN = 200
const MULTIPART = 'multipart/form-data'
/** What Flink's clients send with every GET and DELETE. */
const EMPTY_OBJECT = Buffer.from('{}')

/** What of a request's address a call needs. */
export interface MatchedTarget {
  readonly version: ApiVersion
  readonly parameters: Readonly<Record<string, string>>
  readonly query: string
}

/**
 * Reads the body of a request that found its route, and lets the route answer.
 *
 * @throws {GatewayError} REQUEST.INVALID, REQUEST.TOO_LARGE, and whatever the call fails with
 */
export async function runCall(host: EndpointHost, exchange: Exchange, route: Route, target: MatchedTarget): Promise<Answer> {
  const { request } = exchange
  const reading = readBody(request, host.settings.maxContentBytes)
  const bytes = Buffer.isBuffer(reading) ? reading : await reading
  const body = decode(route.request, jsonOf(request.method, request.headers['content-type'], bytes))
  return route.handle(new MatchedCall(host, exchange, target), body)
}

class MatchedCall implements Call {
  readonly host: EndpointHost
  readonly caller = ANONYMOUS
  readonly version: ApiVersion
  readonly parameters: Readonly<Record<string, string>>
  readonly query: string
  readonly #exchange: Exchange

  constructor(host: EndpointHost, exchange: Exchange, { version, parameters, query }: MatchedTarget) {
    this.host = host
    this.version = version
    this.parameters = parameters
    this.query = query
    this.#exchange = exchange
  }

  get abort(): AbortController {
    return this.#exchange.abort
  }
}

/** The content type is looked at for forms alone: curl says something else by default. */
function jsonOf(method: string | undefined, contentType: string | undefined, bytes: Buffer): Buffer {
  const isForm = method === 'POST' && contentType !== undefined && contentType.toLowerCase().startsWith(MULTIPART)
  return isForm ? multipartRequest(contentType, bytes) : bytes
}

function decode<T>({ name, schema }: RequestSchema<T>, bytes: Buffer): T {
  const isEmpty = bytes.length === 0 || bytes.equals(EMPTY_OBJECT)
  const value = isEmpty ? {} : readJsonObject(bytes)
  if (value === undefined) throw mismatch(name, 'It is no JSON object in UTF-8.')
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw mismatch(name, problems.join('; ').slice(0, LONGEST_SHOWN))
}

function mismatch(name: string, reason: string): Error {
  return gatewayError('REQUEST.INVALID', `Request did not match expected format ${name}. ${reason}`)
}
