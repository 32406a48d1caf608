import {
  type ColumnInfo,
  type DatabasePath,
  type EngineCatalog,
  escapeLike,
  type FunctionInfo,
  gatewayError,
  isGatewayError,
  likeToRegExp,
  type TableFilter,
  type TableInfo,
  type TableKind,
  type TablePath,
} from '@sql-gateway/gateway-common'
import type { KnownPlace } from '../session/session-hold.js'
import type { SessionHost } from '../session/session-host.js'
import type { TextRows } from '../session/text-query.js'
import { quotePath } from '../statement/quote.js'
import { columnsOf, primaryKeyOf } from './catalog-rows.js'
import { inParallel } from './in-parallel.js'
import { createQueryCache } from './query-cache.js'
import { createTableKinds } from './table-kinds.js'

/** What a session's catalog is made of. */
export interface CatalogInit {
  readonly host: SessionHost
  /** Where the session stands, as far as that is known. */
  readonly place: () => KnownPlace
  /** Whether a short statement would be asked beside the session now, where not all of what it made is known. */
  readonly isBeside: () => boolean
  /** Runs a short statement, not behind a running one. */
  readonly query: (sql: string) => Promise<TextRows>
}

/** What exists, with what is remembered of it. */
export interface FlinkCatalog extends EngineCatalog {
  /** Forgets what was remembered: it may be different now. */
  forget(): void
  /** Forgets what is too old. */
  trim(): void
}

const TABLE_KINDS: readonly TableKind[] = ['TABLE', 'VIEW', 'MATERIALIZED_TABLE']

/**
 * Makes the catalog of a session. Flink has no tables of what exists: it is asked by SHOW for each database, and by DESCRIBE for
 * each table, several at a time. Answers are remembered until the session changes something or they grow old.
 */
