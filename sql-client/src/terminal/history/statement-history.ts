import type { HistoryFile } from './history-file.js'

/** The statements that were typed, in this session and those before. */
export interface StatementHistory {
  /** Oldest first, each once. */
  readonly entries: readonly string[]
  /** Adds a statement behind the others; one that is there already moves. */
  add(statement: string): void
  /** Resolves when what the file holds is among the entries. */
  readonly loaded: Promise<void>
  /** Resolves when everything added so far is in the file. */
  saved(): Promise<void>
}

const MAX_ENTRIES = 10_000

/**
 * Makes a history. What the file holds is there as soon as it was read, before what is added.
 *
 * @param file - undefined keeps the history in memory only
 */
export function createStatementHistory(file: HistoryFile | undefined): StatementHistory {
  let entries: readonly string[] = []
  let saved: Promise<void> = Promise.resolve()

  function merge(older: readonly string[], newer: readonly string[]): void {
    const again = new Set(newer)
    entries = [...older.filter((entry) => !again.has(entry)), ...newer].slice(-MAX_ENTRIES)
  }

  if (file !== undefined) saved = file.load().then((found) => merge(found, entries))
  const loaded = saved

  return {
    loaded,
    get entries() {
      return entries
    },
    add: (statement) => {
      const entry = statement.trimEnd()
      if (entry === '') return
      merge(entries, [entry])
      // As in shells: a statement that begins with a blank, such as one with a password, is not written down.
      if (file !== undefined && !/^\s/.test(entry)) saved = saved.then(() => file.append(entry))
    },
    saved: () => saved,
  }
}
