import { gatewayError } from './error/gateway-error.js'

declare const brand: unique symbol

/** Identifies an open session: a UUID version 4 in lower case. Obtain one from the service or {@link parseSessionHandle}. */
export type SessionHandle = string & { readonly [brand]: 'session' }

/** Identifies an operation (a statement or another unit of work of a session): a UUID version 4 in lower case. */
export type OperationHandle = string & { readonly [brand]: 'operation' }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * V8 builds a UUID as a tree of 15 joined pieces, some 450 bytes, and keeps the tree as long as nobody asks for the
 * characters; changing the case does ask, and leaves one flat string of 56 bytes.
 */
function newUuid(): string {
  return crypto.randomUUID().toLowerCase()
}

/** Makes a fresh session handle. */
export function newSessionHandle(): SessionHandle {
  return newUuid() as SessionHandle
}

/** Makes a fresh operation handle. */
export function newOperationHandle(): OperationHandle {
  return newUuid() as OperationHandle
}

/**
 * Turns text from a client into a session handle; letters may be of either case.
 *
 * @throws {GatewayError} REQUEST.INVALID — the text is not a UUID
 */
export function parseSessionHandle(text: string): SessionHandle {
  return parseUuid(text, 'session handle') as SessionHandle
}

/**
 * Turns text from a client into an operation handle; letters may be of either case.
 *
 * @throws {GatewayError} REQUEST.INVALID — the text is not a UUID
 */
export function parseOperationHandle(text: string): OperationHandle {
  return parseUuid(text, 'operation handle') as OperationHandle
}

function parseUuid(text: string, what: string): string {
  const lower = text.toLowerCase()
  if (!UUID.test(lower)) throw gatewayError('REQUEST.INVALID', `The ${what} '${text.slice(0, 64)}' is not a UUID.`)
  return lower
}
