import type { ColumnVector, LogicalType } from '@sql-gateway/gateway-common'
import type { RowFormat } from '../wire/index.js'
import { jsonValueWriter, writeJsonNull } from './json-value-writer.js'
import { plainTextWriter, simpleTextWriter } from './plain-value-writer.js'
import { textWriter } from './scalar-writers.js'
import { QUOTED, writeCode } from './text.js'
import { nullable, type ValueWriter, type WriteContext } from './value-writer.js'

const QUOTE = 34

/** Which of the three ways of writing a result's values to take. */
export interface ValueForm {
  readonly rowFormat: RowFormat
  /** In row format PLAIN_TEXT the values of queries look different from those of other statements. */
  readonly isQueryResult: boolean
}

/** Makes the writer of a column's values, as they stand in `fields`. */
export function columnWriter(form: ValueForm, type: LogicalType, vector: ColumnVector, context: WriteContext): ValueWriter {
  if (form.rowFormat === 'JSON') return jsonValueWriter(type, vector, context)
  if (vector.layout === 'null') return writeJsonNull
  if (type.root === 'VARCHAR' || type.root === 'CHAR') return nullable(vector, writeJsonNull, textWriter(type.root, vector, QUOTED))
  const makeWriter = form.isQueryResult ? plainTextWriter : simpleTextWriter
  const write = makeWriter(type, vector, context)
  return nullable(vector, writeJsonNull, (sink, index) => {
    writeCode(sink, QUOTE)
    write(sink, index)
    writeCode(sink, QUOTE)
  })
}
