import type { EditBuffer } from '../editor/edit-buffer.js'
import type { Highlighter, Span } from '../highlight/highlighter.js'
import { cutToWidth, displayWidth, graphemes, isPlain } from '../text/display-width.js'
import type { Frame, FrameRow } from './frame.js'
import { cellOf, glyphOf, type LineCutter, type LineRow } from './line-rows.js'
import type { Palette } from './palette.js'

/** What the frame of a statement is made from. */
export interface EditorView {
  readonly buffer: EditBuffer
  readonly prompt: string
  readonly columns: number
  /** How many rows the statement may take; more of it is scrolled. */
  readonly maxRows: number
  readonly palette: Palette
  readonly highlighter: Highlighter
  readonly cutter: LineCutter
}

/** A row of the statement: which line, and which part of it. */
interface PlacedRow {
  readonly line: number
  readonly row: LineRow
}

/** What stands before the lines: the prompt, then blanks with a mark as wide; shorter ones where the terminal is narrow. */
function promptsFor(prompt: string, columns: number): { readonly first: string; readonly next: string } {
  const fitting = displayWidth(prompt) * 2 <= columns ? prompt : cutToWidth('> ', Math.max(0, columns - 2))
  const width = displayWidth(fitting)
  return { first: fitting, next: width < 2 ? ' '.repeat(width) : `${' '.repeat(width - 2)}> ` }
}

/** Lines of a text, and where its cursor is among them. */
interface Located {
  readonly lines: readonly string[]
  readonly line: number
  /** In the line. */
  readonly place: number
}

function locate({ text, cursor }: EditBuffer): Located {
  const lines = text.split('\n')
  let start = 0
  for (const [line, { length }] of lines.entries()) {
    if (cursor <= start + length) return { lines, line, place: cursor - start }
    start += length + 1
  }
  return { lines, line: lines.length - 1, place: lines.at(-1)?.length ?? 0 }
}

/** Text in cells, with what terminals disagree about put back into step. */
function shownText(text: string, cell: number, columns: number): string {
  if (isPlain(text)) return text
  let at = cell
  let shown = ''
  for (const grapheme of graphemes(text)) {
    const glyph = glyphOf(grapheme, columns)
    at += glyph.width
    shown += glyph.text
    // Not all terminals join what belongs together: the next character is put where it would be if they did.
    if (glyph.text === grapheme && at < columns && [...grapheme].length > 2) shown += `\x1b[${at + 1}G`
  }
  return shown
}

/** @param offset - where in the text the line begins, for the spans count from there */
function rowText(line: string, row: LineRow, spans: readonly Span[], offset: number, view: EditorView): string {
  const { columns, palette } = view
  let text = ''
  let place = row.start
  const put = (end: number, paint: (text: string) => string): void => {
    if (end <= place) return
    text += paint(shownText(line.slice(place, end), cellOf(line, row, place, columns), columns))
    place = end
  }
  for (const { start, end, kind } of spans) {
    if (end - offset <= row.start) continue
    if (start - offset >= row.end) break
    put(Math.max(start - offset, row.start), (plain) => plain)
    put(Math.min(end - offset, row.end), palette.spans[kind])
  }
  put(row.end, (plain) => plain)
  return text
}

/** The rows of one line; an empty one follows where the cursor stands behind a full row. */
function rowsWithCursor(line: string, place: number, indent: number, { cutter, columns, maxRows }: EditorView): readonly LineRow[] {
  const rows = cutter.rowsOf(line, { indent, columns }, { place, rows: maxRows })
  const last = rows.at(-1)
  if (place !== line.length || last === undefined || last.width < columns) return rows
  return [...rows, { start: line.length, end: line.length, indent: 0, width: 0 }]
}

/** Where some of the lines begin in the text. */
function lineStarts(lines: readonly string[], from: number, to: number): readonly number[] {
  const starts: number[] = []
  let start = 0
  for (let i = 0; i < to; i++) {
    if (i >= from) starts.push(start)
    start += (lines[i]?.length ?? 0) + 1
  }
  return starts
}

/** The frame of a statement that is being edited; of a long one the part around the cursor. */
export function editorFrame(view: EditorView): Frame {
  const { buffer, columns, palette } = view
  const prompts = promptsFor(view.prompt, columns)
  const indent = displayWidth(prompts.first)
  const { lines, line: cursorLine, place } = locate(buffer)
  const measures = { indent, columns }
  const placed = (rows: readonly LineRow[], line: number): readonly PlacedRow[] => rows.map((row) => ({ line, row }))
  const own = placed(rowsWithCursor(lines[cursorLine] ?? '', place, indent, view), cursorLine)
  const ownIndex = Math.max(
    own.findLastIndex(({ row }) => row.start <= place),
    0,
  )
  const room = Math.max(1, view.maxRows)
  let before: readonly PlacedRow[] = own.slice(0, ownIndex + 1)
  for (let i = cursorLine - 1; i >= 0 && before.length < room; i--)
    before = [...placed(view.cutter.rowsOf(lines[i] ?? '', measures), i), ...before]
  let after: readonly PlacedRow[] = own.slice(ownIndex + 1)
  for (let i = cursorLine + 1; i < lines.length && after.length < room; i++) {
    after = [...after, ...placed(view.cutter.rowsOf(lines[i] ?? '', measures, { place: 0, rows: room }), i)]
  }
  // Of a text that is too long, a third of the room is for what follows the cursor.
  const above = before.slice(-Math.min(before.length, room - Math.min(after.length, Math.floor(room / 3))))
  const visible = [...above, ...after.slice(0, room - above.length)]

  const from = visible[0]?.line ?? 0
  const to = (visible.at(-1)?.line ?? 0) + 1
  const starts = lineStarts(lines, from, to)
  const seenFrom = (starts[0] ?? 0) + (visible[0]?.row.start ?? 0)
  const seenTo = (starts.at(-1) ?? 0) + (visible.at(-1)?.row.end ?? 0)
  const spans = view.highlighter.spansOf(buffer.text, seenFrom, seenTo)
  const rows = visible.map(({ line, row }): FrameRow => {
    const prompt = row.indent === 0 ? '' : palette.prompt(line === 0 ? prompts.first : prompts.next)
    return { text: prompt + rowText(lines[line] ?? '', row, spans, starts[line - from] ?? 0, view), width: row.width }
  })
  const cursorRow = above.length - 1
  const atRow = visible[cursorRow]?.row ?? { start: 0, end: 0, indent: 0, width: 0 }
  return { rows, cursor: { row: cursorRow, column: Math.min(columns - 1, cellOf(lines[cursorLine] ?? '', atRow, place, columns)) } }
}
