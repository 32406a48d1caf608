import { type Clock, isTerminalStatus, type Timer } from '@sql-gateway/gateway-common'
import type { Session } from './session.js'
import type { SessionManager } from './session-manager.js'

/** How many sessions are closed before the event loop gets its turn. */
const SLICE = 1_000

/** Closes sessions that nobody has used for too long. */
export interface IdleReaper {
  start(): void
  stop(): void
}

/** Whether a session has something under way; then it is never idle. */
function isBusy(session: Session): boolean {
  for (const operation of session.activity?.operations ?? []) {
    if (!isTerminalStatus(operation.status) || operation.fetchesUnderWay > 0) return true
  }
  return false
}

/**
 * @param idleTimeoutMs - zero or less switches the reaper off
 * @param checkIntervalMs - zero or less switches it off
 */
export function createIdleReaper(
  sessions: SessionManager,
  clock: Clock,
  idleTimeoutMs: number,
  checkIntervalMs: number,
  close: (session: Session) => void,
): IdleReaper {
  let timer: Timer | undefined

  function reap(): void {
    const idle = sessions.idleSince(clock.now() - idleTimeoutMs, SLICE)
    for (const session of idle) {
      if (isBusy(session)) sessions.touch(session)
      else close(session)
    }
    timer = clock.schedule(idle.length === SLICE ? 0 : checkIntervalMs, reap)
  }

  return {
    start: () => {
      if (idleTimeoutMs > 0 && checkIntervalMs > 0) timer = clock.schedule(checkIntervalMs, reap)
    },
    stop: () => timer?.cancel(),
  }
}
