import type { TextRow } from '../../result/statement-result.js'
import type { RowStore } from './row-store.js'

/** Places that hold no row any more are cleared away when there are more than so many, and more than rows. */
const MIN_HOLES = 1024

/**
 * The table that the changes make: an insert adds a row, a retraction takes one away that is equal in all values. The new
 * version of a row takes the place of the old one when it follows it directly, so that rows under way keep their places.
 *
 * What is retracted but not there, for its row was dropped or came before the first page, is passed over.
 *
 * @param maxRows - when there are more, the oldest go; at least 1
 * @see Apache Flink, SQL client, result mode `table`
 */
export function createMaterializedTable(maxRows: number): RowStore {
  return new MaterializedTable(maxRows)
}

class MaterializedTable implements RowStore {
  readonly #maxRows: number
  #slots: (TextRow | undefined)[] = []
  /** Where rows with these values are, the oldest first. */
  #places = new Map<string, number[]>()
  #size = 0
  /** Where the first row may be; there are only holes before. */
  #first = 0
  /** The place of an old version whose new one may come next. */
  #vacated: number | undefined

  constructor(maxRows: number) {
    this.#maxRows = maxRows
  }

  get size(): number {
    return this.#size
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
    if (this.#size > this.#maxRows) this.#dropOldest()
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
    if (place < this.#first) this.#first = place
    const places = this.#places.get(key)
    if (places === undefined) this.#places.set(key, [place])
    else places.push(place)
  }

  /** Takes out of the index the place of the newest row with these values. */
  #takePlace(key: string): number | undefined {
    const places = this.#places.get(key)
    const place = places?.pop()
    if (places?.length === 0) this.#places.delete(key)
    return place
  }

  #vacate(place: number): void {
    this.#slots[place] = undefined
    this.#size--
  }

  #dropOldest(): void {
    while (this.#slots[this.#first] === undefined) this.#first++
    const key = JSON.stringify(this.#slots[this.#first]?.fields)
    const places = this.#places.get(key)
    if (places !== undefined) {
      const rest = places.filter((place) => place !== this.#first)
      if (rest.length === 0) this.#places.delete(key)
      else this.#places.set(key, rest)
    }
    this.#vacate(this.#first)
  }

  #clearHoles(): void {
    const holes = this.#slots.length - this.#size
    if (holes <= MIN_HOLES || holes <= this.#size) return
    const rows = this.#slots.filter((row) => row !== undefined)
    this.#slots = []
    this.#places = new Map()
    this.#size = 0
    this.#first = 0
    for (const row of rows) this.#put(this.#slots.length, JSON.stringify(row.fields), row)
  }
}
