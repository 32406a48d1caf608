import type { Engine, StatementFacts } from '../../src/engine/engine.js'
import type { ErrorCode } from '../../src/error/error-codes.js'
import type { StatementPosition } from '../../src/error/gateway-error.js'
import type { LogicalType } from '../../src/type/logical-type.js'

/** An engine as the suite gets it: fresh for each case, and released by it. */
export interface EngineSubject {
  readonly engine: Engine
  /**
   * How many round trips to its database the engine has made since it was opened. With it the suite shows that a list
   * call is one round trip whatever it matches.
   */
  readonly roundTrips?: () => number
  /** What is still held, in words: connections, files, timers. Asked after the engine was closed; must be empty then. */
  readonly leftovers?: () => readonly string[] | Promise<readonly string[]>
  /** Resolves when the engine works on the dialect's slow statement; without it the suite lets some turns of the event loop pass. */
  readonly slowStarted?: () => Promise<void>
  /** Called last: removes folders and the like. */
  readonly dispose?: () => Promise<void>
}

/** Says in a sentence why the engine's SQL has no such thing. The cases that are about it are reported as left out. */
export interface Missing {
  readonly missing: string
}

/** Tables. Names come as they are; the dialect quotes them. */
export interface TableDialect {
  /** Creates a table that stays when the session ends, with the columns below. */
  readonly create: (name: string) => string
  readonly drop: (name: string) => string
  /** Inserts so many rows. */
  readonly insert: (name: string, count: number) => string
  /** A query with one row and one column: the number of rows in the table. */
  readonly count: (name: string) => string
  /** What `create` makes. */
  readonly columns: readonly { readonly name: string; readonly type: LogicalType }[]
  /** The columns of its primary key, in order; needed unless the engine lacks PRIMARY_KEYS. */
  readonly primaryKey?: readonly string[]
}

/** A table that every session sees from the start, in the current database. */
export interface ExistingTable {
  readonly name: string
  /** All of its columns, in order. */
  readonly columns: readonly { readonly name: string; readonly type: LogicalType }[]
}

/** The SQL that the suite needs, in the engine's own dialect. */
export interface EngineDialect {
  /** A query with so many rows, of which up to 20,000 are read and 100,000 asked for; its first column holds the whole numbers from 1, in order. */
  readonly rows: (count: number) => string
  /** A query with at least one column and no rows. */
  readonly emptyQuery: string
  /** A query with one row and columns of these names, which may repeat and hold any character. */
  readonly columnNames: ((names: readonly string[]) => string) | Missing
  /** A statement whose `execute` does not settle within a minute unless it is told to stop. */
  readonly slow: string
  /** An engine whose SQL creates no tables names one that exists, where there is any: the catalog has to show it. */
  readonly tables: TableDialect | (Missing & { readonly existing?: ExistingTable })
  /** Views; of any content. */
  readonly views: { readonly create: (name: string) => string; readonly drop: (name: string) => string } | Missing
  /** Tables that only the session sees and that end with it; counted by `tables.count`. */
  readonly temporaryTables: { readonly create: (name: string) => string; readonly drop: (name: string) => string } | Missing
  /** Databases of the current catalog. */
  readonly databases:
    | { readonly create: (name: string) => string; readonly use: (name: string) => string; readonly drop: (name: string) => string }
    | Missing
  /** SET and RESET, with a key and a value that the engine takes. */
  readonly properties:
    | {
        readonly key: string
        readonly value: string
        readonly set: (key: string, value: string) => string
        readonly reset: (key: string) => string
        readonly resetAll: string
      }
    | Missing
  /** A query that succeeds at first and fails after at least one row was there to read. */
  readonly lateFailure: { readonly sql: string; readonly code: ErrorCode } | Missing
  /** A query whose rows never end; needed unless the engine lacks STREAMING. */
  readonly stream?: string
  /** A text, the cursor in it, and one of the candidates there; needed unless the engine lacks COMPLETION. */
  readonly completion?: { readonly text: string; readonly position: number; readonly candidate: string }
  /** The name of a function; needed unless the engine lacks FUNCTIONS. */
  readonly functionName?: string
}

/** A type that the engine has, and how its values look. */
export interface TypeExpectation {
  /** Of the case, in kebab-case; unique. */
  readonly name: string
  /** A query; its first column is of the type. */
  readonly sql: string
  readonly type: LogicalType
  /** The column's values in order, as `valueText` writes them. */
  readonly values: readonly string[]
}

/** A statement that fails, and how. */
export interface ErrorExpectation {
  /** Of the case, in kebab-case; unique. */
  readonly name: string
  readonly sql: string
  readonly code: ErrorCode
  /** Where the engine has to say that the error is. */
  readonly position?: StatementPosition
}

/** A statement, and what the engine has to tell of it from its text. */
export interface FactsExpectation {
  readonly sql: string
  readonly facts: Partial<StatementFacts>
}

/** Tells whether the dialect has no such thing. */
export function isMissing(part: object | ((...args: never) => unknown)): part is Missing {
  return 'missing' in part
}
