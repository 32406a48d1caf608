/** How many of a key's characters may be wrong for another to be suggested. */
const TOLERANCE = 0.34

/**
 * The known key that was most likely meant by an unknown one: one that ends in it, or the one with the fewest letters
 * added, left out or changed.
 *
 * @param mostSlips - how many letters may be wrong at most, however long the key is
 * @returns `undefined` where nothing is near
 */
export function nearestKey(unknown: string, known: Iterable<string>, mostSlips = Number.POSITIVE_INFINITY): string | undefined {
  const wanted = unknown.toLowerCase()
  const keys = [...known]
  const longer = keys.filter((key) => key.endsWith(`.${wanted}`))
  if (longer.length === 1) return longer[0]
  let best: string | undefined
  let bestDistance = Math.min(mostSlips, Math.max(2, Math.floor(wanted.length * TOLERANCE))) + 1
  for (const key of keys) {
    if (Math.abs(key.length - wanted.length) >= bestDistance) continue
    const distance = editDistance(wanted, key.toLowerCase())
    if (distance < bestDistance) {
      best = key
      bestDistance = distance
    }
  }
  return best
}

/** How many letters of a section's name may be wrong. */
const SECTION_SLIPS = 2

/**
 * The section of known keys in which an unknown one seems to be, the deepest: one whose name is that of its first parts, or
 * nearly.
 *
 * @param sections - with their last separator, a dot or `_`
 * @returns `undefined` where the key begins like none of them
 */
export function nearestSection(unknown: string, sections: Iterable<string>): string | undefined {
  const begins = [...unknown.matchAll(/[._]/g)].map(({ index }) => unknown.slice(0, index + 1).toLowerCase())
  const distance = (section: string) => Math.min(...begins.map((begin) => editDistance(begin, section.toLowerCase())))
  return [...sections]
    .map((section) => ({ section, slips: distance(section) }))
    .filter(({ slips }) => slips <= SECTION_SLIPS)
    .sort((a, b) => b.section.length - a.section.length || a.slips - b.slips)[0]?.section
}

/** Levenshtein's distance: the fewest letters to add, leave out or change. */
function editDistance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1
      current.push(Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + change))
    }
    last = current
  }
  return last[b.length] ?? 0
}
