import type { TextRow } from '../../result/statement-result.js'

/** The rows that a view shows, of those that came. */
export interface RowStore {
  /** Takes the next row of the result. */
  add(row: TextRow): void
  /** How many there are to show. */
  readonly size: number
  /** How many of the oldest had to go, since there were too many or they were too large. */
  readonly dropped: number
  /** Some of them by place, from 0; what is beyond the end is left out. */
  slice(from: number, to: number): readonly TextRow[]
}

/** How much a store keeps. */
export interface RowLimits {
  /** At least 1. */
  readonly maxRows: number
  /** In the units of {@link rowWeight}; one row is kept whatever it weighs. */
  readonly maxWeight: number
}

/** What views keep: some 300 MB of a heap at most, which is 600,000 short rows. */
export const MAX_WEIGHT = 64 * 1024 * 1024

const ROW_WEIGHT = 64
const VALUE_WEIGHT = 16

/** What a row takes of memory, in about the size of a UTF-16 unit. */
export function rowWeight({ fields }: TextRow): number {
  return fields.reduce((weight, value) => weight + VALUE_WEIGHT + (value?.length ?? 0), ROW_WEIGHT)
}

/** So many places without a row are left before those behind are moved. */
const MIN_HOLES = 4096

/** Every row as it came, the newest last. */
export function createChangelog({ maxRows, maxWeight }: RowLimits): RowStore {
  let rows: (TextRow | undefined)[] = []
  let first = 0
  let weight = 0
  let dropped = 0

  function dropOldest(): void {
    const oldest = rows[first]
    if (oldest !== undefined) weight -= rowWeight(oldest)
    rows[first] = undefined
    first++
    dropped++
  }

  return {
    add: (row) => {
      rows.push(row)
      weight += rowWeight(row)
      while (rows.length - first > maxRows || (weight > maxWeight && rows.length - first > 1)) dropOldest()
      if (first > MIN_HOLES && first > rows.length / 4) {
        rows = rows.slice(first)
        first = 0
      }
    },
    get size() {
      return rows.length - first
    },
    get dropped() {
      return dropped
    },
    slice: (from, to) => rows.slice(first + from, first + Math.max(from, to)).filter((row) => row !== undefined),
  }
}
