/** A name with up to three parts: `[[catalog.]database.]name`. */
export type NamePath = readonly string[]

/** `[NOT] LIKE|ILIKE 'pattern'`. */
export interface LikeFilter {
  readonly pattern: string
  readonly isNegated: boolean
  readonly ignoresCase: boolean
}

/** What SHOW lists that needs no more than a filter. */
export type ShownList = 'catalogs' | 'databases' | 'tables' | 'views' | 'functions' | 'user functions'

/** What SHOW lists that this engine never has; it answers with no rows. */
export type EmptyList = 'jobs' | 'jars' | 'procedures' | 'models' | 'materialized tables'

/**
 * A statement that the engine runs itself, in Flink's words and with Flink's results, and not DuckDB.
 *
 * @see Apache Flink documentation, "SQL": SET, RESET, USE, SHOW, DESCRIBE, EXPLAIN, CREATE, DROP
 */
export type FlinkStatement =
  | { readonly is: 'list properties' }
  | { readonly is: 'set property'; readonly key: string; readonly value: string }
  /** DuckDB's SET of something that is the session's. */
  | { readonly is: 'set setting'; readonly name: SessionSetting }
  | { readonly is: 'reset property'; readonly key: string }
  | { readonly is: 'reset setting'; readonly name: SessionSetting }
  | { readonly is: 'reset all' }
  | { readonly is: 'use catalog'; readonly catalog: string }
  | { readonly is: 'use database'; readonly path: NamePath }
  | { readonly is: 'create database'; readonly path: NamePath; readonly ifNotExists: boolean; readonly hasComment: boolean }
  | { readonly is: 'drop database'; readonly path: NamePath; readonly ifExists: boolean; readonly cascades: boolean }
  | {
      readonly is: 'create catalog'
      readonly catalog: string
      readonly ifNotExists: boolean
      readonly options: ReadonlyMap<string, string>
    }
  | { readonly is: 'drop catalog'; readonly catalog: string; readonly ifExists: boolean }
  | { readonly is: 'drop temporary'; readonly what: 'TABLE' | 'VIEW' | 'FUNCTION'; readonly path: NamePath; readonly ifExists: boolean }
  | { readonly is: 'show list'; readonly list: ShownList; readonly scope?: NamePath; readonly like?: LikeFilter }
  | { readonly is: 'show nothing'; readonly list: EmptyList }
  | { readonly is: 'show modules'; readonly isFull: boolean }
  | { readonly is: 'show current'; readonly what: 'catalog' | 'database' }
  | { readonly is: 'show create'; readonly what: 'table' | 'view' | 'catalog'; readonly path: NamePath }
  /** DESCRIBE of a table, and SHOW COLUMNS. */
  | { readonly is: 'describe table'; readonly path: NamePath; readonly like?: LikeFilter }
  | { readonly is: 'describe catalog'; readonly catalog: string; readonly isExtended: boolean }
  | { readonly is: 'describe function'; readonly path: NamePath; readonly isExtended: boolean }
  /** `from` is the place of the statement to explain, `head` what DuckDB gets before it. */
  | { readonly is: 'explain'; readonly head: string; readonly from: number }
  | { readonly is: 'unsupported'; readonly what: string; readonly reason: string }

/** The settings of DuckDB that a session may change; they are its own. */
export const SESSION_SETTINGS = ['timezone', 'search_path', 'schema'] as const

/** One of {@link SESSION_SETTINGS}. */
export type SessionSetting = (typeof SESSION_SETTINGS)[number]
