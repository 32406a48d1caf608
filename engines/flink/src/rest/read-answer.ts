import { gatewayError } from '@sql-gateway/gateway-common'
import { upstreamError } from '../error/upstream-error.js'
import type { HttpAnswer } from './http-client.js'

/**
 * The body of an answer.
 *
 * @throws {GatewayError} what the answer tells of
 * @see Apache Flink, `ErrorResponseBody`
 */
export function readAnswer(answer: HttpAnswer): unknown {
  const { status } = answer
  const text = answer.body.toString()
  const body = parse(text)
  if (status === 200 && body !== undefined) return body
  if (status === 401 || status === 403) {
    throw gatewayError(
      'ENGINE.FAILED',
      `Flink's gateway, or what stands before it, refuses to talk to this one with status ${status}; the option authorization may help.`,
    )
  }
  if (status === 404)
    throw gatewayError(
      'ENGINE.FAILED',
      'At the address in the option url is no SQL gateway of Flink, or one without this call: it answers with status 404.',
    )
  const errors = body === undefined ? [] : list(field(body, 'errors'))
  if (errors.length > 0) throw upstreamError(errors)
  const said = text.trim().slice(0, 200)
  throw gatewayError('ENGINE.FAILED', `Flink's gateway answered with status ${status}${said === '' ? '' : `: ${said}`}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))) : []
}

/** A text of an answer. @throws {GatewayError} ENGINE.FAILED — it lacks that */
export function textField(body: unknown, name: string): string {
  const value = field(body, name)
  if (typeof value === 'string') return value
  throw gatewayError('ENGINE.FAILED', `An answer of Flink's gateway lacks ${name}.`)
}

/** A list of texts of an answer. @throws {GatewayError} ENGINE.FAILED — it lacks that */
export function textsField(body: unknown, name: string): readonly string[] {
  const value = field(body, name)
  if (Array.isArray(value)) return list(value)
  throw gatewayError('ENGINE.FAILED', `An answer of Flink's gateway lacks ${name}.`)
}

/** An object of texts of an answer. @throws {GatewayError} ENGINE.FAILED — it lacks that */
export function mapField(body: unknown, name: string): ReadonlyMap<string, string> {
  const value = field(body, name)
  if (typeof value !== 'object' || value === null) throw gatewayError('ENGINE.FAILED', `An answer of Flink's gateway lacks ${name}.`)
  return new Map(Object.entries(value).map(([key, text]) => [key, String(text)]))
}
