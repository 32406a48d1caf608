import {
  BOOLEAN_TYPE,
  batchOutcome,
  type ColumnVector,
  INTEGER_TYPE,
  type LogicalType,
  STRING_TYPE,
  type StatementOutcome,
  utf8Vector,
  validityOf,
} from '@sql-gateway/gateway-common'

/** A value of a metadata result. */
export type Cell = string | number | boolean | null

/** The columns of a metadata result by name, in order. */
export type MetadataColumns = Readonly<Record<string, keyof typeof TYPES>>

const TYPES = {
  string: STRING_TYPE,
  int: INTEGER_TYPE,
  smallint: { root: 'SMALLINT', nullable: true },
  tinyint: { root: 'TINYINT', nullable: true },
  boolean: BOOLEAN_TYPE,
} as const satisfies Readonly<Record<string, LogicalType>>

/** The result of a metadata call. */
export function metadataOutcome(columns: MetadataColumns, rows: readonly (readonly Cell[])[]): StatementOutcome {
  const entries = Object.entries(columns)
  const schema = { columns: entries.map(([name, type]) => ({ name, type: TYPES[type] })) }
  const vectors = entries.map(([, type], c) =>
    vectorOf(
      type,
      rows.map((row) => row[c] ?? null),
    ),
  )
  return batchOutcome(schema, { rowCount: rows.length, columns: vectors })
}

function vectorOf(type: keyof typeof TYPES, cells: readonly Cell[]): ColumnVector {
  if (type === 'string') return utf8Vector(cells.map((cell) => (cell === null ? null : String(cell))))
  const length = cells.length
  const validity = validityOf(length, (i) => cells[i] !== null)
  const base = validity === undefined ? { length } : { length, validity }
  const numbers = cells.map(Number)
  switch (type) {
    case 'int':
      return { layout: 'int32', values: Int32Array.from(numbers), ...base }
    case 'smallint':
      return { layout: 'int16', values: Int16Array.from(numbers), ...base }
    case 'tinyint':
      return { layout: 'int8', values: Int8Array.from(numbers), ...base }
    case 'boolean':
      return { layout: 'bool', values: Uint8Array.from(numbers), ...base }
    default:
      return type satisfies never
  }
}
