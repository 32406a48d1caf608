import { type EngineCatalog, gatewayError } from '@sql-gateway/gateway-common'
import type { SessionHold } from '../session/session-hold.js'
import type { SessionHost } from '../session/session-host.js'
import type { TextRows } from '../session/text-query.js'

/** What a session's catalog is made of. */
export interface CatalogInit {
  readonly host: SessionHost
  readonly hold: SessionHold
  readonly query: (sql: string) => Promise<TextRows>
}

/** What exists, with what is remembered of it. */
export interface FlinkCatalog extends EngineCatalog {
  /** Forgets what was remembered. */
  forget(): void
}

export function createFlinkCatalog({ query }: CatalogInit): FlinkCatalog {
  const first = async (sql: string) => (await query(sql)).map(([name]) => name ?? '')
  return {
    getCurrentCatalog: async () => (await first('SHOW CURRENT CATALOG'))[0] ?? '',
    getCurrentDatabase: async () => (await first('SHOW CURRENT DATABASE'))[0] ?? '',
    listCatalogs: async () => (await first('SHOW CATALOGS')).sort(),
    listDatabases: async () => [],
    listTables: async () => [],
    getTable: async () => {
      throw gatewayError('STATEMENT.NOT_FOUND', 'x')
    },
    listTableTypes: async () => ['TABLE', 'VIEW'],
    listColumns: async () => [],
    listPrimaryKeys: async () => [],
    listFunctions: async () => [],
    getFunction: async () => {
      throw gatewayError('STATEMENT.NOT_FOUND', 'x')
    },
    forget: () => undefined,
  }
}
