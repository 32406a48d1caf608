import { shorten } from '../output/text-fit.js'
import { displayWidth } from '../terminal/text/display-width.js'
import type { CellRow } from './cells.js'
import type { ColumnStyle } from './column-style.js'

/** A frame of columns with fixed widths. */
export interface TableLayout {
  readonly border: string
  row(cells: CellRow): string
}

/** What a frame takes beside its columns: a bar and a blank on either side of each, and the last bar. */
export function frameWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + 3, 1)
}

/**
 * Makes a frame as Flink's client draws it.
 *
 * @param cuts - whether a value that is wider than its column is cut; else it stands out of the frame, and nothing of it is lost
 */
export function tableLayout(styles: readonly ColumnStyle[], widths: readonly number[], cuts: boolean): TableLayout {
  return {
    border: `+${widths.map((width) => `${'-'.repeat(width + 2)}+`).join('')}`,
    row: ({ texts, widths: taken }) => {
      let line = '|'
      for (let column = 0; column < widths.length; column++) {
        const width = widths[column] as number
        let text = texts[column] ?? ''
        let missing = width - (taken[column] ?? 0)
        if (missing < 0 && cuts) {
          text = shorten(text, width)
          missing = width - displayWidth(text)
        }
        const blanks = missing > 0 ? ' '.repeat(missing) : ''
        line += styles[column]?.side === 'right' ? ` ${blanks}${text} |` : ` ${text}${blanks} |`
      }
      return line
    },
  }
}

/** Narrows the widest columns until the frame fits; a column keeps at least one cell. */
export function narrowed(widths: readonly number[], available: number): readonly number[] {
  let cap = Math.max(...widths, 1)
  while (cap > 1 && frameWidth(widths.map((width) => Math.min(width, cap))) > available) cap--
  return widths.map((width) => Math.min(width, cap))
}
