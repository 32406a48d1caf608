const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was closed in the middle',
  EPIPE: 'the connection was closed in the middle',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  EPROTO: 'it speaks no TLS, or another one; is the address to begin with http:// instead?',
  ENOENT: 'its socket is gone',
}

/** Whether what answered speaks another protocol than HTTP. */
export function isOtherProtocol(error: unknown): boolean {
  return error instanceof Error && ((error as NodeJS.ErrnoException).code ?? '').startsWith('HPE_')
}

/** Why something on the network cannot be had, in words, from what Node throws. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const known = REASONS[(error as NodeJS.ErrnoException).code ?? '']
  if (known !== undefined) return known
  const [inner] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error.cause]
  return inner === undefined ? error.message || error.name : networkReason(inner)
}
