import { type ColumnVector, isNullAt, type LocalZone, type LogicalType, textAt, UTC_ZONE } from '@sql-gateway/gateway-common'
import { DATE_WIDTH, dateText, TIME_WIDTH, timestampText, timestampWidth, timeText } from './date-time-text.js'
import { DECIMAL128_WIDTH, decimal64Text, decimal64Width, decimal128Text } from './decimal-text.js'
import type { Put } from './digits.js'
import { widenFloat } from './float-text.js'
import { DAY_TIME_WIDTH, dayTimeText, YEAR_MONTH_WIDTH, yearMonthText } from './interval-text.js'

/** What the text of instants needs beside their value. */
export interface TextContext {
  /** Whose clock instants (TIMESTAMP WITH LOCAL TIME ZONE) are shown on. */
  readonly zone: LocalZone
  /** Whether the zone's name follows, as clients from protocol version 11 on expect. */
  readonly showsZone: boolean
}

/** Without a session, as inside of structures of a metadata result. */
export const PLAIN_TEXT: TextContext = Object.freeze({ zone: UTC_ZONE, showsZone: false })

/** Texts that are ASCII and at most `width` characters, put into bytes without a string in between. */
export interface AsciiCells {
  readonly width: number
  readonly put: Put
}

/** Text of each value of a column by its index; not asked for at nulls. */
export type TextCells = (index: number) => string

/** How dates, times, decimals and intervals are written; nothing for other values. */
export function asciiCellsOf(type: LogicalType, vector: ColumnVector, context: TextContext): AsciiCells | undefined {
  switch (vector.layout) {
    case 'date32':
      return { width: DATE_WIDTH, put: dateText(vector.values) }
    case 'time64':
      return { width: TIME_WIDTH, put: timeText(vector.values, vector.unit) }
    case 'timestamp64':
      return isInstant(type)
        ? instantCells({ width: timestampWidth(vector.unit), put: timestampText(vector.values, vector.unit, context.zone) }, context)
        : { width: timestampWidth(vector.unit), put: timestampText(vector.values, vector.unit) }
    case 'decimal64':
      return { width: decimal64Width(scaleOf(type)), put: decimal64Text(vector.values, scaleOf(type)) }
    case 'decimal128':
      return { width: DECIMAL128_WIDTH, put: decimal128Text(vector.values, scaleOf(type)) }
    case 'interval32':
      return { width: YEAR_MONTH_WIDTH, put: yearMonthText(vector.values) }
    case 'duration64':
      return { width: DAY_TIME_WIDTH, put: dayTimeText(vector.values) }
    default:
      return undefined
  }
}

/** How values without parts are written; nothing for those with parts. */
export function scalarCellsOf(type: LogicalType, vector: ColumnVector, context: TextContext): TextCells | undefined {
  const ascii = asciiCellsOf(type, vector, context)
  if (ascii !== undefined) {
    const scratch = Buffer.allocUnsafe(ascii.width)
    return (index) => scratch.toString('latin1', 0, ascii.put(scratch, 0, index))
  }
  switch (vector.layout) {
    case 'utf8':
    case 'utf8view':
      return (index) => textAt(vector, index)
    case 'binary':
      return (index) => Buffer.from(vector.values[index] ?? []).toString('base64')
    case 'bool':
      return (index) => (vector.values[index] === 0 ? 'false' : 'true')
    case 'float32':
      return (index) => String(widenFloat(vector.values[index] as number))
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'float64':
      return (index) => String(vector.values[index])
    case 'null':
      return () => 'null'
    default:
      return undefined
  }
}

/** Whether every value of a column is null, or which are not. */
export function nullTest(vector: ColumnVector): ((index: number) => boolean) | undefined {
  if (vector.layout !== 'null' && vector.validity === undefined) return undefined
  return (index) => isNullAt(vector, index)
}

/** Whether values of a type are instants, shown on the session's clock. */
export function isInstant(type: LogicalType): boolean {
  return type.root === 'TIMESTAMP_WITH_LOCAL_TIME_ZONE' || type.root === 'TIMESTAMP_WITH_TIME_ZONE'
}

/** How many digits of a decimal stand behind the point. */
export function scaleOf(type: LogicalType): number {
  return type.root === 'DECIMAL' ? type.scale : 0
}

function instantCells(cells: AsciiCells, context: TextContext): AsciiCells {
  if (!context.showsZone) return cells
  const suffix = Buffer.from(` ${context.zone.id}`, 'latin1')
  const put: Put = (out, at, index) => {
    const end = cells.put(out, at, index)
    out.set(suffix, end)
    return end + suffix.length
  }
  return { width: cells.width + suffix.length, put }
}
