import { shorten } from '../output/text-fit.js'
import { NULL_TEXT, ROW_MARKS } from '../result/shown-values.js'
import type { TextRow } from '../result/statement-result.js'
import { displayWidth } from '../terminal/text/display-width.js'
import { visibleText } from '../terminal/text/visible-text.js'
import type { ColumnStyle } from './column-style.js'

/** Longer values are cut where a person reads; a value may have megabytes. */
const LONGEST_SHOWN = 100_000

/** What makes cells of rows. */
export interface CellRules {
  readonly styles: readonly ColumnStyle[]
  readonly withKinds: boolean
  /** Of variable columns; undefined means no limit. */
  readonly maxColumnWidth: number | undefined
  /** Whether very long values are cut, as nobody reads them on a terminal. */
  readonly cutsLongValues: boolean
}

/** The texts of a row as a terminal shows them, with how many cells of it each takes. */
export interface CellRow {
  readonly texts: string[]
  readonly widths: number[]
}

/** Makes the texts of a row. */
export function cellsOf({ kind, fields }: TextRow, rules: CellRules): CellRow {
  const cells: CellRow = { texts: [], widths: [] }
  if (rules.withKinds) put(cells, ROW_MARKS[kind])
  for (const value of fields) put(cells, value === null ? NULL_TEXT : cellText(value, cells.texts.length, rules))
  return cells
}

/** Makes a row of names. */
export function namesOf(styles: readonly ColumnStyle[]): CellRow {
  const cells: CellRow = { texts: [], widths: [] }
  for (const { name } of styles) put(cells, visibleText(name))
  return cells
}

function put({ texts, widths }: CellRow, text: string): void {
  texts.push(text)
  widths.push(displayWidth(text))
}

/** The text of a value as a terminal shows it. */
export function cellText(value: string, column: number, { styles, maxColumnWidth, cutsLongValues }: CellRules): string {
  const rest = cutsLongValues ? value.length - LONGEST_SHOWN : 0
  const text = visibleText(rest > 0 ? `${value.slice(0, LONGEST_SHOWN)}… (${rest} more characters)` : value)
  return maxColumnWidth !== undefined && styles[column]?.isVariable === true ? shorten(text, maxColumnWidth) : text
}

/** The widths that columns need for these rows beside what they have. */
export function widen(widths: readonly number[], rows: readonly CellRow[], limit: number): readonly number[] {
  const wider = [...widths]
  for (const row of rows) {
    for (let column = 0; column < wider.length; column++) {
      const width = Math.min(row.widths[column] ?? 0, limit)
      if (width > (wider[column] as number)) wider[column] = width
    }
  }
  return wider
}
