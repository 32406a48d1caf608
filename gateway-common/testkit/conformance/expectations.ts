import { inspect, isDeepStrictEqual } from 'node:util'
import type { ErrorCode } from '../../src/error/error-codes.js'
import { type GatewayError, isGatewayError } from '../../src/error/gateway-error.js'

/** Thrown where an implementation breaks a rule, or where a suite itself is used wrongly. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError'
}

/** Fails unless a condition holds; the message says what is wrong. */
export function expectThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ConformanceError(message)
}

/** Fails unless two values are deeply equal; the message shows both after the text. */
export function expectEqual<T>(actual: T, expected: T, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return
  throw new ConformanceError(`${what}: expected ${show(expected)} but got ${show(actual)}.`)
}

/** Fails unless the promise rejects; gives what it rejected with. */
export async function expectRejection(promise: Promise<unknown>, what: string, expected = 'an error'): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (reason: unknown) => ({ reason }),
  )
  if ('reason' in outcome) return outcome.reason
  throw new ConformanceError(`${what}: expected ${expected} but got ${show(outcome.value)}.`)
}

/**
 * Fails unless the promise rejects with an error of the gateway.
 *
 * @param codes - which codes are right; absent means any
 */
export async function expectGatewayError(
  promise: Promise<unknown>,
  codes: readonly ErrorCode[] | undefined,
  what: string,
): Promise<GatewayError> {
  const expected = codes === undefined ? 'a GatewayError' : `a GatewayError with code ${codes.join(' or ')}`
  const error = await expectRejection(promise, what, expected)
  if (!isGatewayError(error)) {
    throw new ConformanceError(`${what}: expected ${expected} but got ${show(error)}.`, { cause: error })
  }
  if (codes !== undefined && !codes.includes(error.code)) {
    throw new ConformanceError(`${what}: expected ${expected} but got ${error.code}: ${error.publicMessage}`, {
      cause: error,
    })
  }
  expectPublicText(error.publicMessage, what)
  return error
}

/** Fails when a text for clients is empty or holds a stack. */
export function expectPublicText(text: string, what: string): void {
  expectThat(text.trim() !== '', `${what}: the error has no text for the client.`)
  expectThat(!/\n\s*at .*[(:]\d/.test(text), `${what}: the error's text for the client holds a stack: ${show(text)}.`)
}

function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`
  const text = inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 20, maxStringLength: 500, compact: true })
  return text.length > 1000 ? `${text.slice(0, 1000)} …` : text
}
