/** A table that a command-line client printed. */
export interface TextTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * Finds the tables in a client's output by their borders (`+---+`), in order.
 *
 * A client that echoes the statement's text cannot deceive it: only what stands between borders counts. Cells are trimmed, a cell may
 * span lines, and no cell may hold ` | `.
 */
export function findTables(output: string): TextTable[] {
  const lines = output.split('\n')
  const tables: TextTable[] = []
  for (let at = 0; at < lines.length; at++) {
    const border = borderIn(lines[at] ?? '')
    const header = lines[at + 1]
    if (border === undefined || header === undefined || lines[at + 2] !== border) continue
    const end = lines.indexOf(border, at + 3)
    const until = end < 0 ? lines.length : end
    const columns = cells(header)
    tables.push({
      columns,
      rows: joinRows(lines.slice(at + 3, until)).map((row) => (columns.length === 1 ? [row.slice(1, -1).trim()] : cells(row))),
    })
    at = until
  }
  return tables
}

/** The border that ends a line, which a prompt or an echo may begin. */
function borderIn(line: string): string | undefined {
  return /\+(?:-+\+)+$/.exec(line)?.[0]
}

/** Puts the lines of one row together: a row ends with a bar. */
function joinRows(lines: readonly string[]): string[] {
  const rows: string[] = []
  let row: string[] = []
  for (const line of lines) {
    row.push(line)
    if (!line.endsWith('|')) continue
    rows.push(row.join('\n'))
    row = []
  }
  return rows
}

function cells(row: string): string[] {
  return row
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim())
}
