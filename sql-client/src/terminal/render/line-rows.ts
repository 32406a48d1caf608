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

/** A character as it is shown, and the cells that takes. */
export interface Glyph {
  readonly text: string
  readonly width: number
}

const TAB = '    '

/** Characters that a statement is likely to hold again. */
const GLYPHS = new Map<string, Glyph>()
const MAX_GLYPHS = 4096

function measure(grapheme: string): Glyph {
  const text = grapheme === '\t' ? TAB : visibleText(grapheme)
  const glyph = { text, width: displayWidth(text) }
  if (GLYPHS.size >= MAX_GLYPHS) GLYPHS.clear()
  GLYPHS.set(grapheme, glyph)
  return glyph
}

/**
 * How a grapheme of the text is shown: as it is, or by what stands for a tab, for a control character, and for what is wider than
 * the terminal.
 */
export function glyphOf(grapheme: string, columns: number): Glyph {
  const glyph = GLYPHS.get(grapheme) ?? measure(grapheme)
  return glyph.width > columns ? { text: '?', width: 1 } : glyph
}

/** In which cell of a row a place of the line is. */
export function cellOf(line: string, row: LineRow, place: number, columns: number): number {
  const before = line.slice(row.start, place)
  if (isPlain(before)) return row.indent + before.length
  return graphemes(before).reduce((cells, grapheme) => cells + glyphOf(grapheme, columns).width, row.indent)
}

/** Where the next row ends, and its cells. */
function nextRow(line: string, start: number, indent: number, columns: number): LineRow {
  let place = start
  let width = indent
  // Looked at in pieces: of a long line, not more than the row can hold. Those of plain characters need no measuring.
  while (place < line.length) {
    const piece = line.slice(place, place + columns - width + 1)
    if (isPlain(piece)) {
      const taken = Math.min(piece.length, columns - width)
      // What follows may be a mark on the last character: that one is left for the next look, unless the row is full of plain ones.
      return { start, end: place + taken, indent, width: width + taken }
    }
    const [end, cells] = takeGraphemes(line, place, width, columns)
    if (end === place) break
    place = end
    width = cells
  }
  return { start, end: place, indent, width }
}

/** How many units are looked at together; longer than any character that people write. */
const REACH = 256

/** Takes characters as long as they fit; stops before the end of the piece that was looked at, for it may cut a character. */
function takeGraphemes(line: string, from: number, width: number, columns: number): readonly [end: number, width: number] {
  const near = line.slice(from, from + REACH)
  const isLast = from + REACH >= line.length
  const parts = graphemes(near)
  let [end, cells] = [from, width]
  for (const [i, grapheme] of parts.entries()) {
    if (!isLast && i === parts.length - 1 && i > 0) break
    const glyph = glyphOf(grapheme, columns)
    if (cells + glyph.width > columns) break
    end += grapheme.length
    cells += glyph.width
  }
  return [end, cells]
}

function cut(line: string, indent: number, columns: number, rows: LineRow[]): readonly LineRow[] {
  let last = rows.at(-1)
  do {
    last = nextRow(line, last?.end ?? 0, last === undefined ? indent : 0, columns)
    rows.push(last)
  } while (last.end < line.length)
  return rows
}

/** Cuts lines into rows of a terminal. */
export interface LineCutter {
  /**
   * @param indent - cells that the prompt takes before it, less than `columns`
   * @param columns - at least 1
   */
  rowsOf(line: string, indent: number, columns: number): readonly LineRow[]
}

/** A line longer than this is remembered, so that a key does not cost all of it. */
const LONG_LINE = 4096

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}

/** Makes a cutter, which remembers the last long line. */
export function createLineCutter(): LineCutter {
  let known: { readonly line: string; readonly indent: number; readonly columns: number; readonly rows: readonly LineRow[] } | undefined
  return {
    rowsOf: (line, indent, columns) => {
      if (line.length < LONG_LINE) return cut(line, indent, columns, [])
      let kept: LineRow[] = []
      if (known !== undefined && known.indent === indent && known.columns === columns) {
        // The last character before the change may grow by it, so that its row is cut anew.
        kept = known.rows.slice(0, Math.max(0, firstBehind(known.rows, commonLength(line, known.line)) - 1))
      }
      const rows = cut(line, indent, columns, kept)
      known = { line, indent, columns, rows }
      return rows
    },
  }
}

/** The first of the rows that ends behind a place, by halving. */
function firstBehind(rows: readonly LineRow[], place: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.end ?? 0) > place) high = middle
    else low = middle + 1
  }
  return low
}
