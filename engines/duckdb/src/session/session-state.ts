/** Where a session stands. */
export interface Place {
  readonly catalog: string
  readonly database: string
}

/** What a session's connection holds that a new one would not have. */
export type Pin = 'temporary objects' | 'prepared statements' | 'SQL variables' | 'a search path'

/** What the engine knows of one session beside its connection. */
export interface SessionState {
  place: Place
  /** The time zone that DuckDB was told last. */
  timeZone: string
  /** Whether BEGIN was run, and neither COMMIT nor ROLLBACK since. */
  inTransaction: boolean
  readonly pins: Set<Pin>
  /** The place that was asked for and is not there; statements fail until USE leads to one that is. */
  missing: Place | undefined
}
