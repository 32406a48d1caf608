import type { Frame, FrameRow } from './frame.js'

/** Keeps a frame on the screen up to date with few bytes. It knows where it painted, not where on the screen that is. */
export interface FramePainter {
  /** Shows a frame in place of the one before; the first begins at the cursor, at the left edge. */
  paint(frame: Frame): void
  /** Leaves the frame as it is, with the cursor on the line below, and begins anew. */
  finish(): void
  /** Takes the frame off the screen; the cursor is where it began. */
  erase(): void
  /** Begins anew without touching the screen: something else was put there. */
  forget(): void
  /** Says that the terminal's width changed, which moved what is on the screen. The next frame is painted whole. */
  resize(columns: number): void
}

const ERASE_LINE = '\x1b[K'
const ERASE_BELOW = '\x1b[J'

function move(rows: number): string {
  if (rows === 0) return ''
  return rows < 0 ? `\x1b[${-rows}A` : `\x1b[${rows}B`
}

function column(number: number): string {
  return number === 0 ? '\r' : `\x1b[${number + 1}G`
}

/** Rows that a row takes in a terminal that has become narrower and wraps what it held. */
function rowsAt(width: number, columns: number): number {
  return Math.max(1, Math.ceil(width / columns))
}

/**
 * Makes a painter.
 *
 * @param columns - cells of the terminal
 */
export function createFramePainter(write: (text: string) => void, columns: number): FramePainter {
  let shown: Frame | undefined
  let width = columns

  function rowText({ text, width: cells }: FrameRow): string {
    // In the last cell, some terminals hold the cursor over the character just written and would erase that.
    return `\r${text}${cells < width ? ERASE_LINE : ''}`
  }

  /** From the begin of the frame's first row, everything. */
  function paintAll(frame: Frame): string {
    return `${frame.rows.map(rowText).join('\n')}${move(frame.cursor.row - frame.rows.length + 1)}${column(frame.cursor.column)}`
  }

  function paintChanges(frame: Frame, before: Frame): string {
    let at = before.cursor.row
    let text = ''
    const known = before.rows.length
    for (const [i, row] of frame.rows.entries()) {
      const old = before.rows[i]
      if (old !== undefined && old.text === row.text) continue
      // Only a line feed makes room below what is there.
      text += i < known ? move(i - at) : `${move(Math.max(known, i) - 1 - at)}\n`
      text += rowText(row)
      at = i
    }
    if (known > frame.rows.length) {
      text += `${move(frame.rows.length - at)}\r${ERASE_BELOW}`
      at = frame.rows.length
    }
    return `${text}${move(frame.cursor.row - at)}${column(frame.cursor.column)}`
  }

  function erase(): void {
    if (shown !== undefined) write(`${move(-shown.cursor.row)}\r${ERASE_BELOW}`)
    shown = undefined
  }

  return {
    paint: (frame) => {
      const text = shown === undefined ? paintAll(frame) : paintChanges(frame, shown)
      shown = frame
      write(text)
    },
    finish: () => {
      if (shown !== undefined) write(`${move(shown.rows.length - 1 - shown.cursor.row)}\r\n`)
      shown = undefined
    },
    erase,
    forget: () => {
      shown = undefined
    },
    resize: (newColumns) => {
      if (shown !== undefined && newColumns < width) {
        const { rows, cursor } = shown
        // Terminals differ in whether they wrap the row with the cursor, too. Rather leave a row of the frame than take one of the output.
        const row = rows.slice(0, cursor.row).reduce((sum, above) => sum + rowsAt(above.width, newColumns), 0)
        shown = { rows, cursor: { row, column: cursor.column } }
      }
      erase()
      width = newColumns
    },
  }
}
