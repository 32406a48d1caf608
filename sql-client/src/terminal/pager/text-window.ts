import type { FrameRow } from '../render/frame.js'
import { displayWidth, graphemes, isPlain } from '../text/display-width.js'

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours in what is shown
const STYLE = /\x1b\[[0-9;]*m/g

/** Characters of one cell that are longer are not seen in texts; the longest emoji, of two cells, have 15. */
const UNITS_PER_CELL = 16

const PLAIN_STYLE = '\x1b[0m'

/** The part of a line between two cells, with the colours it has there. A wide character cut at the left edge is a blank. */
export function windowOf(line: string, from: number, columns: number): FrameRow {
  if (isPlain(line)) {
    const text = line.slice(from, from + columns)
    return { text, width: text.length }
  }
  let cell = 0
  let text = ''
  let styled = false
  let place = 0
  const take = (plain: string): void => {
    // No more of a long line than can be seen.
    for (const grapheme of graphemes(plain.slice(0, (from + columns - cell) * UNITS_PER_CELL))) {
      const width = displayWidth(grapheme)
      if (cell >= from && cell + width <= from + columns) text += grapheme
      else if (cell < from && cell + width > from) text += ' '
      cell += width
      if (cell >= from + columns) return
    }
  }
  for (const match of line.matchAll(STYLE)) {
    if (cell < from + columns) take(line.slice(place, match.index))
    text += match[0]
    styled = true
    place = match.index + match[0].length
  }
  if (cell < from + columns) take(line.slice(place))
  const width = Math.max(0, Math.min(columns, cell - from))
  return { text: styled ? text + PLAIN_STYLE : text, width }
}

/** Whether a line, its colours not counted, takes more cells than there are. */
export function isWider(line: string, columns: number): boolean {
  return line.length > columns && displayWidth(plainLine(line).slice(0, (columns + 1) * UNITS_PER_CELL)) > columns
}

/** A line without colours, as a search sees it. */
export function plainLine(line: string): string {
  return line.includes('\x1b') ? line.replace(STYLE, '') : line
}
