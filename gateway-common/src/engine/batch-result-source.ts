import { gatewayError } from '../error/gateway-error.js'
import { estimateBatchBytes } from '../result/batch-size.js'
import type { ResultKind, ResultSchema } from '../result/result-schema.js'
import { type RowBatch, sliceBatch, textBatch } from '../result/row-batch.js'
import { STRING_TYPE } from '../type/logical-type.js'
import type { ReadLimit, ReadResult, SeekableResultSource } from './result-source.js'
import type { StatementOutcome } from './statement-outcome.js'

/** A seekable source over rows that are in memory. */
export function batchResultSource(batch: RowBatch): SeekableResultSource {
  const bytesPerRow = Math.max(1, estimateBatchBytes(batch) / Math.max(1, batch.rowCount))
  let closed = false

  /** By the average row: the limit of bytes is a rough one. */
  function rowsWithin({ maxRows, maxBytes }: ReadLimit): number {
    return Math.max(1, Math.min(maxRows, Math.floor(maxBytes / bytesPerRow)))
  }

  return {
    seekable: true,
    ready: async () => {
      if (closed) throw gatewayError('OPERATION.CLOSED', 'The result is closed.')
    },
    read: async (startRow: number, limit: ReadLimit): Promise<ReadResult> => {
      if (closed) throw gatewayError('OPERATION.CLOSED', 'The result is closed.')
      const to = Math.min(startRow + rowsWithin(limit), batch.rowCount)
      const batches = startRow < to ? [sliceBatch(batch, startRow, to)] : []
      return { batches, endOfData: to >= batch.rowCount }
    },
    close: async () => {
      closed = true
    },
  }
}

/** The outcome of a statement that has nothing to say: one row `OK` in a column `result`, as Flink answers DDL. */
export function okOutcome(extra: Pick<StatementOutcome, 'configChanges' | 'affectedRows'> = {}): StatementOutcome {
  return { ...textOutcome(['result'], [['OK']], 'SUCCESS'), ...extra }
}

/** The outcome of a statement that answers with rows of text and is no query, such as SHOW. */
export function textOutcome(
  columnNames: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  resultKind: ResultKind = 'SUCCESS_WITH_CONTENT',
): StatementOutcome {
  const schema: ResultSchema = { columns: columnNames.map((name) => ({ name, type: STRING_TYPE })) }
  return batchOutcome(schema, textBatch(rows, columnNames.length), resultKind)
}

/** The outcome of a statement that is no query and whose rows are in memory. */
export function batchOutcome(schema: ResultSchema, batch: RowBatch, resultKind: ResultKind = 'SUCCESS_WITH_CONTENT'): StatementOutcome {
  return { schema, resultKind, isQueryResult: false, rows: batchResultSource(batch) }
}
