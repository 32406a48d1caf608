import type { ConfigChange, SessionProperties } from '@sql-gateway/gateway-common'

/** Knows what an upstream session has been told of the session's properties, so that each statement brings along what is missing. */
export interface AppliedProperties {
  /** What of these properties the upstream session does not have. Usually nothing. */
  missing(wanted: SessionProperties): SessionProperties | undefined
  /** Notes what a SET or RESET did upstream. */
  note(changes: readonly ConfigChange[]): void
}

const NO_CHANGES: readonly ConfigChange[] = []

/**
 * Keeps no copy: sets of properties are shared by many sessions, and a session that goes its own way keeps its own changes alone.
 *
 * @param given - what the upstream session was opened with
 * @param defaults - what every upstream session begins with
 */
export function createAppliedProperties(given: SessionProperties, defaults: SessionProperties): AppliedProperties {
  return new Applied(given, defaults)
}

class Applied implements AppliedProperties {
  readonly #defaults: SessionProperties
  #known: SessionProperties
  #changes = NO_CHANGES

  constructor(given: SessionProperties, defaults: SessionProperties) {
    this.#known = given
    this.#defaults = defaults
  }

  missing(wanted: SessionProperties): SessionProperties | undefined {
    if (wanted === this.#known && this.#changes.length === 0) return undefined
    const missing = new Map([...wanted].filter(([key, value]) => this.#valueOf(key) !== value))
    if (missing.size > 0) return missing
    this.#known = wanted
    this.#changes = NO_CHANGES
    return undefined
  }

  note(more: readonly ConfigChange[]): void {
    // Not by spreading, which leaves room for more.
    if (more.length > 0) this.#changes = this.#changes.concat(more)
  }

  #valueOf(key: string): string | undefined {
    for (const change of this.#changes.toReversed()) {
      if (change.change === 'reset-all') return this.#defaults.get(key)
      if (change.key === key) return change.change === 'set' ? change.value : this.#defaults.get(key)
    }
    return this.#known.get(key)
  }
}
