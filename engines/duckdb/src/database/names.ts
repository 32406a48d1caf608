/** The catalog that every engine has: the database of the option `path`. */
export const DEFAULT_CATALOG = 'default_catalog'

/** The database in it in which sessions begin. */
export const DEFAULT_DATABASE = 'default_database'

/** DuckDB's own database of every catalog. */
export const MAIN_DATABASE = 'main'

/** Tells whether two names are the same to DuckDB. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
