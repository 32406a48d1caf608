import type { CompletionMenu } from '../editor/completion-menu.js'
import { cutToWidth, displayWidth } from '../text/display-width.js'
import { visibleText } from '../text/visible-text.js'
import type { FrameRow } from './frame.js'
import type { Palette } from './palette.js'

/** Cells between candidates. */
const GAP = 2

/** How the candidates stand in columns. */
export interface MenuGrid {
  readonly perRow: number
  /** Cells of a candidate. */
  readonly cell: number
}

function label({ completion }: CompletionMenu, option: string): string {
  return visibleText(option.slice(completion.shownFrom))
}

/** As many columns as fit. */
export function menuGrid(menu: CompletionMenu, columns: number): MenuGrid {
  const widest = menu.completion.options.reduce((most, option) => Math.max(most, displayWidth(label(menu, option))), 0)
  const cell = Math.max(1, Math.min(widest, columns))
  return { cell, perRow: Math.max(1, Math.floor((columns + GAP) / (cell + GAP))) }
}

/**
 * The rows of a menu, those around the selected candidate if there is no room for all.
 *
 * @param maxRows - at least 1
 */
export function menuRows(menu: CompletionMenu, columns: number, maxRows: number, palette: Palette): readonly FrameRow[] {
  const { options } = menu.completion
  const { perRow, cell } = menuGrid(menu, columns)
  const all = Math.ceil(options.length / perRow)
  const isCut = all > maxRows && maxRows > 1
  const room = isCut ? maxRows - 1 : maxRows
  const chosen = Math.floor((menu.selected ?? 0) / perRow)
  const from = Math.max(0, Math.min(chosen - Math.floor(room / 2), all - room))
  const rows: FrameRow[] = []
  for (let row = from; row < Math.min(all, from + room); row++) {
    let text = ''
    let width = 0
    for (const [i, option] of options.slice(row * perRow, (row + 1) * perRow).entries()) {
      const shown = cutToWidth(label(menu, option), cell)
      const padding = ' '.repeat(cell - displayWidth(shown))
      const gap = i === 0 ? '' : ' '.repeat(GAP)
      text += gap + (row * perRow + i === menu.selected ? palette.selected(shown + padding) : shown + padding)
      width += gap.length + cell
    }
    rows.push({ text, width })
  }
  if (isCut) {
    const count = cutToWidth(`… ${options.length} candidates`, columns)
    rows.push({ text: palette.dim(count), width: displayWidth(count) })
  }
  return rows
}
