/** The last of some parts of a result, in order, that begins at or before a row. There must be one. */
export function lastStartingAt<T extends { readonly startRow: number }>(parts: readonly T[], row: number): T {
  let low = 0
  let high = parts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((parts[middle] as T).startRow <= row) low = middle
    else high = middle - 1
  }
  return parts[low] as T
}
