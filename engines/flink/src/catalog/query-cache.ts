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

/** @param keepMs - how long an answer holds */
export function createQueryCache(query: (sql: string) => Promise<TextRows>, clock: Clock, keepMs: number): QueryCache {
  let entries = new Map<string, Entry>()

  const isFresh = ({ askedAtMs }: Entry): boolean => clock.monotonic() - askedAtMs < keepMs

  return {
    query: (sql) => {
      const known = entries.get(sql)
      if (known !== undefined && isFresh(known)) return known.rows
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
