import { type ColumnVector, isNullAt, type LogicalType, type RowBatch } from '@sql-gateway/gateway-common'
import tcli, { type TColumnValue, type TRow } from '#generated/TCLIService_types.js'
import type { WireForm } from '../mapping/wire-types.js'
import { textCellsOf } from '../text/cell-text.js'
import { widenFloat } from '../text/float-text.js'
import type { TextContext } from '../text/scalar-text.js'
import { toInt64 } from './int64.js'

/** A column of rows: its type and the member of TColumnValue that its values fill. */
export interface RowColumn {
  readonly type: LogicalType
  readonly form: WireForm
}

type CellMaker = (index: number) => TColumnValue

/**
 * Makes the rows that clients below version 6 of the protocol read. The member of a null's cell is set, its value is not.
 */
export function encodeRows(columns: readonly RowColumn[], batch: RowBatch, context: TextContext): readonly TRow[] {
  const makers = batch.columns.map((vector, c) => cellMaker(columns[c] as RowColumn, vector, context))
  return Array.from({ length: batch.rowCount }, (_, row) => new tcli.TRow({ colVals: makers.map((make) => make(row)) }))
}

function cellMaker({ type, form }: RowColumn, vector: ColumnVector, context: TextContext): CellMaker {
  const empty = emptyCell(form)
  const full = fullCell(type, vector, context)
  return (index) => (isNullAt(vector, index) ? empty : full(index))
}

function emptyCell(form: WireForm): TColumnValue {
  switch (form) {
    case 'bool':
      return new tcli.TColumnValue({ boolVal: new tcli.TBoolValue() })
    case 'byte':
      return new tcli.TColumnValue({ byteVal: new tcli.TByteValue() })
    case 'i16':
      return new tcli.TColumnValue({ i16Val: new tcli.TI16Value() })
    case 'i32':
      return new tcli.TColumnValue({ i32Val: new tcli.TI32Value() })
    case 'i64':
      return new tcli.TColumnValue({ i64Val: new tcli.TI64Value() })
    case 'double':
      return new tcli.TColumnValue({ doubleVal: new tcli.TDoubleValue() })
    default:
      return new tcli.TColumnValue({ stringVal: new tcli.TStringValue() })
  }
}

function fullCell(type: LogicalType, vector: ColumnVector, context: TextContext): CellMaker {
  switch (vector.layout) {
    case 'bool':
      return (i) => new tcli.TColumnValue({ boolVal: new tcli.TBoolValue({ value: vector.values[i] !== 0 }) })
    case 'int8':
      return (i) => new tcli.TColumnValue({ byteVal: new tcli.TByteValue({ value: vector.values[i] as number }) })
    case 'int16':
      return (i) => new tcli.TColumnValue({ i16Val: new tcli.TI16Value({ value: vector.values[i] as number }) })
    case 'int32':
      return (i) => new tcli.TColumnValue({ i32Val: new tcli.TI32Value({ value: vector.values[i] as number }) })
    case 'int64':
      return (i) => new tcli.TColumnValue({ i64Val: new tcli.TI64Value({ value: toInt64(vector.values[i] as bigint) }) })
    case 'float32':
      return (i) => new tcli.TColumnValue({ doubleVal: new tcli.TDoubleValue({ value: widenFloat(vector.values[i] as number) }) })
    case 'float64':
      return (i) => new tcli.TColumnValue({ doubleVal: new tcli.TDoubleValue({ value: vector.values[i] as number }) })
    case 'binary':
      // These versions know no binary values: the bytes are a string's, whatever they say. Thrift writes either.
      return (i) => new tcli.TColumnValue({ stringVal: Object.assign(new tcli.TStringValue(), { value: vector.values[i] }) })
    default: {
      const text = textCellsOf(type, vector, context)
      return (i) => new tcli.TColumnValue({ stringVal: new tcli.TStringValue({ value: text(i) }) })
    }
  }
}
