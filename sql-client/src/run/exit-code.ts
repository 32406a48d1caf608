import { type ClientErrorKind, isClientError } from '../error/client-error.js'

/** The exit codes of the client. */
export const EXIT_CODE = {
  /** Everything was run. */
  done: 0,
  /** A statement failed, or a file could not be read or written. */
  failed: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** There is no gateway, or it went away. */
  unreachable: 3,
  /** Stopped by Ctrl-C, as shells have it: 128 and the number of SIGINT. */
  interrupted: 130,
} as const

const CODES: Readonly<Record<ClientErrorKind, number>> = {
  usage: EXIT_CODE.usage,
  unreachable: EXIT_CODE.unreachable,
  protocol: EXIT_CODE.unreachable,
  'session-lost': EXIT_CODE.unreachable,
  refused: EXIT_CODE.failed,
  file: EXIT_CODE.failed,
  canceled: EXIT_CODE.interrupted,
}

/** The exit code for an error. */
export function exitCodeOf(error: unknown): number {
  return isClientError(error) ? CODES[error.kind] : EXIT_CODE.failed
}
