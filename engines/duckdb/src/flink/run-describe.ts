import {
  batchOutcome,
  type ColumnVector,
  gatewayError,
  type ResultColumn,
  STRING_TYPE,
  type StatementOutcome,
  textOutcome,
  typeText,
  utf8Vector,
} from '@sql-gateway/gateway-common'
import { nameCondition } from '../catalog/name-pattern.js'
import type { FlinkScope } from './flink-scope.js'
import type { LikeFilter, NamePath } from './flink-statement.js'
import { filterNames } from './run-show.js'
import { resolveTable } from './table-path.js'

function textColumn(name: string, values: readonly (string | null)[]): { readonly column: ResultColumn; readonly vector: ColumnVector } {
  return { column: { name, type: STRING_TYPE }, vector: utf8Vector(values) }
}

/**
 * DESCRIBE of a table and SHOW COLUMNS, with Flink's columns. There are no watermarks here, and the comment is there
 * only if some column has one.
 *
 * @see Apache Flink, `TableResultUtils.buildDescribeResult`
 */
export async function describeTable(scope: FlinkScope, path: NamePath, like: LikeFilter | undefined): Promise<StatementOutcome> {
  const { columns, primaryKey } = await scope.catalog.getTable(await resolveTable(scope, path))
  const shown = filterNames(columns, ({ column }) => column, like)
  const key = `PRI(${primaryKey.map(({ column }) => column).join(', ')})`
  const isKey = (name: string) => primaryKey.some(({ column }) => column === name)
  const parts = [
    textColumn(
      'name',
      shown.map(({ column }) => column),
    ),
    textColumn(
      'type',
      shown.map(({ type }) => typeText(type)),
    ),
    {
      column: { name: 'null', type: { root: 'BOOLEAN', nullable: true } } satisfies ResultColumn,
      vector: {
        layout: 'bool',
        length: shown.length,
        values: Uint8Array.from(shown, ({ type }) => Number(type.nullable)),
      } satisfies ColumnVector,
    },
    textColumn(
      'key',
      shown.map(({ column }) => (isKey(column) ? key : null)),
    ),
    textColumn(
      'extras',
      shown.map(({ defaultExpression }) => (defaultExpression === undefined ? null : `DEFAULT ${defaultExpression}`)),
    ),
    textColumn(
      'watermark',
      shown.map(() => null),
    ),
    ...(shown.some(({ comment }) => comment !== undefined)
      ? [
          textColumn(
            'comment',
            shown.map(({ comment }) => comment ?? null),
          ),
        ]
      : []),
  ]
  return batchOutcome(
    { columns: parts.map(({ column }) => column) },
    { rowCount: shown.length, columns: parts.map(({ vector }) => vector) },
  )
}

/** DESCRIBE CATALOG. */
export async function describeCatalog({ catalogs }: FlinkScope, catalog: string, isExtended: boolean): Promise<StatementOutcome> {
  const name = catalogs.find(catalog)
  if (name === undefined) throw gatewayError('STATEMENT.NOT_FOUND', `There is no catalog '${catalog}'.`)
  const options = catalogs.definitionOf(name)?.options ?? { type: 'duckdb' }
  const rows = [
    ['name', name],
    ['type', options['type'] ?? 'duckdb'],
    ['comment', ''],
    ...(isExtended ? Object.entries(options).flatMap(([key, value]) => (key === 'type' ? [] : [[`option:${key}`, value]])) : []),
  ]
  return textOutcome(['info name', 'info value'], rows)
}

/** What DuckDB says of a function: its kind, how steady its results are, its forms, and where it is. */
const FUNCTIONS_SQL = `SELECT database_name, schema_name, internal::VARCHAR, function_type, stability,
  function_name || '(' || array_to_string(list_transform(parameters, lambda p, i: concat_ws(' ', p, parameter_types[i])), ', ')
    || CASE WHEN varargs IS NULL THEN ')' ELSE concat(', ', varargs, '...)') END || coalesce(' -> ' || return_type, '')
FROM duckdb_functions() WHERE function_type <> 'pragma' AND `

const FUNCTION_KINDS: Readonly<Record<string, string>> = {
  scalar: 'SCALAR',
  macro: 'SCALAR',
  aggregate: 'AGGREGATE',
  table: 'TABLE',
  table_macro: 'TABLE',
}

/**
 * DESCRIBE FUNCTION: the rows of Flink's that mean something here. A temporary function hides a lasting one, and that a
 * built-in one.
 *
 * @see Apache Flink, `DescribeFunctionOperation`
 */
export async function describeFunction(scope: FlinkScope, path: NamePath, isExtended: boolean): Promise<StatementOutcome> {
  const [name, database, catalog] = [...path].reverse() as [string, string?, string?]
  const within = [
    ...(database === undefined ? [] : [nameCondition('schema_name', database)]),
    ...(catalog === undefined ? [] : [nameCondition('database_name', catalog)]),
  ]
  const found = await scope.query([FUNCTIONS_SQL + nameCondition('function_name', name), ...within].join(' AND '))
  const rank = (row: (typeof found)[number]) => (row[0] === 'temp' ? 0 : row[2] === 'false' ? 1 : 2)
  const best = Math.min(...found.map(rank))
  const forms = found.filter((row) => rank(row) === best)
  const [form] = forms
  if (form === undefined) {
    throw gatewayError('STATEMENT.NOT_FOUND', `Function with the identifier '${path.join('.')}' doesn't exist.`)
  }
  const isBuiltIn = form[2] === 'true'
  const rows = [
    ['is system function', String(isBuiltIn)],
    ['is temporary', String(form[0] === 'temp')],
    ...(isBuiltIn ? [] : [['function language', 'SQL']]),
    ...(isExtended
      ? [
          ['kind', FUNCTION_KINDS[form[3] ?? ''] ?? 'OTHER'],
          ...(form[4] == null ? [] : [['is deterministic', String(form[4] === 'CONSISTENT')]]),
          ['signature', [...new Set(forms.map((row) => row[5] ?? ''))].sort().join('\n')],
        ]
      : []),
  ]
  return textOutcome(['info name', 'info value'], rows)
}
