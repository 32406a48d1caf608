import type { DuckDBConnection } from '@duckdb/node-api'
import { type QueryTexts, queryTexts } from '../database/query-texts.js'

/** A second connection of a session, for what must not wait behind its statement. Opened with its first use. */
export interface SideConnection {
  readonly query: QueryTexts
  /** Closes it once its queries are done. Never rejects. */
  close(): Promise<void>
}

/** Makes a side connection that is not open yet. */
export function createSideConnection(connect: () => Promise<DuckDBConnection>): SideConnection {
  let opening: Promise<DuckDBConnection> | undefined
  let last: Promise<unknown> = Promise.resolve()

  return {
    query: (sql) => {
      opening ??= connect()
      const next = opening.then((native) => queryTexts(native, sql))
      last = Promise.allSettled([last, next])
      return next
    },
    close: async () => {
      await last
      const native = await opening?.catch(() => undefined)
      native?.closeSync()
    },
  }
}
