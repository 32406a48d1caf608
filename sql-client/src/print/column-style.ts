import type { ColumnInfoBody, LogicalTypeBody } from '@sql-gateway/endpoint-rest/wire'
import type { LogicalTypeRoot } from '@sql-gateway/gateway-common'
import { NUMBERS } from '../result/shown-values.js'

/** How a column is set. */
export interface ColumnStyle {
  readonly name: string
  readonly side: 'left' | 'right'
  /** Whether values may be cut to the width that the user set: texts and what is as long as it likes. */
  readonly isVariable: boolean
  /** What values of the type may take, for streams, of which not all rows are known. */
  readonly typicalWidth: number
}

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
export const KIND_COLUMN: ColumnStyle = { name: 'op', side: 'left', isVariable: false, typicalWidth: 2 }

/** How a column is set by its type: numbers to the right, so that digits stand under each other, all else to the left. */
export function columnStyle({ name, logicalType }: ColumnInfoBody): ColumnStyle {
  const { type } = logicalType
  return { name, side: NUMBERS.has(type) ? 'right' : 'left', isVariable: !FIXED.has(type), typicalWidth: typicalWidth(logicalType) }
}

const WIDTHS: Readonly<Partial<Record<LogicalTypeRoot, number>>> = {
  BOOLEAN: 7,
  TINYINT: 6,
  SMALLINT: 6,
  INTEGER: 11,
  BIGINT: 20,
  DATE: 10,
  INTERVAL_YEAR_MONTH: 9,
  INTERVAL_DAY_TIME: 23,
}
const CLOCK_WIDTH = 8
const TIMESTAMP_WIDTH = 19
const OTHER_WIDTH = 30

/** @see Apache Flink, `PrintStyle.tableauWithTypeInferredColumnWidths` */
function typicalWidth({ type, precision = 0, length = OTHER_WIDTH }: LogicalTypeBody): number {
  const fraction = precision > 0 ? precision + 1 : 0
  if (type === 'DECIMAL') return precision + 2
  if (type === 'TIME_WITHOUT_TIME_ZONE') return CLOCK_WIDTH + fraction
  if (type.startsWith('TIMESTAMP')) return TIMESTAMP_WIDTH + fraction
  if (type === 'CHAR' || type === 'VARCHAR') return Math.min(length, OTHER_WIDTH)
  return WIDTHS[type] ?? OTHER_WIDTH
}
