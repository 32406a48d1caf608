import {
  type CatalogFilter,
  type ColumnInfo,
  type EngineCatalog,
  gatewayError,
  likeToRegExp,
  type TableFilter,
  type TableInfo,
  typeText,
} from '@sql-gateway/gateway-common'
import type { HostTable } from './host-tables.js'

/** Where all tables are. */
export const PLACE = { catalog: 'host', database: 'now' } as const

/** What the engine has, in the words of the catalog calls. It never changes, so all sessions share it. */
export function createHostCatalog(tables: ReadonlyMap<string, HostTable>): EngineCatalog {
  const infos: readonly TableInfo[] = [...tables.keys()].sort().map((table) => ({ ...PLACE, table, kind: 'TABLE' }))

  function columnsOf(table: string): readonly ColumnInfo[] {
    const columns = tables.get(table)?.columns ?? []
    return columns.map(({ name, type }, i) => ({ ...PLACE, table, column: name, ordinal: i + 1, type, engineTypeText: typeText(type) }))
  }
  const fits = (pattern: string | undefined, name: string): boolean => pattern === undefined || likeToRegExp(pattern).test(name)
  const isHere = ({ catalog, database }: CatalogFilter): boolean => fits(catalog, PLACE.catalog) && fits(database, PLACE.database)
  const matching = (filter: TableFilter): readonly TableInfo[] =>
    isHere(filter) ? infos.filter(({ table, kind }) => fits(filter.table, table) && (filter.kinds?.includes(kind) ?? true)) : []

  return {
    getCurrentCatalog: async () => PLACE.catalog,
    getCurrentDatabase: async () => PLACE.database,
    listCatalogs: async () => [PLACE.catalog],
    listDatabases: async (filter) => (isHere(filter) ? [PLACE] : []),
    listTables: async (filter) => matching(filter),
    getTable: async ({ catalog, database, table }) => {
      const info = infos.find((each) => each.catalog === catalog && each.database === database && each.table === table)
      if (info === undefined) throw gatewayError('STATEMENT.NOT_FOUND', `There is no table ${catalog}.${database}.${table}.`)
      return { ...info, columns: columnsOf(table), primaryKey: [] }
    },
    listTableTypes: async () => ['TABLE'],
    listColumns: async (filter) =>
      matching(filter).flatMap(({ table }) => columnsOf(table).filter(({ column }) => fits(filter.column, column))),
    listPrimaryKeys: async () => [],
    listFunctions: async () => [],
    getFunction: async (name) => {
      throw gatewayError('STATEMENT.NOT_FOUND', `There is no function ${name}.`)
    },
  }
}
