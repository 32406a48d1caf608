/** Where output goes: a terminal, a pager, a pipe, a file. */
export interface TextSink {
  /** The width that lines may take, in cells of a terminal; undefined where there is no limit. */
  readonly columns: number | undefined
  /** Aborted when nobody reads any more: the pager was left, the pipe was closed. */
  readonly closed: AbortSignal
  /**
   * Takes text, in order.
   *
   * @returns a promise when the reader is behind: wait for it before the next write. What is written after the close is dropped.
   */
  write(text: string | Uint8Array): Promise<void> | undefined
}
