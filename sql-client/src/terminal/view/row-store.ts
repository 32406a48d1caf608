import type { TextRow } from '../../result/statement-result.js'

/** The rows that a view shows, of those that came. */
export interface RowStore {
  /** Takes the next row of the result. */
  add(row: TextRow): void
  /** How many there are to show. */
  readonly size: number
  /** Some of them by place, from 0; what is beyond the end is left out. */
  slice(from: number, to: number): readonly TextRow[]
}

/**
 * Every row as it came, the newest last.
 *
 * @param maxRows - how many of the newest are kept, at least 1
 */
export function createChangelog(maxRows: number): RowStore {
  let rows: TextRow[] = []
  /** Rows at the begin that are no longer shown; moving the others for each would cost too much. */
  let dropped = 0
  return {
    add: (row) => {
      rows.push(row)
      if (rows.length - dropped > maxRows) dropped++
      if (dropped > maxRows) {
        rows = rows.slice(dropped)
        dropped = 0
      }
    },
    get size() {
      return rows.length - dropped
    },
    slice: (from, to) => rows.slice(dropped + from, dropped + Math.max(from, to)),
  }
}
