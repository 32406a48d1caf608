import type { TextRow } from '../../result/statement-result.js'
import { type RowLimits, type RowStore, rowWeight } from './row-store.js'

/** Places that hold no row any more are cleared away when there are more than so many, and more than rows. */
const MIN_HOLES = 1024

/**
 * The table that the changes make: an insert adds a row, a retraction takes one away that is equal in all values. The new
 * version of a row takes the place of the old one when it follows it directly, so that rows under way keep their places.
 *
 * When there are too many, the oldest go. What is retracted but not there, for its row was dropped or came before the first page, is
 * passed over.
 *
 * @see Apache Flink, SQL client, result mode `table`
 */
export function createMaterializedTable(limits: RowLimits): RowStore {
  return new MaterializedTable(limits)
}

class MaterializedTable implements RowStore {
  readonly #limits: RowLimits
  #slots: (TextRow | undefined)[] = []
  /** Where rows with these values were put, the latest last; those that were dropped since are still named. */
  #places = new Map<string, number[]>()
  #size = 0
  #weight = 0
  #dropped = 0
  /** Where the first row may be; there are only holes before. */
  #first = 0
  /** The place of an old version whose new one may come next. */
  #vacated: number | undefined

  constructor(limits: RowLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#size
  }

  get dropped(): number {
    return this.#dropped
  }

  add(row: TextRow): void {
    const key = JSON.stringify(row.fields)
    if (row.kind === 'UPDATE_BEFORE' || row.kind === 'DELETE') {
      const place = this.#takePlace(key)
      if (place !== undefined) this.#vacate(place)
      this.#vacated = row.kind === 'UPDATE_BEFORE' ? place : undefined
      return
    }
    const place = row.kind === 'UPDATE_AFTER' ? this.#vacated : undefined
    this.#vacated = undefined
    this.#put(place ?? this.#slots.length, key, row)
    const { maxRows, maxWeight } = this.#limits
    while (this.#size > maxRows || (this.#weight > maxWeight && this.#size > 1)) this.#dropOldest()
    this.#clearHoles()
  }

  slice(from: number, to: number): readonly TextRow[] {
    const rows: TextRow[] = []
    let at = 0
    for (let place = this.#first; place < this.#slots.length && at < to; place++) {
      const row = this.#slots[place]
      if (row === undefined) continue
      if (at >= from) rows.push(row)
      at++
    }
    return rows
  }

  #put(place: number, key: string, row: TextRow): void {
    this.#slots[place] = row
    this.#size++
    this.#weight += rowWeight(row)
    if (place < this.#first) this.#first = place
    const places = this.#places.get(key)
    if (places === undefined) this.#places.set(key, [place])
    else places.push(place)
  }

  /** Takes out of the index the place of the newest row with these values. */
  #takePlace(key: string): number | undefined {
    const places = this.#places.get(key) ?? []
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      // A place that was dropped stays empty until all are cleared away.
      if (this.#slots[place] !== undefined) return place
    }
    this.#places.delete(key)
    return undefined
  }

  #vacate(place: number): void {
    const row = this.#slots[place]
    if (row !== undefined) this.#weight -= rowWeight(row)
    this.#slots[place] = undefined
    this.#size--
  }

  #dropOldest(): void {
    while (this.#slots[this.#first] === undefined) this.#first++
    this.#vacate(this.#first)
    this.#dropped++
  }

  #clearHoles(): void {
    const holes = this.#slots.length - this.#size
    if (holes <= MIN_HOLES || holes <= this.#size) return
    const rows = this.#slots.filter((row) => row !== undefined)
    this.#slots = []
    this.#places = new Map()
    this.#size = 0
    this.#weight = 0
    this.#first = 0
    for (const row of rows) this.#put(this.#slots.length, JSON.stringify(row.fields), row)
  }
}
