import type { ConfigChange, SessionProperties } from '@sql-gateway/gateway-common'

/** Knows what an upstream session has been told of the session's properties, so that each statement brings along what is missing. */
export interface AppliedProperties {
  /** What of these properties the upstream session does not have. Usually nothing. */
  missing(wanted: SessionProperties): SessionProperties | undefined
  /** Notes what a SET or RESET did upstream. */
  note(changes: readonly ConfigChange[]): void
}

/**
 * Keeps no copy: sets of properties are shared by many sessions, and a session that goes its own way keeps its own changes alone.
 *
 * @param given - what the upstream session was opened with
 * @param defaults - what every upstream session begins with
 */
export function createAppliedProperties(given: SessionProperties, defaults: SessionProperties): AppliedProperties {
  let known = given
  let changes: readonly ConfigChange[] = []

  function appliedValue(key: string): string | undefined {
    for (const change of changes.toReversed()) {
      if (change.change === 'reset-all') return defaults.get(key)
      if (change.key === key) return change.change === 'set' ? change.value : defaults.get(key)
    }
    return known.get(key)
  }

  return {
    missing: (wanted) => {
      if (wanted === known && changes.length === 0) return undefined
      const missing = new Map([...wanted].filter(([key, value]) => appliedValue(key) !== value))
      if (missing.size > 0) return missing
      known = wanted
      changes = []
      return undefined
    },
    note: (more) => {
      if (more.length > 0) changes = [...changes, ...more]
    },
  }
}
