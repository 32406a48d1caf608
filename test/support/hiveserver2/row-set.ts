import type tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import type Int64 from 'node-int64'

/** A value of a row as a client has it; 64-bit integers are bigint. */
export type Value = null | boolean | number | bigint | string | Buffer

interface Column {
  readonly values: readonly unknown[]
  readonly nulls: Buffer | string
}

/** The rows of a row set of either form. */
export function rowsOf(set: tcli.TRowSet | null | undefined): Value[][] {
  if (set === null || set === undefined) throw new TypeError('there is no row set')
  if (set.columns === null || set.columns === undefined) return set.rows.map((row) => row.colVals.map(cellValue))
  const columns = set.columns.map((column) => member(column) as Column)
  const [first] = columns
  return Array.from({ length: first?.values.length ?? 0 }, (_, row) => columns.map((column) => columnValue(column, row)))
}

/** The union member that is set. */
function member(union: object): object {
  const set = Object.values(union).filter((value) => value !== null)
  if (set.length !== 1) throw new TypeError(`a union with ${set.length} members`)
  return set[0] as object
}

/** Whether a row of a column is null: bytes that are missing hold no nulls. */
function isNull(column: Column, row: number): boolean {
  const nulls = Buffer.from(column.nulls as Buffer)
  return ((nulls[row >> 3] ?? 0) & (1 << (row & 7))) !== 0
}

function columnValue(column: Column, row: number): Value {
  return isNull(column, row) ? null : plain(column.values[row])
}

function cellValue(cell: tcli.TColumnValue): Value {
  const { value } = member(cell) as { value?: unknown }
  return value === null || value === undefined ? null : plain(value)
}

function plain(value: unknown): Value {
  if (typeof value === 'object' && value !== null && 'toBuffer' in value) return (value as Int64).toBuffer().readBigInt64BE()
  return value as Value
}
