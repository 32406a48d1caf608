/** A part of a file. */
export interface Extent {
  readonly offset: number
  readonly length: number
}

/** Gives out parts of a file that grows at its end, and takes them back. */
export interface ExtentList {
  /** A part that nobody else has: where one was given back, else at the end. */
  take(length: number): Extent
  give(extent: Extent): void
  /** Where the last part in use ends. */
  readonly end: number
}

/** Makes a list without any part in use. Parts given back side by side become one. */
export function createExtentList(): ExtentList {
  /** Sorted by offset; no two touch. */
  const free: Extent[] = []
  let end = 0

  function insert(extent: Extent): void {
    let low = 0
    for (let high = free.length; low < high; ) {
      const middle = (low + high) >> 1
      if ((free[middle] as Extent).offset < extent.offset) low = middle + 1
      else high = middle
    }
    let { offset, length } = extent
    const after = free[low]
    if (after !== undefined && offset + length === after.offset) {
      length += after.length
      free.splice(low, 1)
    }
    const before = free[low - 1]
    if (before !== undefined && before.offset + before.length === offset) {
      offset = before.offset
      length += before.length
      free.splice(--low, 1)
    }
    if (offset + length === end) end = offset
    else free.splice(low, 0, { offset, length })
  }

  return {
    take: (length) => {
      const index = free.findIndex((extent) => extent.length >= length)
      const found = free[index]
      if (found === undefined) {
        const offset = end
        end += length
        return { offset, length }
      }
      if (found.length === length) free.splice(index, 1)
      else free[index] = { offset: found.offset + length, length: found.length - length }
      return { offset: found.offset, length }
    },
    give: (extent) => {
      if (extent.length > 0) insert(extent)
    },
    get end() {
      return end
    },
  }
}
