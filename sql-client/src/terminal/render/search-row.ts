import type { HistorySearch } from '../editor/history-search.js'
import { cutToWidth, displayWidth } from '../text/display-width.js'
import { visibleText } from '../text/visible-text.js'
import type { FrameRow } from './frame.js'
import type { Palette } from './palette.js'

/** The line below the statement that says what is searched for in the history. */
export function searchRow({ query, isFailing }: HistorySearch, columns: number, palette: Palette): FrameRow {
  const label = isFailing ? 'not in history: ' : 'search history: '
  const text = cutToWidth(label + visibleText(query), columns)
  return { text: palette.dim(text), width: displayWidth(text) }
}
