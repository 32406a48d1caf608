import { type ColumnVector, type LogicalType, localZone } from '@sql-gateway/gateway-common'
import { createByteSink } from '../../src/value/byte-sink.js'
import { columnWriter, type ValueForm } from '../../src/value/column-writer.js'
import type { DecimalForm } from '../../src/value/value-writer.js'

/** How a test wants values written. */
export interface WrittenForm extends Partial<ValueForm> {
  readonly zone?: string
  readonly decimalForm?: DecimalForm
}

/** The text of value `index` of a vector, as it stands in `fields`. */
export function writtenValue(type: LogicalType, vector: ColumnVector, form: WrittenForm = {}, index = 0): string {
  const { rowFormat = 'JSON', isQueryResult = true, zone = 'UTC', decimalForm = 'number' } = form
  const sink = createByteSink()
  columnWriter({ rowFormat, isQueryResult }, type, vector, { zone: localZone(zone), decimalForm, isZoned: true })(sink, index)
  return Buffer.concat(sink.take()).toString()
}
