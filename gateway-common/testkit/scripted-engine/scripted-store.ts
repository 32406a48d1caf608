import type { DatabasePath, TableKind, TablePath } from '../../src/engine/engine-catalog.js'
import { gatewayError } from '../../src/error/gateway-error.js'

/** A table or view of a scripted engine. */
export interface ScriptedTable extends TablePath {
  readonly kind: TableKind
  rowCount: number
}

/** Where a session of a scripted engine begins. */
export const DEFAULT_PATH: DatabasePath = Object.freeze({ catalog: 'default_catalog', database: 'default_database' })

/** Databases and tables of a scripted engine, in memory. */
export interface ScriptedStore {
  readonly databases: readonly DatabasePath[]
  readonly tables: readonly ScriptedTable[]
  /** @throws {GatewayError} STATEMENT.ALREADY_EXISTS */
  addDatabase(path: DatabasePath): void
  /** Removes a database with its tables. @throws {GatewayError} STATEMENT.NOT_FOUND */
  removeDatabase(path: DatabasePath): void
  /** @throws {GatewayError} STATEMENT.ALREADY_EXISTS */
  addTable(table: ScriptedTable): void
  findTable(path: TablePath): ScriptedTable | undefined
  removeTable(table: ScriptedTable): void
}

/** Makes a store with the databases that every scripted engine begins with. */
export function createScriptedStore(initial: readonly DatabasePath[]): ScriptedStore {
  const databases: DatabasePath[] = [...initial]
  const tables: ScriptedTable[] = []
  const findTable = (path: TablePath) => tables.find((table) => isAt(table, path) && table.table === path.table)

  return {
    databases,
    tables,
    findTable,
    addDatabase: (path) => {
      if (databases.some((known) => isAt(known, path))) throw exists('database', path.database)
      databases.push(path)
    },
    removeDatabase: (path) => {
      const index = databases.findIndex((known) => isAt(known, path))
      if (index < 0) throw notFound('database', path.database)
      databases.splice(index, 1)
      for (const table of tables.filter((each) => isAt(each, path))) tables.splice(tables.indexOf(table), 1)
    },
    addTable: (table) => {
      if (findTable(table) !== undefined) throw exists('table', table.table)
      tables.push(table)
    },
    removeTable: (table) => {
      tables.splice(tables.indexOf(table), 1)
    },
  }
}

/** The error for a name that is not there. */
export function notFound(what: string, name: string): Error {
  return gatewayError('STATEMENT.NOT_FOUND', `There is no ${what} '${name}'.`, { details: { engineErrorName: 'ScriptedCatalogError' } })
}

function exists(what: string, name: string): Error {
  return gatewayError('STATEMENT.ALREADY_EXISTS', `There is a ${what} '${name}' already.`, {
    details: { engineErrorName: 'ScriptedCatalogError' },
  })
}

function isAt(one: DatabasePath, other: DatabasePath): boolean {
  return one.catalog === other.catalog && one.database === other.database
}
