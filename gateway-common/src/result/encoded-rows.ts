import type { RowBatch } from './row-batch.js'

/**
 * A form in which an engine may have rows and a client may want them. `FLINK_JSON` is that of Flink's REST interface in row format
 * JSON: objects in UTF-8 with commas between, each with the `kind` of the row and its `fields`, points of time in the session's zone.
 *
 * @see Apache Flink, `RowDataToJsonConverters` and `ResultInfoSerializer` of the SQL gateway
 */
export type RowEncoding = 'FLINK_JSON'

/** The rows of a batch as the engine got them, for endpoints whose clients want them in just that form. */
export interface EncodedRows {
  readonly encoding: RowEncoding
  /** All rows of the batch. Never changes. */
  readonly bytes: Uint8Array
  /** The part of `sliceBatch` for such a batch. */
  slice(from: number, to: number): RowBatch
  /**
   * Makes the columns of the batch, with turns of the event loop between where they are many. Repeat calls do nothing more.
   *
   * @throws {GatewayError} ENGINE.FAILED — the rows cannot be read
   */
  decode(): Promise<void>
}
