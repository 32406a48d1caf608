/** What operators see of a statement, in characters. */
const MOST_CHARACTERS = 1_000

/**
 * The beginning of a statement, in memory of its own: ended operations are kept by the thousands, and a mere slice would keep the
 * whole text, which may be of 100 MB, with each of them.
 */
export function beginningOf(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text
  return Buffer.from(text.slice(0, MOST_CHARACTERS), 'utf16le').toString('utf16le')
}
