import type { Principal, SessionHandle } from '@sql-gateway/gateway-common'

/** Who makes calls over one connection, or, through HTTP, one call. */
export interface Caller {
  readonly principal: Principal
  /** The name the client gave at login, believed or not; shown to operators. */
  readonly userName: string | undefined
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal
  /** Aborted when the endpoint stops: waits that clients would repeat anyway end at once. */
  readonly stopping: AbortSignal
  /** Tells the connection that it has a session, or no longer has it. */
  sessionOpened(session: SessionHandle): void
  sessionClosed(session: SessionHandle): void
}
