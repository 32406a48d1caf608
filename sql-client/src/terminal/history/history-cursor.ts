/** A place in the history while a statement is typed, with what was changed at each place on the way. */
export interface HistoryCursor {
  /** Oldest first; the text that is being typed comes after the last. */
  readonly entries: readonly string[]
  /** 0 to `entries.length`, which is the text that is being typed. */
  readonly index: number
  /** Texts that differ from their entries, by place. */
  readonly drafts: ReadonlyMap<number, string>
}

/** Behind the newest entry. */
export function historyCursor(entries: readonly string[]): HistoryCursor {
  return { entries, index: entries.length, drafts: new Map() }
}

/**
 * Goes to an older or newer entry.
 *
 * @param current - the text as it stands, kept for the way back
 * @returns undefined when there is none
 */
export function moveInHistory(
  history: HistoryCursor,
  direction: -1 | 1,
  current: string,
): { readonly history: HistoryCursor; readonly text: string } | undefined {
  const index = history.index + direction
  if (index < 0 || index > history.entries.length) return undefined
  const drafts = new Map(history.drafts)
  if (current === (history.entries[history.index] ?? '')) drafts.delete(history.index)
  else drafts.set(history.index, current)
  return { history: { entries: history.entries, index, drafts }, text: drafts.get(index) ?? history.entries[index] ?? '' }
}

/**
 * The newest entry at or before a place that holds a text, without regard to case.
 *
 * @param from - place to begin at, going to older ones (-1) or newer ones (1)
 */
export function searchHistory(entries: readonly string[], query: string, from: number, direction: -1 | 1): number | undefined {
  const wanted = query.toLowerCase()
  for (let i = from; i >= 0 && i < entries.length; i += direction) {
    if (entries[i]?.toLowerCase().includes(wanted) === true) return i
  }
  return undefined
}
