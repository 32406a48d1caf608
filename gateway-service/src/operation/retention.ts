import type { Clock } from '@sql-gateway/gateway-common'
import { createExpiryList, type ExpiryList } from '../session/expiry-list.js'
import type { Operation } from './operation.js'

/** Which ended operations are kept, and for how long. */
export interface RetentionPolicy {
  /** Zero or less keeps them until they are closed otherwise. */
  readonly retentionMs: number
  readonly maxRetained: number
}

/**
 * Closes ended operations that nobody closes: after the retention time since their last use, and the oldest when
 * there are too many. Of those, the ones whose result was read to its end go first. One with a fetch under way stays.
 */
export interface Retention {
  /** Begins to watch an operation, or counts a use of it. */
  touch(operation: Operation): void
  /** Counts an operation among those whose result was read to its end. */
  markDrained(operation: Operation): void
  forget(operation: Operation): void
  readonly size: number
  stop(): void
}

/** @param evict - closes an operation; the retention has forgotten it then */
export function createRetention(policy: RetentionPolicy, clock: Clock, evict: (operation: Operation) => void): Retention {
  const unread: ExpiryList<Operation> = createExpiryList(policy.retentionMs, clock, (operation) => expire(unread, operation))
  const drained: ExpiryList<Operation> = createExpiryList(policy.retentionMs, clock, (operation) => expire(drained, operation))

  function expire(list: ExpiryList<Operation>, operation: Operation): void {
    if (operation.fetchesUnderWay > 0) list.touch(operation)
    else evict(operation)
  }

  function trim(): void {
    if (drained.size + unread.size <= policy.maxRetained) return
    for (const list of [drained, unread]) {
      for (const operation of list.items()) {
        if (operation.fetchesUnderWay > 0) continue
        list.delete(operation)
        evict(operation)
        if (drained.size + unread.size <= policy.maxRetained) return
      }
    }
  }

  return {
    get size() {
      return drained.size + unread.size
    },
    touch: (operation) => {
      const list = drained.has(operation) ? drained : unread
      list.touch(operation)
      trim()
    },
    markDrained: (operation) => {
      if (unread.has(operation)) drained.touch(operation)
    },
    forget: (operation) => {
      unread.delete(operation)
      drained.delete(operation)
    },
    stop: () => {
      unread.stop()
      drained.stop()
    },
  }
}
