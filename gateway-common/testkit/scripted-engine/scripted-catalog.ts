import {
  type CatalogFilter,
  type ColumnInfo,
  type DatabasePath,
  type EngineCatalog,
  type FunctionInfo,
  likeToRegExp,
  type PrimaryKeyColumn,
  type TableFilter,
  type TableInfo,
  type TablePath,
} from '../../src/engine/engine-catalog.js'
import { STRING_TYPE } from '../../src/type/logical-type.js'
import { notFound, type ScriptedStore, type ScriptedTable } from './scripted-store.js'

/** What a catalog is made from. */
export interface ScriptedCatalogSource {
  readonly store: ScriptedStore
  /** The session's own tables. */
  readonly temporary: ScriptedStore
  readonly hasPrimaryKeys: boolean
  readonly hasFunctions: boolean
  current(): DatabasePath
  /** Called with each call of the catalog. */
  onCall(): void
}

const FUNCTIONS: readonly FunctionInfo[] = [
  { name: 'length', kind: 'SCALAR', isBuiltIn: true, description: 'Number of characters.' },
  { name: 'my_function', kind: 'SCALAR', isBuiltIn: false, catalog: 'default_catalog', database: 'default_database' },
  { name: 'sum', kind: 'AGGREGATE', isBuiltIn: true, description: 'Total of all values.' },
]

/** Makes the catalog as one session of a scripted engine sees it. Every table has the columns `id` BIGINT and `name` STRING. */
export function createScriptedCatalog(source: ScriptedCatalogSource): EngineCatalog {
  const functions = source.hasFunctions ? FUNCTIONS : []
  const tables = (filter: TableFilter) => selectTables([...source.store.tables, ...source.temporary.tables], filter)
  const call = async <T>(answer: () => T): Promise<T> => {
    source.onCall()
    return answer()
  }

  return {
    getCurrentCatalog: () => call(() => source.current().catalog),
    getCurrentDatabase: () => call(() => source.current().database),
    listCatalogs: () => call(() => [...new Set(source.store.databases.map((path) => path.catalog))].sort()),
    listDatabases: (filter) =>
      call(() => source.store.databases.filter(inDatabase(filter)).sort(byKey((path) => [path.catalog, path.database]))),
    listTables: (filter) => call(() => tables(filter).map(tableInfo)),
    listTableTypes: () => call(() => ['TABLE', 'VIEW', 'TEMPORARY_TABLE', 'TEMPORARY_VIEW'] as const),
    getTable: (path) =>
      call(() => {
        const table = source.temporary.findTable(path) ?? source.store.findTable(path)
        if (table === undefined) throw notFound('table', path.table)
        return { ...tableInfo(table), columns: columnsOf(table), primaryKey: source.hasPrimaryKeys ? primaryKeyOf(table) : [] }
      }),
    listColumns: ({ column, ...filter }) =>
      call(() => {
        const matches = like(column)
        return tables(filter).flatMap((table) => columnsOf(table).filter((each) => matches(each.column)))
      }),
    listPrimaryKeys: (filter) => call(() => (source.hasPrimaryKeys ? tables(filter).flatMap(primaryKeyOf) : [])),
    listFunctions: ({ name, isBuiltIn, ...filter }) =>
      call(() => {
        const matches = like(name)
        const isThere = (f: FunctionInfo) =>
          f.catalog === undefined || f.database === undefined || inDatabase(filter)({ catalog: f.catalog, database: f.database })
        return functions.filter((f) => matches(f.name) && (isBuiltIn === undefined || f.isBuiltIn === isBuiltIn) && isThere(f))
      }),
    getFunction: (name) =>
      call(() => {
        const found = functions.filter((f) => f.name === name.toLowerCase())
        if (found.length === 0) throw notFound('function', name)
        return found
      }),
  }
}

function selectTables(tables: readonly ScriptedTable[], filter: TableFilter): readonly ScriptedTable[] {
  const isInDatabase = inDatabase(filter)
  const matches = like(filter.table)
  return tables
    .filter((table) => isInDatabase(table) && matches(table.table) && (filter.kinds?.includes(table.kind) ?? true))
    .sort(byKey((table) => [table.catalog, table.database, table.table]))
}

function inDatabase(filter: CatalogFilter): (path: DatabasePath) => boolean {
  const isCatalog = like(filter.catalog)
  const isDatabase = like(filter.database)
  return (path) => isCatalog(path.catalog) && isDatabase(path.database)
}

function like(pattern: string | undefined): (name: string) => boolean {
  const expression = likeToRegExp(pattern ?? '%')
  return (name) => expression.test(name)
}

function byKey<T>(key: (item: T) => readonly string[]): (one: T, other: T) => number {
  return (one, other) => {
    const [a, b] = [key(one), key(other)]
    const i = a.findIndex((part, index) => part !== b[index])
    return i < 0 ? 0 : (a[i] as string) < (b[i] as string) ? -1 : 1
  }
}

function tableInfo({ rowCount: _, ...info }: ScriptedTable): TableInfo {
  return info
}

function columnsOf({ catalog, database, table }: TablePath): readonly ColumnInfo[] {
  const path = { catalog, database, table }
  return [
    { ...path, column: 'id', ordinal: 1, type: { root: 'BIGINT', nullable: false }, engineTypeText: 'BIGINT NOT NULL' },
    { ...path, column: 'name', ordinal: 2, type: STRING_TYPE, engineTypeText: 'STRING' },
  ]
}

function primaryKeyOf({ catalog, database, table, kind }: ScriptedTable): readonly PrimaryKeyColumn[] {
  if (kind.endsWith('VIEW')) return []
  return [{ catalog, database, table, column: 'id', ordinal: 1, constraintName: `pk_${table}` }]
}
