import type { ColumnInfoBody } from '@sql-gateway/endpoint-rest/wire'
import { type ByteWriter, createByteWriter } from '../export/byte-writer.js'
import { BYTE } from '../rest/json-bytes.js'
import { type CellSpans, cellSpans } from './cell-spans.js'
import { type CellRules, namesOf } from './cells.js'
import { columnStyle } from './column-style.js'
import type { RowsOf } from './gather-rows.js'
import { tableLayout } from './table-layout.js'

/** Prints the rows of one result as a table for no screen, from the bytes that came to those that go out. */
export interface PlainTablePrinter {
  readonly rows: RowsOf<CellSpans>
  /** The lines of rows that follow each other; with the head before the first. */
  print(parts: readonly CellSpans[]): Uint8Array
  /** What closes the table; empty where nothing was printed. */
  end(): string
}

/** Values wider than this stand out of the frame: blanks up to the longest of all would be most of the output. */
const WIDEST = 512
const FEW_ROWS = 16
const BAR = 0x7c
const LINE_FEED = 0x0a

/**
 * Makes a printer. What it writes is what createTablePrinter does where there is no screen, and in all rows that are printed at once
 * columns are as wide.
 *
 * @param maxColumnWidth - of texts; undefined means no limit
 */
export function createPlainTablePrinter(columns: readonly ColumnInfoBody[], maxColumnWidth: number | undefined): PlainTablePrinter {
  const styles = columns.map(columnStyle)
  const isRight = styles.map(({ side }) => side === 'right')
  const rules: CellRules = { styles, withKinds: false, maxColumnWidth, cutsLongValues: false }
  const names = namesOf(styles)
  const out = createByteWriter()
  let widths: readonly number[] = names.widths.map((width) => Math.min(width, WIDEST))
  let border: string | undefined
  /** Pages of one result are about equally long. */
  let expectedRows = FEW_ROWS

  const head = (): void => {
    const layout = tableLayout(styles, widths, false)
    const isFirst = border === undefined
    border = layout.border
    out.text(isFirst ? `${border}\n${layout.row(names)}\n${border}\n` : `${border}\n`)
  }

  return {
    rows: {
      of: (page) => {
        const spans = cellSpans(page, columns.length, rules, expectedRows)
        expectedRows = Math.max(expectedRows, spans.rowCount)
        return spans
      },
      rowCount: ({ rowCount }) => rowCount,
      kept: (spans) => spans.kept(),
    },
    print: (parts) => {
      if (parts.every(({ rowCount }) => rowCount === 0)) return out.take()
      const needed = parts.reduce(widened, widths)
      if (border === undefined || needed.some((width, column) => width !== widths[column])) {
        widths = needed
        head()
      }
      for (const part of parts) lines(part, widths, isRight, out)
      return out.take()
    },
    end: () => (border === undefined ? '' : `${border}\n`),
  }
}

function widened(widths: readonly number[], { rowCount, widths: taken }: CellSpans): readonly number[] {
  return widths.map((width, column) => {
    let widest = width
    for (let row = 0, cell = column; row < rowCount; row++, cell += widths.length) {
      const own = taken[cell] as number
      if (own > widest) widest = own
    }
    return Math.min(widest, WIDEST)
  })
}

/** Writes the lines of rows. */
function lines(spans: CellSpans, widths: readonly number[], isRight: readonly boolean[], out: ByteWriter): void {
  const { rowCount, widths: taken } = spans
  for (let row = 0, cell = 0; row < rowCount; row++) {
    out.byte(BAR)
    for (let column = 0; column < widths.length; column++) {
      const missing = (widths[column] as number) - (taken[cell] as number)
      blanks(out, isRight[column] === true && missing > 0 ? missing + 1 : 1)
      spans.copy(cell, out)
      blanks(out, isRight[column] === false && missing > 0 ? missing + 1 : 1)
      out.byte(BAR)
      cell++
    }
    out.byte(LINE_FEED)
  }
}

function blanks(out: ByteWriter, count: number): void {
  out.ensure(count)
  const { bytes } = out
  let to = out.length
  for (const end = to + count; to < end; ) bytes[to++] = BYTE.space
  out.length = to
}
