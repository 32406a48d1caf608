import { searchHistory } from '../history/history-cursor.js'
import type { InputEvent } from '../input/key.js'
import { graphemeBefore } from './edit-buffer.js'

/** A search through the history, from newest to oldest, as Ctrl-R begins it. */
export interface HistorySearch {
  readonly query: string
  /** The entry that is shown; undefined before the first character. */
  readonly index: number | undefined
  /** Whether nothing holds the whole query; the entry is of its longest part that was found. */
  readonly isFailing: boolean
}

/** Nothing searched for yet. */
export const NEW_SEARCH: HistorySearch = { query: '', index: undefined, isFailing: false }

/** What an event does to a search: goes on with it, gives it up, or takes what it found, then to be handled as if typed after. */
export type SearchStep = { readonly next: HistorySearch } | 'give-up' | 'take'

function find(entries: readonly string[], query: string, from: number, direction: -1 | 1, before: HistorySearch): HistorySearch {
  if (query === '') return NEW_SEARCH
  const index = searchHistory(entries, query, from, direction)
  return index === undefined ? { query, index: before.index, isFailing: true } : { query, index, isFailing: false }
}

/** Takes an event during a search. */
export function stepSearch(search: HistorySearch, event: InputEvent, entries: readonly string[]): SearchStep {
  const last = entries.length - 1
  if (event.type !== 'key') {
    const typed = event.text.replaceAll('\n', ' ')
    return { next: find(entries, search.query + typed, search.index ?? last, -1, search) }
  }
  switch (event.key) {
    case 'ctrl-r':
      return { next: find(entries, search.query, (search.index ?? last + 1) - 1, -1, search) }
    case 'ctrl-s':
      return { next: find(entries, search.query, (search.index ?? last) + 1, 1, search) }
    case 'backspace':
    case 'ctrl-h':
      return { next: find(entries, search.query.slice(0, graphemeBefore(search.query, search.query.length)), last, -1, search) }
    case 'ctrl-g':
    case 'ctrl-c':
      return 'give-up'
    default:
      return 'take'
  }
}
