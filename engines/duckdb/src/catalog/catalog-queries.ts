import type { CatalogFilter, ColumnFilter, FunctionFilter, TableFilter, TableKind } from '@sql-gateway/gateway-common'
import { MAIN_DATABASE } from '../database/names.js'
import { quoteText } from '../quote.js'
import { likeCondition, nameCondition } from './name-pattern.js'

/**
 * Columns: catalog, database.
 *
 * @param beginElsewhere - the catalogs in which sessions begin in another database than `main`: DuckDB gives every database
 *   one of that name, which is of interest there only when it holds something
 */
export function databasesSql({ catalog, database }: CatalogFilter, beginElsewhere: readonly string[]): string {
  return `SELECT database_name, schema_name FROM duckdb_schemas()
WHERE database_name IN (SELECT database_name FROM duckdb_databases() WHERE NOT internal)
  AND schema_name NOT IN ('information_schema', 'pg_catalog')
  AND ${likeCondition('database_name', catalog)} AND ${likeCondition('schema_name', database)}
  AND (schema_name <> '${MAIN_DATABASE}' OR NOT list_contains([${beginElsewhere.map(quoteText).join(', ')}]::VARCHAR[], database_name) OR database_name IN (
    SELECT database_name FROM duckdb_tables() WHERE schema_name = '${MAIN_DATABASE}'
    UNION ALL SELECT database_name FROM duckdb_views() WHERE schema_name = '${MAIN_DATABASE}' AND NOT internal))
ORDER BY 1, 2`
}

/** The kinds of tables that DuckDB has. */
export const TABLE_KINDS: readonly TableKind[] = ['SYSTEM_TABLE', 'TABLE', 'TEMPORARY_TABLE', 'TEMPORARY_VIEW', 'VIEW']

/** All tables with their kinds; internal ones are views of DuckDB on itself. */
const TABLES = `SELECT database_name, schema_name, table_name, comment, NULL AS sql,
    CASE WHEN internal THEN 'SYSTEM_TABLE' WHEN temporary THEN 'TEMPORARY_TABLE' ELSE 'TABLE' END AS kind
  FROM duckdb_tables()
  UNION ALL
  SELECT database_name, schema_name, view_name, comment, sql,
    CASE WHEN internal THEN 'SYSTEM_TABLE' WHEN temporary THEN 'TEMPORARY_VIEW' ELSE 'VIEW' END
  FROM duckdb_views()`

function tableConditions({ catalog, database, table, kinds }: TableFilter): string {
  const wanted = kinds ?? TABLE_KINDS.filter((kind) => kind !== 'SYSTEM_TABLE')
  const list = wanted.length === 0 ? 'NULL' : wanted.map(quoteText).join(', ')
  return [
    `kind IN (${list})`,
    likeCondition('database_name', catalog),
    likeCondition('schema_name', database),
    likeCondition('table_name', table),
  ].join(' AND ')
}

/** Columns: catalog, database, table, kind, comment, text of the CREATE VIEW. */
export function tablesSql(filter: TableFilter): string {
  return `SELECT database_name, schema_name, table_name, kind, comment, sql FROM (${TABLES})
WHERE ${tableConditions(filter)} ORDER BY 1, 2, 3`
}

/**
 * Column: table. The tables, or only the views, of one database and the temporary ones, which are seen from every database.
 */
export function shownTablesSql(catalog: string, database: string, viewsOnly: boolean): string {
  const here = `${nameCondition('database_name', catalog)} AND ${nameCondition('schema_name', database)}`
  const [lasting, temporary] = viewsOnly ? ["'VIEW'", "'TEMPORARY_VIEW'"] : ["'TABLE', 'VIEW'", "'TEMPORARY_TABLE', 'TEMPORARY_VIEW'"]
  return `SELECT table_name FROM (${TABLES}) WHERE (kind IN (${lasting}) AND ${here}) OR kind IN (${temporary})`
}

/** Columns: catalog, database, table, column, ordinal, type, whether it may be null, default, comment. */
export function columnsSql(filter: ColumnFilter): string {
  return `SELECT database_name, schema_name, table_name, column_name, column_index::VARCHAR, data_type, is_nullable::VARCHAR, column_default, c.comment
FROM duckdb_columns() c JOIN (SELECT database_name, schema_name, table_name, kind FROM (${TABLES})) USING (database_name, schema_name, table_name)
WHERE ${tableConditions(filter)} AND ${likeCondition('column_name', filter.column)}
ORDER BY database_name, schema_name, table_name, column_index`
}

/** Columns: catalog, database, table, column, ordinal, name of the constraint. */
export function primaryKeysSql(filter: TableFilter): string {
  return `SELECT database_name, schema_name, table_name, column_name, ordinal::VARCHAR, constraint_name
FROM (
  SELECT database_name, schema_name, table_name, constraint_name, unnest(constraint_column_names) AS column_name,
    generate_subscripts(constraint_column_names, 1) AS ordinal
  FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'
) JOIN (SELECT database_name, schema_name, table_name, kind FROM (${TABLES})) USING (database_name, schema_name, table_name)
WHERE ${tableConditions(filter)}
ORDER BY database_name, schema_name, table_name, ordinal`
}

/**
 * Columns: catalog, database, name, type, whether it is built in, description. Built-in functions belong to no catalog
 * and match only patterns that match an empty name.
 */
export function functionsSql({ catalog, database, name, isBuiltIn }: FunctionFilter, exactName?: string): string {
  const owner = (column: string) => `CASE WHEN internal THEN '' ELSE ${column} END`
  return `SELECT ${owner('database_name')}, ${owner('schema_name')}, function_name, function_type, internal::VARCHAR, any_value(description)
FROM duckdb_functions()
WHERE function_type <> 'pragma' AND ${likeCondition('function_name', name)}
  AND ${exactName === undefined ? 'true' : nameCondition('function_name', exactName)}
  AND ${likeCondition(owner('database_name'), catalog)} AND ${likeCondition(owner('schema_name'), database)}
  AND ${isBuiltIn === undefined ? 'true' : `internal = ${isBuiltIn}`}
GROUP BY ALL ORDER BY 3, 1, 2, 4`
}
