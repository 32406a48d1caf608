/** One row of what is shown. */
export interface FrameRow {
  /** With colours; no line ends. */
  readonly text: string
  /** Cells that it takes, at most those of the terminal. */
  readonly width: number
}

/** What is shown below the output: the statement that is being edited, with what belongs to it. */
export interface Frame {
  /** At least one, at most as many as the terminal has. */
  readonly rows: readonly FrameRow[]
  /** Both from 0. */
  readonly cursor: { readonly row: number; readonly column: number }
}
