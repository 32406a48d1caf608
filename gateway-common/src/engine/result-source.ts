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
   * Resolves as soon as a read from a place on would give a row or the end. Changes nothing.
   *
   * @param startRow - from 0
   * @param signal - aborting rejects this wait
   * @throws {GatewayError} what the statement failed with after its first rows
   */
  ready(startRow: number, signal: AbortSignal): Promise<void>
  /**
   * Reads the rows that are there from a place on, without waiting for more to be produced: none, without
   * `endOfData`, where there are none yet. A place at or after the end gives no rows and `endOfData`.
   *
   * @param startRow - from 0
   * @throws {GatewayError} what the statement failed with after its first rows; every later read throws the same
   */
  read(startRow: number, limit: ReadLimit): Promise<ReadResult>
  /** Releases everything and stops what still produces rows. Reads and waits under way reject. Repeat calls do nothing. Never rejects. */
  close(): Promise<void>
}

/** A result whose rows come once, in order: a stream, or one that a remote engine holds. */
export interface ForwardResultSource {
  readonly seekable: false
  /**
   * As for a seekable source, for the next row. Rows are produced, up to a bounded number, whether or not somebody waits.
   */
  ready(signal: AbortSignal): Promise<void>
  /**
   * Takes the next rows that are there, as for a seekable source. The service never has two reads under way, and not
   * reading holds the producer back.
   */
  read(limit: ReadLimit): Promise<ReadResult>
  /** As for a seekable source; what produces the rows is told to stop. */
  close(): Promise<void>
}

/** The rows of a result, made by an engine and owned by the operation, which closes it. */
export type ResultSource = SeekableResultSource | ForwardResultSource
