import type { RowBatch } from '../result/row-batch.js'

/** How much one read may give. */
export interface ReadLimit {
  /** At least 1. */
  readonly maxRows: number
  /** Rough upper bound of the values in memory; at least one row is given even when that is larger. */
  readonly maxBytes: number
}

/** What one read gave. */
export interface ReadResult {
  readonly batches: readonly RowBatch[]
  /** Whether the last row of the result is in this answer or came before it. */
  readonly endOfData: boolean
}

/**
 * A result whose rows can be read from any place any number of times until it is closed. It keeps its rows itself,
 * within a stated limit of memory.
 */
export interface SeekableResultSource {
  readonly seekable: true
  /**
   * Reads rows from a place on. Waits until there is at least one, or the end. A place at or after the end gives no
   * rows and `endOfData`.
   *
   * @param startRow - from 0
   * @param signal - aborting rejects this read and changes nothing
   * @throws {GatewayError} what the statement failed with after its first rows; every later read throws the same
   */
  read(startRow: number, limit: ReadLimit, signal: AbortSignal): Promise<ReadResult>
  /** Releases everything and stops what still produces rows. Reads under way reject. Repeat calls do nothing. */
  close(): Promise<void>
}

/** A result whose rows come once, in order: a stream, or one that a remote engine holds. */
export interface ForwardResultSource {
  readonly seekable: false
  /**
   * Reads the next rows. Waits until there is at least one, or the end. The service never has two reads under way, and
   * not reading holds the producer back.
   *
   * @param signal - aborting rejects this read and loses no rows
   * @throws {GatewayError} what the statement failed with after its first rows
   */
  read(limit: ReadLimit, signal: AbortSignal): Promise<ReadResult>
  /** As for a seekable source; what produces the rows is told to stop. */
  close(): Promise<void>
}

/** The rows of a result, made by an engine and owned by the operation, which closes it. */
export type ResultSource = SeekableResultSource | ForwardResultSource
