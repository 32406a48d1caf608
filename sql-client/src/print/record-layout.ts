import { fold, pad } from '../output/text-fit.js'
import { cutToWidth, displayWidth } from '../terminal/text/display-width.js'
import { visibleText } from '../terminal/text/visible-text.js'
import type { ColumnStyle } from './column-style.js'

const SEPARATOR = ' | '
const NARROWEST_VALUE = 10

/**
 * A row as a block of lines, a line for each column, for rows that are wider than the screen. Long values go on in the next line, so
 * that nothing is lost and no line is wider than the screen.
 *
 * @param number - of the row, from 1
 */
export function recordLines(styles: readonly ColumnStyle[], cells: readonly string[], number: number, columns: number): readonly string[] {
  const names = styles.map(({ name }) => visibleText(name))
  const room = Math.max(1, columns - SEPARATOR.length - NARROWEST_VALUE)
  const nameWidth = Math.min(room, Math.max(...names.map(displayWidth), 0))
  const valueWidth = Math.max(1, columns - nameWidth - SEPARATOR.length)
  const title = `-[ ${number} ]`
  const lines = [cutToWidth(title + '-'.repeat(Math.max(0, Math.min(columns, 80) - title.length)), columns)]
  for (const [index, name] of names.entries()) {
    let label = pad(cutToWidth(name, nameWidth), nameWidth, 'left')
    const cell = cells[index] ?? ''
    for (const part of cell === '' ? [''] : fold(cell, valueWidth)) {
      lines.push(cutToWidth(`${label}${SEPARATOR}${part}`, columns).trimEnd())
      label = ' '.repeat(nameWidth)
    }
  }
  return lines
}
