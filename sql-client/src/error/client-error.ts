import type { TextPosition } from '../script/statement-splitter.js'

/** What went wrong, as far as the client acts differently. */
export type ClientErrorKind =
  /** The command line or a command of the client makes no sense. */
  | 'usage'
  /** No gateway answers at the address, or it stopped answering. */
  | 'unreachable'
  /** Something answers that is no SQL gateway, or not one that this client can talk to. */
  | 'protocol'
  /** The gateway refused a call, or the statement failed. */
  | 'refused'
  /** The gateway does not know the session any more. */
  | 'session-lost'
  /** The user stopped it. */
  | 'canceled'
  /** A file or address cannot be read or written. */
  | 'file'

/** What an error of the client carries beside its text. */
export interface ClientErrorInit {
  /** All that is known, for those who ask for it; several lines. */
  readonly details?: string
  /** The gateway's code, such as `STATEMENT.SYNTAX`, where it sends one. */
  readonly code?: string
  /** Where in the statement, if the engine knows. */
  readonly position?: TextPosition
  /** What it is about, where that is not known to who reports it. */
  readonly subject?: ErrorSubject
  readonly cause?: unknown
}

/** A statement, and where it begins in a text that has a name if it was not typed. */
export interface ErrorSubject {
  readonly statement: string
  readonly origin: { readonly name?: string; readonly position: TextPosition }
}

/** An error that is meant for the user: its message is one line and says what to do where that is known. */
export interface ClientError extends Error, Omit<ClientErrorInit, 'cause'> {
  readonly name: 'ClientError'
  readonly kind: ClientErrorKind
}

/** Makes an error for the user; the caller throws it. */
export function clientError(kind: ClientErrorKind, message: string, init: ClientErrorInit = {}): ClientError {
  const { cause, ...details } = init
  const error = new Error(message, cause === undefined ? undefined : { cause })
  return Object.assign(error, { name: 'ClientError', kind, ...details } as const)
}

/** Tells whether a thrown value is an error for the user, by shape. */
export function isClientError(value: unknown): value is ClientError {
  return value instanceof Error && value.name === 'ClientError' && 'kind' in value
}
