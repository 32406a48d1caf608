import type { ColumnVector } from '../src/result/column-vector.js'
import type { ResultSchema } from '../src/result/result-schema.js'
import type { RowBatch } from '../src/result/row-batch.js'
import { valueText } from '../src/result/value-text.js'

/** The rows of batches as text, row by row; see {@link valueText}. */
export function renderRows(schema: ResultSchema, batches: readonly RowBatch[]): readonly (readonly string[])[] {
  return batches.flatMap((batch) =>
    Array.from({ length: batch.rowCount }, (_, row) =>
      schema.columns.map((column, c) => valueText(column.type, batch.columns[c] as ColumnVector, row)),
    ),
  )
}
