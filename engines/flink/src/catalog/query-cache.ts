import type { Clock } from '@sql-gateway/gateway-common'
import type { TextRows } from '../session/text-query.js'

/** Runs short statements that tell what exists, and remembers what they told for a while. */
export interface QueryCache {
  query(sql: string): Promise<TextRows>
  /** Forgets everything: something was created, changed or dropped. */
  forget(): void
  /** Forgets what is too old. */
  trim(): void
}

interface Entry {
  readonly askedAtMs: number
  readonly rows: Promise<TextRows>
}

/** What a cache is made of. */
export interface QueryCacheInit {
  readonly query: (sql: string) => Promise<TextRows>
  /** Whether a question would be asked where not everything is known. */
  readonly isBeside: () => boolean
  readonly clock: Clock
  /** How long an answer holds. */
  readonly keepMs: number
}

/**
 * Makes an empty cache. What is asked beside the session is not remembered; an old answer of the session itself is better then, if
 * there is one.
 */
export function createQueryCache({ query, isBeside, clock, keepMs }: QueryCacheInit): QueryCache {
  let entries = new Map<string, Entry>()

  const isFresh = ({ askedAtMs }: Entry): boolean => clock.monotonic() - askedAtMs < keepMs

  return {
    query: (sql) => {
      const known = entries.get(sql)
      if (known !== undefined && (isFresh(known) || isBeside())) return known.rows
      if (isBeside()) return query(sql)
      const rows = query(sql)
      const entry = { askedAtMs: clock.monotonic(), rows }
      const kept = entries
      kept.set(sql, entry)
      void rows.catch(() => {
        if (kept.get(sql) === entry) kept.delete(sql)
      })
      return rows
    },
    forget: () => {
      entries = new Map()
    },
    trim: () => {
      for (const [sql, entry] of entries) if (!isFresh(entry)) entries.delete(sql)
    },
  }
}
