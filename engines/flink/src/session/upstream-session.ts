/** A session at Flink's gateway. */
export interface UpstreamSession {
  readonly handle: string
  /** When it was last used, on the clock's monotonic scale. */
  lastUsedMs: number
  /** How many of its operations are under way or have rows that nobody has read yet. */
  operations: number
  /** Set once nobody wants it any more: it is closed with the end of its last operation. */
  isReleased: boolean
  /** It is not to be used any more. */
  isLost: boolean
  /** Flink's gateway does not know it any more, so that there is nothing to close. */
  isGone: boolean
}

/** Notes that Flink's gateway does not know a session any more. */
export function noteGone(session: UpstreamSession): void {
  session.isLost = true
  session.isGone = true
}
