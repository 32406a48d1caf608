import type { Extent } from './extent-list.js'

/** Parts of a file that were read lately, or are being read, whoever asked for them. */
export interface ReadCache {
  /** The bytes of a part; `load` reads them where they are not here. What fails to load is not kept. */
  get(extent: Extent, load: () => Promise<Uint8Array>): Promise<Uint8Array>
  /** Forgets a part, before its place in the file is written again. */
  drop(extent: Extent): void
}

interface Entry {
  readonly length: number
  readonly bytes: Promise<Uint8Array>
}

/** Makes a cache. Beyond the limit the parts go that were not asked for the longest; a larger one is never kept. */
export function createReadCache(limitBytes: number): ReadCache {
  /** By offset; the one asked for last stands last. */
  const entries = new Map<number, Entry>()
  let held = 0

  function remove(offset: number): void {
    held -= entries.get(offset)?.length ?? 0
    entries.delete(offset)
  }

  function add(offset: number, entry: Entry): void {
    entries.set(offset, entry)
    held += entry.length
    for (const [oldest] of entries) {
      if (held <= limitBytes) return
      remove(oldest)
    }
  }

  return {
    get: ({ offset, length }, load) => {
      const known = entries.get(offset)
      if (known !== undefined) {
        entries.delete(offset)
        entries.set(offset, known)
        return known.bytes
      }
      const entry = { length, bytes: load() }
      add(offset, entry)
      entry.bytes.catch(() => {
        if (entries.get(offset) === entry) remove(offset)
      })
      return entry.bytes
    },
    drop: ({ offset }) => remove(offset),
  }
}
