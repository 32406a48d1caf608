import type { ColumnInfoBody } from '@sql-gateway/endpoint-rest/wire'
import type { TextRow } from '../result/statement-result.js'
import { type CellRow, type CellRules, cellsOf, namesOf, widen } from './cells.js'
import { columnStyle, KIND_COLUMN } from './column-style.js'
import { recordLines } from './record-layout.js'
import { frameWidth, narrowed, type TableLayout, tableLayout } from './table-layout.js'

/** How rows are printed as a table. */
export interface TableOptions {
  readonly withKinds: boolean
  /** Of texts; undefined means no limit. */
  readonly maxColumnWidth: number | undefined
  /** The width of the screen; undefined where the output is none. */
  readonly screenWidth: number | undefined
}

/** Prints the rows of one result as they come. */
export interface TablePrinter {
  /** The lines of rows that follow each other; with the head before the first. */
  rows(rows: readonly TextRow[]): string
  /** What closes the table; empty where nothing was printed. */
  end(): string
}

/** Outside of a screen, values wider than this stand out of the frame: blanks up to the longest of all would be most of the output. */
const WIDEST_OFF_SCREEN = 512

/**
 * Makes a printer of a table. Widths are those of the rows at hand; when later rows are wider, the columns grow from there on, with a
 * line between. Rows that do not fit on the screen are printed as blocks, a line for each column.
 */
export function createTablePrinter(columns: readonly ColumnInfoBody[], options: TableOptions): TablePrinter {
  const styles = [...(options.withKinds ? [KIND_COLUMN] : []), ...columns.map(columnStyle)]
  const { screenWidth, maxColumnWidth, withKinds } = options
  const rules: CellRules = { styles, withKinds, maxColumnWidth, cutsLongValues: screenWidth !== undefined }
  const names = namesOf(styles)
  const limit = screenWidth ?? WIDEST_OFF_SCREEN
  let widths: readonly number[] = names.widths.map((width, column) => {
    const typical = withKinds ? (styles[column]?.typicalWidth ?? 0) : 0
    return Math.min(Math.max(width, typical), limit)
  })
  let layout: TableLayout | undefined
  let isRecords = false
  let count = 0

  const asTable = (cells: readonly CellRow[], needed: readonly number[]): string => {
    const lines: string[] = []
    const isFirst = layout === undefined
    const fitting = screenWidth === undefined ? needed : narrowed(needed, screenWidth)
    if (layout === undefined || fitting.some((width, column) => width !== widths[column])) {
      widths = fitting
      layout = tableLayout(styles, widths, screenWidth !== undefined)
      lines.push(layout.border)
      if (isFirst) lines.push(layout.row(names), layout.border)
    }
    for (const row of cells) lines.push(layout.row(row))
    return `${lines.join('\n')}\n`
  }

  return {
    rows: (rows) => {
      if (rows.length === 0) return ''
      const cells = rows.map((row) => cellsOf(row, rules))
      const needed = widen(widths, cells, limit)
      if (layout === undefined && screenWidth !== undefined) isRecords ||= frameWidth(needed) > screenWidth
      if (!isRecords) return asTable(cells, needed)
      return cells.map((row) => `${recordLines(styles, row.texts, ++count, screenWidth ?? limit).join('\n')}\n`).join('')
    },
    end: () => (layout === undefined ? '' : `${layout.border}\n`),
  }
}
