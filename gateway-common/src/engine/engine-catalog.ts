import type { LogicalType } from '../type/logical-type.js'

/** What a table is. */
export type TableKind = 'TABLE' | 'VIEW' | 'MATERIALIZED_TABLE' | 'SYSTEM_TABLE' | 'TEMPORARY_TABLE' | 'TEMPORARY_VIEW'

/** Full name of a table. */
export interface TablePath {
  readonly catalog: string
  readonly database: string
  readonly table: string
}

/** A table without its columns. */
export interface TableInfo extends TablePath {
  readonly kind: TableKind
  readonly comment?: string
}

/** A column of a table. */
export interface ColumnInfo extends TablePath {
  readonly column: string
  /** From 1. */
  readonly ordinal: number
  readonly type: LogicalType
  /** The type as the engine writes it. */
  readonly engineTypeText: string
  /** The default as SQL text. */
  readonly defaultExpression?: string
  readonly comment?: string
}

/** A column of a primary key. */
export interface PrimaryKeyColumn extends TablePath {
  readonly column: string
  /** Place in the key, from 1. */
  readonly ordinal: number
  readonly constraintName?: string
}

/** A table with its columns. */
export interface TableDescription extends TableInfo {
  readonly columns: readonly ColumnInfo[]
  readonly primaryKey: readonly PrimaryKeyColumn[]
  /** The defining query, for views. */
  readonly viewQuery?: string
}

/** A function that statements can call. */
export interface FunctionInfo {
  /** Absent for built-in ones. */
  readonly catalog?: string
  readonly database?: string
  readonly name: string
  readonly kind: 'SCALAR' | 'AGGREGATE' | 'WINDOW' | 'TABLE' | 'OTHER'
  readonly isBuiltIn: boolean
  readonly description?: string
}

/**
 * Selects names. Each part left out means any. A part is matched as a SQL LIKE pattern with `%`, `_` and escape `\`,
 * without regard to case; {@link escapeLike} makes a pattern of an exact name.
 */
export interface CatalogFilter {
  readonly catalog?: string
  readonly database?: string
}

/** Selects tables. */
export interface TableFilter extends CatalogFilter {
  readonly table?: string
  /** Absent means all kinds but SYSTEM_TABLE. */
  readonly kinds?: readonly TableKind[]
}

/** Selects columns. */
export interface ColumnFilter extends TableFilter {
  readonly column?: string
}

/** Selects functions. */
export interface FunctionFilter extends CatalogFilter {
  readonly name?: string
  /** Whether built-in functions are wanted, those of the user, or both when absent. */
  readonly isBuiltIn?: boolean
}

/** Name of a database with its catalog's. */
export interface DatabasePath {
  readonly catalog: string
  readonly database: string
}

/**
 * What exists, as one session sees it. Each list call is one round trip whatever it matches, and is sorted by name.
 * What cannot be found is an empty list, save for the two calls that say otherwise.
 */
export interface EngineCatalog {
  getCurrentCatalog(): Promise<string>
  getCurrentDatabase(): Promise<string>
  listCatalogs(): Promise<readonly string[]>
  listDatabases(filter: CatalogFilter): Promise<readonly DatabasePath[]>
  listTables(filter: TableFilter): Promise<readonly TableInfo[]>
  /** @throws {GatewayError} STATEMENT.NOT_FOUND */
  getTable(path: TablePath): Promise<TableDescription>
  /** The kinds that the engine has at all. */
  listTableTypes(): Promise<readonly TableKind[]>
  /** Sorted by table, then by ordinal. */
  listColumns(filter: ColumnFilter): Promise<readonly ColumnInfo[]>
  /** Sorted by table, then by ordinal. Empty where the engine lacks PRIMARY_KEYS. */
  listPrimaryKeys(filter: TableFilter): Promise<readonly PrimaryKeyColumn[]>
  listFunctions(filter: FunctionFilter): Promise<readonly FunctionInfo[]>
  /**
   * All functions of a name, as there may be several.
   *
   * @throws {GatewayError} STATEMENT.NOT_FOUND
   */
  getFunction(name: string): Promise<readonly FunctionInfo[]>
}

/** Turns an exact name into a pattern that matches it alone (without regard to case). */
export function escapeLike(name: string): string {
  return name.replaceAll(/[\\%_]/g, (c) => `\\${c}`)
}

/**
 * Turns a LIKE pattern into a regular expression, for engines that match in the gateway. A `\` before any other
 * character than `%`, `_` and `\` stands for itself. Matching takes time in proportion to the name and the pattern,
 * whatever they hold, so patterns may come from clients.
 */
export function likeToRegExp(pattern: string): RegExp {
  const [first = '', ...others] = likeSegments(pattern)
  const last = others.pop()
  // What stands between two % is looked for once, as far left as it goes: the lookahead is never entered again, so that
  // no number of % makes the expression try all ways to share a name among them.
  const between = others.filter((segment) => segment !== '').map((segment, i) => `(?=(.*?${segment}))\\${i + 1}`)
  return new RegExp(last === undefined ? `^${first}$` : `^${first}${between.join('')}.*${last}$`, 'isu')
}

/** The parts of a LIKE pattern between its `%`, as sources of regular expressions. */
function likeSegments(pattern: string): string[] {
  const segments = ['']
  const append = (source: string) => segments.push(`${segments.pop() ?? ''}${source}`)
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] as string
    const next = pattern[i + 1]
    if (c === '\\' && next !== undefined && '%_\\'.includes(next)) {
      append(RegExp.escape(next))
      i++
    } else if (c === '%') segments.push('')
    else append(c === '_' ? '.' : RegExp.escape(c))
  }
  return segments
}
