import type { Clock, Logger } from '@sql-gateway/gateway-common'
import { createEngineLease, type EngineLease, type LeaseWatch } from './engine-lease.js'
import { createExpiryList } from './expiry-list.js'
import type { Session, SessionActivity } from './session.js'
import { createStatementQueue } from './statement-queue.js'

/** What the sessions that do something hold; a session that has gone quiet holds nothing. */
export interface Activities {
  /** The session's activity, made with its first operation. */
  of(session: Session): SessionActivity
  /** Forgets the activity of a session that has gone quiet: no operations, no engine session. */
  settle(session: Session): void
  /** Ends a session's activity; resolves when its engine session is closed. Never rejects. */
  end(session: Session): Promise<void>
  /** How many engine sessions are held. */
  readonly heldCount: number
  stop(): void
}

/** @param releaseMs - after so long without use an engine session is given back; zero or less: never */
export function createActivities(releaseMs: number, clock: Clock, logger: Logger): Activities {
  let heldCount = 0
  const idle = createExpiryList<EngineLease>(releaseMs, clock, (lease) => void release(lease))
  const watch: LeaseWatch = {
    logger,
    onIdle: (lease) => idle.touch(lease),
    onHeld: (change) => {
      heldCount += change
    },
  }

  /** What pins an engine session only statements take away, and they count as a use, so a pinned one need not be watched. */
  async function release(lease: EngineLease): Promise<void> {
    await lease.releaseIfIdle()
    if (lease.session.activity?.lease === lease) settle(lease.session)
  }

  function settle(session: Session): void {
    const { activity } = session
    if (activity === undefined || activity.lease.isHeld || activity.operations !== undefined || !activity.queue.isIdle) return
    idle.delete(activity.lease)
    session.activity = undefined
  }

  function begin(session: Session): SessionActivity {
    session.activity = { operations: undefined, queue: createStatementQueue(), lease: createEngineLease(session, watch) }
    return session.activity
  }

  return {
    get heldCount() {
      return heldCount
    },
    settle,
    of: (session) => session.activity ?? begin(session),
    end: async (session) => {
      const { activity } = session
      if (activity === undefined) return
      idle.delete(activity.lease)
      await activity.lease.close()
      session.activity = undefined
    },
    stop: () => idle.stop(),
  }
}
