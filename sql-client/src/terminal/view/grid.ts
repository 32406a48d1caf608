import type { ColumnInfoBody } from '@sql-gateway/endpoint-rest/wire'
import { shorten } from '../../output/text-fit.js'
import { NULL_TEXT, NUMBERS, ROW_MARKS } from '../../result/shown-values.js'
import type { TextRow } from '../../result/statement-result.js'
import type { FrameRow } from '../render/frame.js'
import type { Palette } from '../render/palette.js'
import { cutToWidth, displayWidth } from '../text/display-width.js'
import { visibleText } from '../text/visible-text.js'

/** Rows of a result in columns as wide as what they hold. */
export interface Grid {
  /** The names of the columns from one on. */
  header(firstColumn: number, columns: number): FrameRow
  /** One row, in the same columns. */
  row(row: TextRow, firstColumn: number, columns: number, isSelected: boolean): FrameRow
  /** Makes the columns wide enough for these rows; they never become narrower, so that nothing jumps. */
  fit(rows: readonly TextRow[]): void
}

/** What a grid is made from. */
export interface GridInit {
  readonly columns: readonly ColumnInfoBody[]
  /** Cells; wider values are cut. */
  readonly maxColumnWidth: number
  /** Whether what each row does to the table is shown before it. */
  readonly showsKinds: boolean
  readonly palette: Palette
}

const SEPARATOR = '  '

const KIND_WIDTH = 2

/** A value on one line; of a long one the beginning, which is wider than the column, so that it is seen to be cut. */
function shownValue(value: string | null, maxWidth: number): string {
  return value === null ? NULL_TEXT : visibleText(value.slice(0, maxWidth * 8 + 16))
}

/** Makes a grid. */
export function createGrid({ columns, maxColumnWidth, showsKinds, palette }: GridInit): Grid {
  const names = columns.map(({ name }) => visibleText(name))
  const widths = names.map((name) => Math.min(maxColumnWidth, Math.max(1, displayWidth(name))))
  const alignRight = columns.map(({ logicalType }) => NUMBERS.has(logicalType.type))

  function line(
    lead: FrameRow,
    cells: readonly string[],
    from: number,
    room: number,
    paint: (text: string, column: number) => string,
  ): FrameRow {
    let { text, width } = lead
    for (let i = from; i < cells.length && width < room; i++) {
      const gap = i === from && lead.width === 0 ? '' : SEPARATOR.slice(0, room - width)
      const cell = Math.min(widths[i] ?? 1, room - width - gap.length)
      const shown = shorten(cells[i] ?? '', cell)
      const padding = ' '.repeat(Math.max(0, cell - displayWidth(shown)))
      text += gap + (alignRight[i] === true ? padding + paint(shown, i) : paint(shown, i) + padding)
      width += gap.length + cell
    }
    return { text, width }
  }

  function kindLead(row: TextRow, room: number): FrameRow {
    if (!showsKinds) return { text: '', width: 0 }
    const mark = cutToWidth(ROW_MARKS[row.kind], room)
    const isAdded = row.kind === 'INSERT' || row.kind === 'UPDATE_AFTER'
    return { text: isAdded ? palette.added(mark) : palette.removed(mark), width: mark.length }
  }

  return {
    header: (firstColumn, room) => {
      const lead = showsKinds ? cutToWidth('op', room) : ''
      return line({ text: palette.bold(lead), width: lead.length }, names, firstColumn, room, palette.bold)
    },
    row: (row, firstColumn, room, isSelected) => {
      const cells = row.fields.map((value) => shownValue(value, maxColumnWidth))
      const paint = (text: string, column: number): string => (row.fields[column] === null && !isSelected ? palette.dim(text) : text)
      const shown = line(kindLead(row, Math.min(room, KIND_WIDTH)), cells, firstColumn, room, paint)
      return isSelected ? { text: palette.selected(shown.text), width: shown.width } : shown
    },
    fit: (rows) => {
      for (const { fields } of rows) {
        for (const [i, value] of fields.entries()) {
          const width = widths[i] ?? 1
          if (width < maxColumnWidth) widths[i] = Math.max(width, Math.min(maxColumnWidth, displayWidth(shownValue(value, maxColumnWidth))))
        }
      }
    },
  }
}
