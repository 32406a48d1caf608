import { readFileSync, writeFileSync } from 'node:fs'

/** Reads a file that stands beside the sources; the path is taken from the repository's root. */
export function readSource(path: string): string {
  return readFileSync(sourceUrl(path), 'utf8')
}

/** Compares a file with what it should hold; with UPDATE_GOLDEN=1 it is written instead. */
export function goldenText(path: string, expected: (current: string) => string): { readonly actual: string; readonly expected: string } {
  const actual = readSource(path)
  const wanted = expected(actual)
  if (process.env['UPDATE_GOLDEN'] !== '1') return { actual, expected: wanted }
  writeFileSync(sourceUrl(path), wanted)
  return { actual: wanted, expected: wanted }
}

/** From dist/test/golden of this package. */
function sourceUrl(path: string): URL {
  return new URL(`../../../../../${path}`, import.meta.url)
}
