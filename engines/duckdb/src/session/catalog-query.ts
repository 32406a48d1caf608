import type { DuckDBConnection } from '@duckdb/node-api'
import { type QueryTexts, queryTexts } from '../database/query-texts.js'
import { quotePath } from '../quote.js'
import type { ConnectionLock } from './connection-lock.js'
import type { SessionState } from './session-state.js'
import type { SideConnection } from './side-connection.js'

/** What queries on the catalog need of their session. */
export interface CatalogQueryInit {
  readonly native: DuckDBConnection
  readonly lock: ConnectionLock
  readonly side: SideConnection
  readonly state: SessionState
  /** Whether the session's connection is closed, or soon will be. */
  readonly isClosed: () => boolean
}

/**
 * Makes the queries of a session on the catalog: on its connection, so that temporary objects are seen, or beside a
 * statement at work and in a transaction that has failed on the side connection.
 */
export function createCatalogQuery({ native, lock, side, state, isClosed }: CatalogQueryInit): QueryTexts {
  /** A new connection stands nowhere, where not even functions are found. */
  function besides(sql: string) {
    return side.query(`USE ${quotePath(state.place.catalog, state.place.database)}; ${sql}`)
  }

  return async (sql) => {
    if (lock.isHeld || isClosed()) return besides(sql)
    const release = await lock.acquire()
    try {
      return await queryTexts(native, sql)
    } catch (error) {
      if (!state.inTransaction) throw error
      return await besides(sql)
    } finally {
      release()
    }
  }
}
