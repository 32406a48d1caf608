import type { Session } from './session.js'

/**
 * The sessions in the order of their last use, linked through the sessions themselves: moving one among a million to
 * the end costs a few writes, where a Map would now and then rehash them all.
 */
export interface UseOrder {
  /** Adds a session, or makes it the one used last. */
  touch(session: Session): void
  /** Takes a session out; does nothing when it is not in. */
  remove(session: Session): void
  /** The session used longest ago. */
  readonly oldest: Session | undefined
}

/** Makes an empty order. */
export function createUseOrder(): UseOrder {
  let oldest: Session | undefined
  let newest: Session | undefined

  function remove(session: Session): void {
    const { older, newer } = session
    if (older === undefined && newer === undefined && oldest !== session) return
    if (older === undefined) oldest = newer
    else older.newer = newer
    if (newer === undefined) newest = older
    else newer.older = older
    session.older = undefined
    session.newer = undefined
  }

  return {
    get oldest() {
      return oldest
    },
    remove,
    touch: (session) => {
      if (session === newest) return
      remove(session)
      session.older = newest
      if (newest === undefined) oldest = session
      else newest.newer = session
      newest = session
    },
  }
}
