/** Writes a name as DuckDB quotes identifiers. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Writes the parts of a full name, each quoted. */
export function quotePath(...names: readonly string[]): string {
  return names.map(quoteName).join('.')
}

/** Writes a text as a literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
