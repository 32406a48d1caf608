import type { ColumnInfoBody } from '@sql-gateway/endpoint-rest/wire'
import { fold } from '../../output/text-fit.js'
import { NULL_TEXT } from '../../result/shown-values.js'
import type { TextRow } from '../../result/statement-result.js'
import type { FrameRow } from '../render/frame.js'
import type { Palette } from '../render/palette.js'
import { cutToWidth, displayWidth } from '../text/display-width.js'
import { visibleText } from '../text/visible-text.js'

/** More of a value is not shown, in UTF-16 units. */
const MAX_VALUE = 64 * 1024

/** All values of one row below each other, each whole. */
export function rowDetail(columns: readonly ColumnInfoBody[], row: TextRow, room: number, palette: Palette): readonly FrameRow[] {
  return columns.flatMap(({ name }, i): FrameRow[] => {
    const title = cutToWidth(visibleText(name), room)
    const value = row.fields[i] ?? null
    const text = value === null ? NULL_TEXT : value.slice(0, MAX_VALUE)
    // The line ends of a value are what one opens a row for.
    const lines = text.split(/\r?\n/).flatMap((line) => (line === '' ? [''] : [...fold(visibleText(line), Math.max(1, room - 2))]))
    return [
      { text: palette.bold(title), width: displayWidth(title) },
      ...lines.map((line) => {
        const shown = cutToWidth(`  ${line}`, room)
        return { text: value === null ? palette.dim(shown) : shown, width: displayWidth(shown) }
      }),
    ]
  })
}
