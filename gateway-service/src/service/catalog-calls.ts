import type { CatalogApi, EngineCatalog, Principal, SessionHandle } from '@sql-gateway/gateway-common'
import type { ServiceParts } from './service-parts.js'

/** Makes the calls of {@link CatalogApi}: each asks the catalog of the session's engine session. */
export function createCatalogCalls({ withEngine }: ServiceParts): CatalogApi {
  const ask =
    <A extends readonly unknown[], R>(call: (catalog: EngineCatalog, ...args: A) => Promise<R>) =>
    (caller: Principal, session: SessionHandle, ...args: A): Promise<R> =>
      withEngine(caller, session, ({ catalog }) => call(catalog, ...args))
  return {
    getCurrentCatalog: ask((catalog) => catalog.getCurrentCatalog()),
    getCurrentDatabase: ask((catalog) => catalog.getCurrentDatabase()),
    listCatalogs: ask((catalog) => catalog.listCatalogs()),
    listDatabases: ask((catalog, filter) => catalog.listDatabases(filter)),
    listTables: ask((catalog, filter) => catalog.listTables(filter)),
    getTable: ask((catalog, path) => catalog.getTable(path)),
    listTableTypes: ask((catalog) => catalog.listTableTypes()),
    listColumns: ask((catalog, filter) => catalog.listColumns(filter)),
    listPrimaryKeys: ask((catalog, filter) => catalog.listPrimaryKeys(filter)),
    listFunctions: ask((catalog, filter) => catalog.listFunctions(filter)),
    getFunction: ask((catalog, name) => catalog.getFunction(name)),
  }
}
