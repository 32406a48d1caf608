import type { ColumnInfo, DatabasePath, FunctionInfo, PrimaryKeyColumn, TableInfo } from '@sql-gateway/gateway-common'
import { jdbcTypeOf } from './jdbc-types.js'
import type { Cell } from './metadata-rows.js'
import { tableTypeOf } from './table-types.js'

const NULLABLE = 1
const NOT_NULLABLE = 0
const FUNCTION_WITHOUT_TABLE = 1
const FUNCTION_WITH_TABLE = 2

/** A row of GetSchemas. */
export function schemaRow({ database, catalog }: DatabasePath): readonly Cell[] {
  return [database, catalog]
}

/** A row of GetTables. */
export function tableRow({ catalog, database, table, kind, comment }: TableInfo): readonly Cell[] {
  return [catalog, database, table, tableTypeOf(kind), comment ?? '', null, null, null, null, null]
}

/** A row of GetColumns. */
export function columnRow(column: ColumnInfo): readonly Cell[] {
  const { code, size, digits, radix } = jdbcTypeOf(column.type)
  const { nullable } = column.type
  return [
    column.catalog,
    column.database,
    column.table,
    column.column,
    code,
    column.engineTypeText,
    size,
    null,
    digits,
    radix,
    nullable ? NULLABLE : NOT_NULLABLE,
    column.comment ?? '',
    column.defaultExpression ?? null,
    null,
    null,
    null,
    column.ordinal,
    nullable ? 'YES' : 'NO',
    null,
    null,
    null,
    null,
    'NO',
  ]
}

/** A row of GetFunctions. */
export function functionRow({ catalog, database, name, description, kind }: FunctionInfo): readonly Cell[] {
  const type = kind === 'TABLE' ? FUNCTION_WITH_TABLE : FUNCTION_WITHOUT_TABLE
  return [catalog ?? null, database ?? null, name, description ?? '', type, name]
}

/** A row of GetPrimaryKeys. */
export function primaryKeyRow({ catalog, database, table, column, ordinal, constraintName }: PrimaryKeyColumn): readonly Cell[] {
  return [catalog, database, table, column, ordinal, constraintName ?? null]
}
