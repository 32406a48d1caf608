import {
  type ColumnInfo,
  type EngineCatalog,
  escapeLike,
  type FunctionInfo,
  gatewayError,
  type PrimaryKeyColumn,
  type TableDescription,
  type TableInfo,
  type TableKind,
  type TablePath,
} from '@sql-gateway/gateway-common'
import type { AttachedCatalogs } from '../database/attached-catalogs.js'
import { MAIN_DATABASE, sameName } from '../database/names.js'
import type { QueryTexts, TextRows } from '../database/query-texts.js'
import { normalizeError } from '../normalize-error.js'
import type { Place } from '../session/session-state.js'
import { scanStatements, topWords } from '../statement/statement-text.js'
import { columnsSql, databasesSql, functionsSql, primaryKeysSql, TABLE_KINDS, tablesSql } from './catalog-queries.js'
import { parseTypeText } from './parse-type-text.js'

const FUNCTION_KINDS: Readonly<Record<string, FunctionInfo['kind']>> = {
  scalar: 'SCALAR',
  macro: 'SCALAR',
  aggregate: 'AGGREGATE',
  table: 'TABLE',
  table_macro: 'TABLE',
}

type Texts = TextRows[number]

const text = (row: Texts, i: number) => row[i] ?? ''

function optional<K extends string>(key: K, value: string | null | undefined): { readonly [P in K]?: string } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string })
}

function toPath(row: Texts): TablePath {
  return { catalog: text(row, 0), database: text(row, 1), table: text(row, 2) }
}

function toTable(row: Texts): TableInfo {
  return { ...toPath(row), kind: text(row, 3) as TableKind, ...optional('comment', row[4]) }
}

function toColumn(row: Texts): ColumnInfo {
  const type = parseTypeText(text(row, 5))
  const isNullable = row[6] !== 'false' || type.root === 'NULL'
  return {
    ...toPath(row),
    column: text(row, 3),
    ordinal: Number(row[4]),
    type: isNullable ? type : { ...type, nullable: false },
    engineTypeText: text(row, 5),
    ...optional('defaultExpression', row[7]),
    ...optional('comment', row[8]),
  }
}

function toPrimaryKey(row: Texts): PrimaryKeyColumn {
  return { ...toPath(row), column: text(row, 3), ordinal: Number(row[4]), ...optional('constraintName', row[5]) }
}

function toFunction(row: Texts): FunctionInfo {
  const isBuiltIn = row[4] === 'true'
  return {
    ...(isBuiltIn ? {} : { catalog: text(row, 0), database: text(row, 1) }),
    name: text(row, 2),
    kind: FUNCTION_KINDS[text(row, 3)] ?? 'OTHER',
    isBuiltIn,
    ...optional('description', row[5]),
  }
}

/** The query of a view, out of the statement that creates it. */
function viewQuery(sql: string): string {
  const [statement] = scanStatements(sql, new Set()).statements
  const as = statement === undefined ? undefined : topWords(statement).find(({ value }) => value === 'AS')
  return statement === undefined || as === undefined ? sql : sql.slice(as.end, statement.end).trim()
}

/**
 * The catalog as a session sees it. Each list is one query on DuckDB's own tables about itself.
 *
 * @param query - runs a query of VARCHAR columns where the session's objects are seen
 * @see DuckDB documentation, "DuckDB_% Metadata Functions"
 */
export function createDuckdbCatalog(
  query: QueryTexts,
  catalogs: Pick<AttachedCatalogs, 'list' | 'defaultDatabaseOf'>,
  place: () => Place,
): EngineCatalog {
  async function list<T>(sql: string, toItem: (row: Texts) => T): Promise<readonly T[]> {
    try {
      return (await query(sql)).map(toItem)
    } catch (error) {
      throw normalizeError(error)
    }
  }

  const exactly = ({ catalog, database, table }: TablePath) => ({
    catalog: escapeLike(catalog),
    database: escapeLike(database),
    table: escapeLike(table),
    kinds: TABLE_KINDS,
  })

  async function getTable(path: TablePath): Promise<TableDescription> {
    const filter = exactly(path)
    const [found] = await list(tablesSql(filter), (row) => ({ table: toTable(row), sql: row[5] }))
    if (found === undefined) {
      throw gatewayError('STATEMENT.NOT_FOUND', `There is no table '${path.catalog}.${path.database}.${path.table}'.`)
    }
    const columns = await list(columnsSql(filter), toColumn)
    const primaryKey = await list(primaryKeysSql(filter), toPrimaryKey)
    return { ...found.table, columns, primaryKey, ...(typeof found.sql === 'string' ? { viewQuery: viewQuery(found.sql) } : {}) }
  }

  return {
    getCurrentCatalog: async () => place().catalog,
    getCurrentDatabase: async () => place().database,
    listCatalogs: async () => catalogs.list(),
    listDatabases: (filter) => {
      const beginElsewhere = catalogs.list().filter((name) => catalogs.defaultDatabaseOf(name) !== MAIN_DATABASE)
      return list(databasesSql(filter, beginElsewhere), (row) => ({ catalog: text(row, 0), database: text(row, 1) }))
    },
    listTables: (filter) => list(tablesSql(filter), toTable),
    getTable,
    listTableTypes: async () => TABLE_KINDS,
    listColumns: (filter) => list(columnsSql(filter), toColumn),
    listPrimaryKeys: (filter) => list(primaryKeysSql(filter), toPrimaryKey),
    listFunctions: (filter) => list(functionsSql(filter), toFunction),
    getFunction: async (name) => {
      const found = (await list(functionsSql({}, name), toFunction)).filter((one) => sameName(one.name, name))
      if (found.length === 0) throw gatewayError('STATEMENT.NOT_FOUND', `There is no function '${name}'.`)
      return found
    },
  }
}
