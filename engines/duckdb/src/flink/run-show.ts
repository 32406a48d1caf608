import {
  batchOutcome,
  escapeLike,
  gatewayError,
  type LogicalType,
  likeToRegExp,
  STRING_TYPE,
  type StatementOutcome,
  textOutcome,
} from '@sql-gateway/gateway-common'
import { shownTablesSql } from '../catalog/catalog-queries.js'
import { createCatalogSql } from '../database/catalog-definition.js'
import { DEFAULT_CATALOG } from '../database/names.js'
import { quoteName, quoteText } from '../quote.js'
import type { FlinkScope } from './flink-scope.js'
import type { EmptyList, LikeFilter, NamePath, ShownList } from './flink-statement.js'
import { findDatabase } from './run-places.js'
import { resolveTable } from './table-path.js'

/** Keeps the names that a LIKE of Flink's takes: LIKE minds case, ILIKE does not. */
export function filterNames<T>(items: readonly T[], nameOf: (item: T) => string, like: LikeFilter | undefined): readonly T[] {
  if (like === undefined) return items
  const anyCase = likeToRegExp(like.pattern)
  const expression = like.ignoresCase ? anyCase : new RegExp(anyCase.source, 'su')
  return items.filter((item) => expression.test(nameOf(item)) !== like.isNegated)
}

const COLUMN_OF_LIST: Readonly<Record<ShownList, string>> = {
  catalogs: 'catalog name',
  databases: 'database name',
  tables: 'table name',
  views: 'view name',
  functions: 'function name',
  'user functions': 'function name',
}

/** Catalog and database of a FROM or IN, or where the session stands. */
function scopeOf({ state }: FlinkScope, path: NamePath | undefined): { readonly catalog: string; readonly database: string } {
  const [first, second] = path ?? []
  if (first === undefined) return state.place
  return second === undefined ? { catalog: state.place.catalog, database: first } : { catalog: first, database: second }
}

/**
 * Fails where what FROM or IN names is not there, in Flink's words.
 *
 * @see Apache Flink, `ShowTablesOperation` and `CatalogManager.getCatalogOrThrowException`
 */
async function assertScope(scope: FlinkScope, list: ShownList, path: NamePath | undefined): Promise<void> {
  if (path === undefined) return
  const { catalog, database } = list === 'databases' ? { catalog: path[0] as string, database: undefined } : scopeOf(scope, path)
  if (scope.catalogs.find(catalog) === undefined) throw gatewayError('STATEMENT.NOT_FOUND', `Catalog ${catalog} does not exist.`)
  if (database !== undefined && (await findDatabase(scope, catalog, database)) === undefined) {
    throw gatewayError('STATEMENT.NOT_FOUND', `Database '${catalog}'.'${database}' doesn't exist.`)
  }
}

async function namesOf(scope: FlinkScope, list: ShownList, path: NamePath | undefined): Promise<readonly string[]> {
  const { catalog } = scope
  const place = scopeOf(scope, path)
  const filter = { catalog: escapeLike(place.catalog), database: escapeLike(place.database) }
  switch (list) {
    case 'catalogs':
      return catalog.listCatalogs()
    case 'databases':
      return (await catalog.listDatabases({ catalog: escapeLike(path?.[0] ?? scope.state.place.catalog) })).map(({ database }) => database)
    case 'tables':
    case 'views': {
      const rows = await scope.query(shownTablesSql(place.catalog, place.database, list === 'views'))
      return rows.map(([table]) => table ?? '').sort()
    }
    case 'functions':
      return (await catalog.listFunctions(path === undefined ? {} : filter)).map(({ name }) => name)
    case 'user functions':
      return (await catalog.listFunctions({ ...(path === undefined ? {} : filter), isBuiltIn: false })).map(({ name }) => name)
  }
}

/** SHOW CATALOGS, DATABASES, TABLES, VIEWS, FUNCTIONS. */
export async function showList(
  scope: FlinkScope,
  list: ShownList,
  path: NamePath | undefined,
  like: LikeFilter | undefined,
): Promise<StatementOutcome> {
  await assertScope(scope, list, path)
  const names = new Set(await namesOf(scope, list, path))
  return textOutcome(
    [COLUMN_OF_LIST[list]],
    filterNames([...names], (name) => name, like).map((name) => [name]),
  )
}

