/** What has the screen at the moment, if it is more than plain output: the editor, a view, a pager. */
export interface Activity {
  /** Says that the terminal has another size. */
  resize(): void
  /** Says that what is on the screen is unknown. */
  repaint(): void
  /** Ends it: the terminal is gone. */
  leave(): void
}
