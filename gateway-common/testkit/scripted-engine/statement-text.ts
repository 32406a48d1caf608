import type { StatementPosition } from '../../src/error/gateway-error.js'

/** What one quoted part looks like, `'…'` for texts and `"…"` for names; one that is not closed goes on to the end. */
const QUOTED = `'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)`
const COMMENT = '--[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)'

/**
 * Cuts a text into its statements at each `;` outside of quotes. Comments (`-- …`, and those between slash-star and
 * star-slash) become blanks, and so does what stands before a statement, so that places in it are places in the text.
 * Statements that are all blank are left out.
 */
export function splitStatements(text: string): readonly string[] {
  const blanked = text.replaceAll(new RegExp(`(${QUOTED})|${COMMENT}`, 'gu'), (part, quoted: string | undefined) => quoted ?? blanks(part))
  const statements: string[] = []
  for (const match of blanked.matchAll(new RegExp(`(?:${QUOTED}|[^;'"])+`, 'gu'))) {
    if (match[0].trim() !== '') statements.push(blanks(blanked.slice(0, match.index)) + match[0])
  }
  return statements
}

/** Makes each run of blanks outside of quotes one blank. */
export function collapseBlanks(text: string): string {
  return text.replaceAll(new RegExp(`(${QUOTED})|\\s+`, 'gu'), (_, quoted: string | undefined) => quoted ?? ' ')
}

function blanks(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ')
}

/** The line and column of a place in a text. */
export function positionAt(text: string, index: number): StatementPosition {
  const before = text.slice(0, index)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: index - lineStart + 1 }
}
