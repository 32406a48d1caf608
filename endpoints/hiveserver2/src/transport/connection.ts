import type { Socket } from 'node:net'
import type { Clock, Logger, SessionHandle } from '@sql-gateway/gateway-common'
import type { HiveServer2Settings } from '../options.js'
import type { AnswerMessage } from '../rpc/answer-message.js'

/** A connection as the listener keeps it. */
export interface Connection {
  /** The sessions that were opened over it and are not closed. */
  readonly sessions: ReadonlySet<SessionHandle>
  /** Takes no more calls, lets the one under way end, and closes. */
  stop(): void
}

/** What connections of every kind are made of. */
export interface ConnectionContext {
  readonly socket: Socket
  readonly settings: HiveServer2Settings
  readonly clock: Clock
  readonly logger: Logger
  readonly answer: AnswerMessage
  /** Aborted when the endpoint stops. */
  readonly stopping: AbortSignal
  /** Tells that the client is through the login. */
  loggedIn(): void
}

/** Why a caller's signal is aborted; without a reason, Node makes an exception with a stack each time. */
export const CLIENT_GONE = 'the client is gone'

const LINGER_MS = 2_000

/**
 * Ends a connection after a last word. What the client still sends is thrown away for a while: closing with unread bytes
 * would take the last word back before the client read it.
 */
export function endAfter(context: Pick<ConnectionContext, 'socket' | 'clock'>, lastWord: Uint8Array | string): void {
  const { socket, clock } = context
  socket.removeAllListeners('data')
  const timer = clock.schedule(LINGER_MS, () => socket.destroy())
  socket.once('close', () => timer.cancel())
  socket.resume()
  socket.end(lastWord)
}
