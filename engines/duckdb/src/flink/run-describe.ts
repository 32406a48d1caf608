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
  const name = await catalogs.find(catalog)
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
