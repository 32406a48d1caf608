import type { ResultKind, ResultSchema } from '../result/result-schema.js'
import type { ResultSource } from './result-source.js'

/** What a statement did to the session's properties. */
export type ConfigChange =
  | { readonly change: 'set'; readonly key: string; readonly value: string }
  /** Back to the value that the session began with, or gone where there was none. */
  | { readonly change: 'reset'; readonly key: string }
  /** Every key back to that. */
  | { readonly change: 'reset-all' }

/** What a statement that succeeded so far yields. */
export interface StatementOutcome {
  readonly schema: ResultSchema
  readonly resultKind: ResultKind
  /** Whether the statement is a query: SELECT, VALUES, WITH; not SHOW, DESCRIBE, EXPLAIN, DDL, DML. */
  readonly isQueryResult: boolean
  /** 32 lower-case hexadecimal digits. */
  readonly jobId?: string
  readonly affectedRows?: bigint
  readonly configChanges?: readonly ConfigChange[]
  readonly rows: ResultSource
}
