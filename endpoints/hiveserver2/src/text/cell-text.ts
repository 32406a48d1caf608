import type { ColumnVector, LogicalType } from '@sql-gateway/gateway-common'
import { jsonOf } from './json-text.js'
import { scalarCellsOf, type TextCells, type TextContext } from './scalar-text.js'

/** How any value is written; values with parts as compact JSON. */
export function textCellsOf(type: LogicalType, vector: ColumnVector, context: TextContext): TextCells {
  return scalarCellsOf(type, vector, context) ?? jsonOf(type, vector, context)
}
