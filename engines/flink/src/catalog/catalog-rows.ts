import type { ColumnInfo, PrimaryKeyColumn, TablePath } from '@sql-gateway/gateway-common'
import type { TextRows } from '../session/text-query.js'
import { parseTypeText } from '../type/parse-type-text.js'

/**
 * The columns of a table, from what DESCRIBE answers: name, type, null, key, extras, watermark, and a comment where any column
 * has one.
 *
 * @see Apache Flink, `DescribeTableOperation`
 */
export function columnsOf(path: TablePath, rows: TextRows): readonly ColumnInfo[] {
  return rows.map(([name, type, nullable, , , , comment], i) => ({
    ...path,
    column: name ?? '',
    ordinal: i + 1,
    type: parseTypeText(type ?? '', nullable !== 'false'),
    engineTypeText: type ?? '',
    ...(comment === null || comment === undefined ? {} : { comment }),
  }))
}

/** The primary key of a table, from what DESCRIBE answers: each of its columns names them all, in order, as in `PRI(a, b)`. */
export function primaryKeyOf(path: TablePath, rows: TextRows): readonly PrimaryKeyColumn[] {
  const keyed = rows.flatMap(([name, , , key]) => (key?.startsWith('PRI(') === true ? [{ name: name ?? '', list: key.slice(4, -1) }] : []))
  const list = `, ${keyed[0]?.list ?? ''}, `
  const inOrder = keyed.toSorted((a, b) => list.indexOf(`, ${a.name}, `) - list.indexOf(`, ${b.name}, `))
  return inOrder.map(({ name }, i) => ({ ...path, column: name, ordinal: i + 1 }))
}
