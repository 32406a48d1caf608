/** Things by their handles; they come and go all the time. */
export interface HandleTable<T> {
  readonly size: number
  get(handle: string): T | undefined
  set(handle: string, item: T): void
  delete(handle: string): void
  /** Also what is added meanwhile. */
  values(): Generator<T>
}

/** What a Map keeps of a thing that has gone from it, see ExpiryPlace: next to nothing. */
interface Cell<T> {
  item: T | undefined
}

/** Makes an empty table. */
export function createHandleTable<T>(): HandleTable<T> {
  return new Table()
}

class Table<T> implements HandleTable<T> {
  readonly #cells = new Map<string, Cell<T>>()

  get size(): number {
    return this.#cells.size
  }

  get(handle: string): T | undefined {
    return this.#cells.get(handle)?.item
  }

  set(handle: string, item: T): void {
    this.#cells.set(handle, { item })
  }

  delete(handle: string): void {
    const cell = this.#cells.get(handle)
    if (cell === undefined) return
    cell.item = undefined
    this.#cells.delete(handle)
  }

  *values(): Generator<T> {
    for (const { item } of this.#cells.values()) if (item !== undefined) yield item
  }
}
