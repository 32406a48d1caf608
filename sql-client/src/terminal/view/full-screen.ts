import type { FrameRow } from '../render/frame.js'

/** Shows whole screens, of which only the rows that changed are written. */
export interface FullScreen {
  /** Shows these rows from the top; below them the screen is empty. More than the screen has are left out. */
  show(rows: readonly FrameRow[]): void
  /** Says that what is on the screen is unknown: the next rows are all written. */
  forget(): void
}

const HIDE_CURSOR = '\x1b[?25l'

/** Makes a full screen; the terminal must be in its mode for them. */
export function createFullScreen(size: { readonly columns: number; readonly rows: number }, write: (text: string) => void): FullScreen {
  let shown: readonly FrameRow[] | undefined
  return {
    show: (rows) => {
      const { columns } = size
      let text = shown === undefined ? `${HIDE_CURSOR}\x1b[H\x1b[2J` : ''
      const visible = rows.slice(0, size.rows)
      for (const [i, row] of visible.entries()) {
        if (shown?.[i]?.text === row.text) continue
        // In the last cell the cursor stands over what was written, and would erase that.
        text += `\x1b[${i + 1};1H${row.text}${row.width < columns ? '\x1b[K' : ''}`
      }
      if (shown !== undefined && shown.length > visible.length) text += `\x1b[${visible.length + 1};1H\x1b[J`
      shown = visible
      if (text !== '') write(text)
    },
    forget: () => {
      shown = undefined
    },
  }
}
