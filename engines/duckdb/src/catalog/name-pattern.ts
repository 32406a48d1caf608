import { quoteText } from '../quote.js'

/**
 * A condition that a column matches a LIKE pattern of the gateway's, without regard to case. A `\` that escapes nothing
 * stands for itself there; DuckDB would take it for an escape.
 */
export function likeCondition(column: string, pattern: string | undefined): string {
  if (pattern === undefined) return 'true'
  // No name holds a NUL, and DuckDB's text would end there.
  if (pattern.includes('\0')) return 'false'
  const escaped = pattern.replaceAll(/\\([\s\S]?)/g, (whole, next: string) =>
    next !== '' && '\\%_'.includes(next) ? whole : `\\\\${next}`,
  )
  return `${column} ILIKE ${quoteText(escaped)} ESCAPE '\\'`
}

/** A condition that a column is a name, without regard to case, as DuckDB compares names. */
export function nameCondition(column: string, name: string): string {
  return name.includes('\0') ? 'false' : `lower(${column}) = lower(${quoteText(name)})`
}
