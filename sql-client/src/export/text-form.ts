import type { ByteWriter } from './byte-writer.js'

/** What does not change from row to row. */
export interface RowLayout {
  /** The first line, with its end; empty where there is none. */
  readonly header: string
  /** What stands before each value. */
  readonly before: readonly string[]
  /** What stands behind the last. */
  readonly end: string
}

/** How a format writes names and values. */
export interface TextForm {
  layout(names: readonly string[]): RowLayout
  /** The mark of a row's kind as a value. */
  mark(mark: string): string
  /** Writes the value that stands at a place as JSON. */
  field(out: ByteWriter, body: Buffer, start: number, end: number): void
  /**
   * Does the same for a value whose end is not known, where it is one that can be copied as it stands there, as nearly all are. There
   * has to be room for it.
   *
   * @returns the end of the value; -1, and nothing was written, where it has to be looked at
   */
  copy(out: ByteWriter, body: Buffer, start: number): number
}

/** Whether the value at a place is null. */
export function isNull(body: Uint8Array, start: number): boolean {
  return body[start] === LETTER_N
}

/** The length of null in JSON. */
export const NULL_LENGTH = 4

const LETTER_N = 0x6e
