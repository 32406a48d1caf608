import type { StatementPosition } from '../../src/error/gateway-error.js'

/**
 * Cuts a text into its statements at each `;` outside of `'…'`. Comments (`-- …` and `/* … *\/`) become blanks, so that
 * places in what is left are places in the text; statements that are all blank are left out.
 */
export function splitStatements(text: string): readonly string[] {
  const blanked = text.replaceAll(/'(?:[^']|'')*(?:'|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (part) =>
    part.startsWith("'") ? part : part.replaceAll(/[^\n]/g, ' '),
  )
  const pieces = blanked.match(/(?:'(?:[^']|'')*(?:'|$)|[^;'])+/g) ?? []
  let start = 0
  const statements: string[] = []
  for (const piece of pieces) {
    const from = blanked.indexOf(piece, start)
    start = from + piece.length
    if (piece.trim() !== '') statements.push(blanked.slice(0, from).replaceAll(/[^\n]/g, ' ') + piece)
  }
  return statements
}

/** The line and column of a place in a text. */
export function positionAt(text: string, index: number): StatementPosition {
  const before = text.slice(0, index)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: index - lineStart + 1 }
}