export function createFlinkCatalog({ host, place, isBeside, query }: CatalogInit): FlinkCatalog {
  const { settings, clock, logger } = host
  const cache = createQueryCache({ query, isBeside, clock, keepMs: settings.catalogCacheMs })
  const each = <T, R>(items: readonly T[], work: (item: T) => Promise<R>) => inParallel(items, settings.catalogConcurrency, work)

  async function names(sql: string): Promise<readonly string[]> {
    return (await cache.query(sql)).map(([name]) => name ?? '')
  }

  /** Where one thing of many cannot be asked for, such as a catalog whose server is down, the others are told all the same. */
  async function orNothing<T>(work: Promise<readonly T[]>): Promise<readonly T[]> {
    try {
      return await work
    } catch (err) {
      if (!isGatewayError(err) || /^(?:SESSION|OPERATION)\.|UNREACHABLE|SESSION_LOST/.test(err.code)) throw err
      logger.debug({ err }, 'Flink does not tell a part of what exists')
      return []
    }
  }

  async function listDatabases(filter: { readonly catalog?: string; readonly database?: string }): Promise<readonly DatabasePath[]> {
    const catalogs = (await names('SHOW CATALOGS')).filter(fits(filter.catalog)).toSorted()
    const found = await each(catalogs, async (catalog) => {
      const databases = await orNothing(names(`SHOW DATABASES FROM ${quotePath(catalog)}`))
      return databases.filter(fits(filter.database)).map((database) => ({ catalog, database }))
    })
    return found.flat().toSorted(byText(({ catalog, database }) => [catalog, database]))
  }

  const tableKinds = createTableKinds({ names, each, orNothing })

  async function tablesOf({ catalog, database }: DatabasePath): Promise<readonly TableInfo[]> {
    const tables = await orNothing(names(`SHOW TABLES FROM ${quotePath(catalog, database)}`))
    const kinds = await tableKinds.kindsOf({ catalog, database }, tables)
    return [...kinds].map(([table, kind]) => ({ catalog, database, table, kind }))
  }

  async function listTables(filter: TableFilter): Promise<readonly TableInfo[]> {
    const { table, kinds } = filter
    const found = await each(await listDatabases(filter), tablesOf)
    const matching = found.flat().filter((info) => fits(table)(info.table) && (kinds?.includes(info.kind) ?? true))
    return matching.toSorted(byText((info) => [info.table, info.catalog, info.database]))
  }

  const describe = ({ catalog, database, table }: TablePath): Promise<TextRows> =>
    cache.query(`DESCRIBE ${quotePath(catalog, database, table)}`)

  async function fromTables<T>(filter: TableFilter, read: (path: TablePath, rows: TextRows) => readonly T[]): Promise<readonly T[]> {
    const found = await each(await listTables(filter), ({ catalog, database, table }) => {
      const path = { catalog, database, table }
      return orNothing(describe(path).then((rows) => read(path, rows)))
    })
    return found.flat()
  }

  const listColumns: EngineCatalog['listColumns'] = async (filter) => {
    const isWanted = fits(filter.column)
    return fromTables<ColumnInfo>(filter, (path, rows) => columnsOf(path, rows).filter(({ column }) => isWanted(column)))
  }

  async function currentName(sql: string, known: string | undefined): Promise<string> {
    if (known !== undefined) return known
    const [name] = await names(sql)
    return name ?? ''
  }

  async function getCurrentCatalog(): Promise<string> {
    return currentName('SHOW CURRENT CATALOG', place().catalog)
  }

  async function getCurrentDatabase(): Promise<string> {
    return currentName('SHOW CURRENT DATABASE', place().database)
  }

  const listFunctions: EngineCatalog['listFunctions'] = async ({ catalog, database, name, isBuiltIn }) => {
    const [all, ofUsers] = await Promise.all([names('SHOW FUNCTIONS'), orNothing(names('SHOW USER FUNCTIONS'))])
    const users = new Set(ofUsers)
    const here: DatabasePath = { catalog: await getCurrentCatalog(), database: await getCurrentDatabase() }
    const infos = [...new Set([...all, ...ofUsers])].map((each): FunctionInfo => {
      const own = users.has(each)
      return { ...(own ? here : {}), name: each, kind: 'OTHER', isBuiltIn: !own }
    })
    return infos
      .filter((info) => fits(name)(info.name) && (isBuiltIn === undefined || info.isBuiltIn === isBuiltIn))
      .filter((info) => info.isBuiltIn || (fits(catalog)(here.catalog) && fits(database)(here.database)))
      .toSorted(byText((info) => [info.name]))
  }

  return {
    getCurrentCatalog,
    getCurrentDatabase,
    listCatalogs: async () => (await names('SHOW CATALOGS')).toSorted(),
    listDatabases,
    listTables,
    getTable: async (path) => {
      const [rows, tables] = await Promise.all([describe(path), orNothing(tablesOf(path))])
      const kind = tables.find(({ table }) => table === path.table)?.kind ?? 'TABLE'
      const { catalog, database, table } = path
      return {
        catalog,
        database,
        table,
        kind,
        columns: columnsOf({ catalog, database, table }, rows),
        primaryKey: primaryKeyOf({ catalog, database, table }, rows),
      }
    },
    listTableTypes: async () => TABLE_KINDS,
    listColumns,
    listPrimaryKeys: (filter) => fromTables(filter, primaryKeyOf),
    listFunctions,
    getFunction: async (name) => {
      const found = await listFunctions({ name: escapeLike(name) })
      if (found.length > 0) return found
      throw gatewayError('STATEMENT.NOT_FOUND', `There is no function ${name}.`)
    },
    forget: cache.forget,
    trim: cache.trim,
  }
}

function fits(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true
  const expression = likeToRegExp(pattern)
  return (name) => expression.test(name)
}

/** Sorts by texts, the first of them first. */
function byText<T>(texts: (item: T) => readonly string[]): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [texts(a), texts(b)]
    const differing = left.findIndex((text, i) => text !== right[i])
    return differing < 0 ? 0 : (left[differing] as string) < (right[differing] as string) ? -1 : 1
  }
}
