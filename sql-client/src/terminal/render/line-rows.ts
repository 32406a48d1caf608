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
  // Half a surrogate pair would be a character of its own behind the one that it belongs to.
  const near = line.slice(from, from + REACH).replace(/[\ud800-\udbff]$/, '')
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

/** How far a line is to be cut: so many rows beyond the one with a place. */
export interface RowLimit {
  readonly place: number
  readonly rows: number
}

/** Adds rows until the line ends or enough are there. */
function cut(line: string, { indent, columns }: Measures, rows: LineRow[], { place, rows: more }: RowLimit): readonly LineRow[] {
  const isEnough = (): boolean => rows.length > 0 && rows.length - firstBehind(rows, place) > more
  while (!isEnough()) {
    const last = rows.at(-1)
    const next = nextRow(line, last?.end ?? 0, last === undefined ? indent : 0, columns)
    rows.push(next)
    if (next.end >= line.length) break
  }
  return rows
}

/** Cells before a line, and cells of the terminal. */
export interface Measures {
  readonly indent: number
  readonly columns: number
}

/** Cuts lines into rows of a terminal. */
export interface LineCutter {
  /**
   * All rows of a line, or those up to a limit.
   *
   * @param measures - the cells that the prompt takes before the line, fewer than the columns, of which there is at least one
   */
  rowsOf(line: string, measures: Measures, limit?: RowLimit): readonly LineRow[]
}

/** A line longer than this is remembered, so that a key does not cost all of it. */
const LONG_LINE = 4096

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}

const WHOLE: RowLimit = { place: Number.POSITIVE_INFINITY, rows: 1 }

/** Makes a cutter, which remembers the last long line. */
export function createLineCutter(): LineCutter {
  let known: ({ readonly line: string; readonly rows: readonly LineRow[] } & Measures) | undefined

  /** Rows that stand as they are. */
  function keptRows(line: string, { indent, columns }: Measures): LineRow[] {
    if (known === undefined || known.indent !== indent || known.columns !== columns) return []
    if (known.line === line) return [...known.rows]
    // The last character before the change may grow by it, so that its row is cut anew.
    return known.rows.slice(0, Math.max(0, firstBehind(known.rows, commonLength(line, known.line)) - 1))
  }

  return {
    rowsOf: (line, measures, limit = WHOLE) => {
      if (line.length < LONG_LINE) return cut(line, measures, [], WHOLE)
      const kept = keptRows(line, measures)
      const rows = (kept.at(-1)?.end ?? 0) >= line.length ? kept : cut(line, measures, kept, limit)
      known = { line, ...measures, rows }
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
