import type { ColumnInfoBody } from '@sql-gateway/endpoint-rest/wire'
import type { LogicalTypeRoot } from '@sql-gateway/gateway-common'

/** How a column is set. */
export interface ColumnStyle {
  readonly name: string
  readonly side: 'left' | 'right'
  /** Whether values may be cut to the width that the user set: texts and what is as long as it likes. */
  readonly isVariable: boolean
}

const NUMBERS: ReadonlySet<LogicalTypeRoot> = new Set<LogicalTypeRoot>([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
])

const FIXED: ReadonlySet<LogicalTypeRoot> = new Set<LogicalTypeRoot>([
  ...NUMBERS,
  'BOOLEAN',
  'DATE',
  'TIME_WITHOUT_TIME_ZONE',
  'TIMESTAMP_WITHOUT_TIME_ZONE',
  'TIMESTAMP_WITH_TIME_ZONE',
  'TIMESTAMP_WITH_LOCAL_TIME_ZONE',
  'INTERVAL_YEAR_MONTH',
  'INTERVAL_DAY_TIME',
])

/** The column that tells the kinds of rows. */
export const KIND_COLUMN: ColumnStyle = { name: 'op', side: 'left', isVariable: false }

/** How a column is set by its type: numbers to the right, so that digits stand under each other, all else to the left. */
export function columnStyle({ name, logicalType: { type } }: ColumnInfoBody): ColumnStyle {
  return { name, side: NUMBERS.has(type) ? 'right' : 'left', isVariable: !FIXED.has(type) }
}