const JOB_COLUMNS = [
  { name: 'job id', type: STRING_TYPE },
  { name: 'job name', type: STRING_TYPE },
  { name: 'status', type: STRING_TYPE },
  { name: 'start time', type: { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 6 } satisfies LogicalType },
]

const COLUMN_OF_EMPTY: Readonly<Record<Exclude<EmptyList, 'jobs'>, string>> = {
  jars: 'jars',
  procedures: 'procedure name',
  models: 'model name',
  'materialized tables': 'materialized table',
}

/** SHOW of what this engine never has. */
export function showNothing(list: EmptyList): StatementOutcome {
  if (list !== 'jobs') return textOutcome([COLUMN_OF_EMPTY[list]], [])
  return batchOutcome(
    { columns: JOB_COLUMNS },
    {
      rowCount: 0,
      columns: JOB_COLUMNS.map(({ type }) =>
        type === STRING_TYPE
          ? { layout: 'utf8', length: 0, values: [] }
          : { layout: 'timestamp64', unit: 'us', length: 0, values: new BigInt64Array(0) },
      ),
    },
  )
}

/** SHOW [FULL] MODULES: DuckDB's extensions are what comes nearest. */
export function showModules({ modules: names }: FlinkScope, isFull: boolean): StatementOutcome {
  if (!isFull)
    return textOutcome(
      ['module name'],
      names.map((name) => [name]),
    )
  return batchOutcome(
    {
      columns: [
        { name: 'module name', type: STRING_TYPE },
        { name: 'used', type: { root: 'BOOLEAN', nullable: true } },
      ],
    },
    {
      rowCount: names.length,
      columns: [
        { layout: 'utf8', length: names.length, values: names },
        { layout: 'bool', length: names.length, values: new Uint8Array(names.length).fill(1) },
      ],
    },
  )
}

/** SHOW CURRENT CATALOG, SHOW CURRENT DATABASE. */
export function showCurrent({ state }: FlinkScope, what: 'catalog' | 'database'): StatementOutcome {
  return textOutcome([`current ${what} name`], [[state.place[what]]])
}

/**
 * SHOW CREATE TABLE, VIEW, CATALOG: the statement of DuckDB, or of the gateway, that makes it. TABLE shows views, too, as in
 * Hive and Spark, whose tools know no other form.
 */
export async function showCreate(scope: FlinkScope, what: 'table' | 'view' | 'catalog', path: NamePath): Promise<StatementOutcome> {
  if (what === 'catalog') return textOutcome(['result'], [[await catalogSql(scope, path[0] as string)]])
  const table = await resolveTable(scope, path)
  const isView = table.kind === 'VIEW' || table.kind === 'TEMPORARY_VIEW' || table.kind === 'SYSTEM_TABLE'
  if (what === 'view' && !isView) throw gatewayError('STATEMENT.INVALID', `'${table.table}' is a table; use SHOW CREATE TABLE.`)
  const source = isView ? 'duckdb_views() WHERE view_name' : 'duckdb_tables() WHERE table_name'
  const [[sql] = []] = await scope.query(
    `SELECT sql FROM ${source} = ${quoteText(table.table)} AND schema_name = ${quoteText(table.database)} AND database_name = ${quoteText(table.catalog)}`,
  )
  return textOutcome(['result'], [[(sql ?? '').trimEnd()]])
}

async function catalogSql({ catalogs }: FlinkScope, catalog: string): Promise<string> {
  const definition = catalogs.definitionOf(catalog)
  if (definition !== undefined) return createCatalogSql(definition)
  const name = catalogs.find(catalog)
  if (name === undefined) throw gatewayError('STATEMENT.NOT_FOUND', `There is no catalog '${catalog}'.`)
  return name === DEFAULT_CATALOG ? `-- ${DEFAULT_CATALOG} comes with the engine` : `-- ${quoteName(name)} was attached by ATTACH`
}
