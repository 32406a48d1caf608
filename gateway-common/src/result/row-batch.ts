import { type ColumnVector, sliceVector, validityOf } from './column-vector.js'
import type { EncodedRows } from './encoded-rows.js'

/**
 * A run of rows, column by column. The vectors' types are those of the result's schema, in its order; all have
 * `rowCount` values.
 */
export interface RowBatch {
  readonly rowCount: number
  /**
   * Of a batch with `encoded`, made when they are first looked at, all at once, unless `decode` has made them before; that throws
   * what `decode` throws. A copy of the object's fields is none of such a batch.
   */
  readonly columns: readonly ColumnVector[]
  /** For a changelog, each row's kind as its index in ROW_KINDS; absent where all are INSERT. */
  readonly rowKinds?: Uint8Array
  /** The same rows once more, where the engine has them in a form that some clients want. */
  readonly encoded?: EncodedRows
}

/** The rows from index `from` up to but without `to`, sharing the buffers. */
export function sliceBatch(batch: RowBatch, from: number, to: number): RowBatch {
  if (from === 0 && to === batch.rowCount) return batch
  if (batch.encoded !== undefined) return batch.encoded.slice(from, to)
  const columns = batch.columns.map((column) => sliceVector(column, from, to))
  return batch.rowKinds === undefined
    ? { rowCount: to - from, columns }
    : { rowCount: to - from, columns, rowKinds: batch.rowKinds.subarray(from, to) }
}

/** The number of rows in several batches. */
export function countRows(batches: readonly RowBatch[]): number {
  return batches.reduce((sum, batch) => sum + batch.rowCount, 0)
}

/**
 * Makes a batch of nullable text columns from rows, for the small results that the gateway and its engines make
 * themselves (SHOW, DESCRIBE, OK).
 */
export function textBatch(rows: readonly (readonly (string | null)[])[], columnCount: number): RowBatch {
  const columns = Array.from({ length: columnCount }, (_, c) => utf8Vector(rows.map((row) => row[c] ?? null)))
  return { rowCount: rows.length, columns }
}

/** Makes a `utf8` vector with its validity from nullable strings. */
export function utf8Vector(values: readonly (string | null)[]): ColumnVector {
  const validity = validityOf(values.length, (i) => values[i] !== null)
  return validity === undefined
    ? { layout: 'utf8', length: values.length, values }
    : { layout: 'utf8', length: values.length, values, validity }
}
