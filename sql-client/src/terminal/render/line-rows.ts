import { displayWidth, graphemes, isPlain } from '../text/display-width.js'
import { visibleText } from '../text/visible-text.js'

/** A part of a line that takes one row of the terminal. */
export interface LineRow {
  /** In UTF-16 units of the line. */
  readonly start: number
  readonly end: number
  /** Cells that stand before it: the prompt's in a line's first row. */
  readonly indent: number
  /** Cells with the indent. */
  readonly width: number
}

const TAB = '    '

/** A character as it is shown, and the cells that takes. */
export interface Glyph {
  readonly text: string
  readonly width: number
}

/**
 * How a grapheme of the text is shown: as it is, or by what stands for a tab, for a control character, and for what is wider than
 * the terminal.
 */
export function glyphOf(grapheme: string, columns: number): Glyph {
  const text = grapheme === '\t' ? TAB : visibleText(grapheme)
  const width = displayWidth(text)
  return width > columns ? { text: '?', width: 1 } : { text, width }
}

function plainRows(line: string, indent: number, columns: number): LineRow[] {
  const rows: LineRow[] = []
  let start = 0
  let before = indent
  do {
    const end = Math.min(line.length, start + columns - before)
    rows.push({ start, end, indent: before, width: before + end - start })
    start = end
    before = 0
  } while (start < line.length)
  return rows
}

/**
 * Cuts a line into rows of a terminal.
 *
 * @param indent - cells that the prompt takes before it, less than `columns`
 * @param columns - at least 1
 */
export function rowsOf(line: string, indent: number, columns: number): readonly LineRow[] {
  if (isPlain(line)) return plainRows(line, indent, columns)
  const rows: LineRow[] = []
  let row = { start: 0, indent, width: indent }
  let place = 0
  for (const grapheme of graphemes(line)) {
    const { width } = glyphOf(grapheme, columns)
    if (row.width + width > columns) {
      rows.push({ ...row, end: place })
      row = { start: place, indent: 0, width: 0 }
    }
    row.width += width
    place += grapheme.length
  }
  rows.push({ ...row, end: place })
  return rows
}

/** In which cell of a row a place of the line is. */
export function cellOf(line: string, row: LineRow, place: number, columns: number): number {
  const before = line.slice(row.start, place)
  if (isPlain(before)) return row.indent + before.length
  return graphemes(before).reduce((cells, grapheme) => cells + glyphOf(grapheme, columns).width, row.indent)
}
