import type { GatewayError } from '../error/gateway-error.js'
import type { OperationHandle } from '../handle.js'
import type { OperationStatus } from './operation-status.js'

/** What kind of work an operation is; the names of HiveServer2's TOperationType where it has one. */
export type OperationType =
  | 'EXECUTE_STATEMENT'
  | 'GET_TYPE_INFO'
  | 'GET_CATALOGS'
  | 'GET_SCHEMAS'
  | 'GET_TABLES'
  | 'GET_TABLE_TYPES'
  | 'GET_COLUMNS'
  | 'GET_FUNCTIONS'
  | 'GET_PRIMARY_KEYS'
  | 'GET_CROSS_REFERENCE'
  | 'REFRESH_MATERIALIZED_TABLE'

/** How far a running statement is. */
export interface OperationProgress {
  /** 0 to 1; absent where the engine cannot tell. */
  readonly fraction?: number
  /** Rows processed so far, in the engine's own sense. */
  readonly rows?: number
}

/** A picture of an operation at one moment; never changes after it was handed out. */
export interface OperationInfo {
  readonly handle: OperationHandle
  readonly status: OperationStatus
  readonly type: OperationType
  /**
   * Whether there will be rows worth showing. Known at submission and never changes. Where it is false the result is
   * one row all the same, `OK` or a count, for protocols that show it.
   */
  readonly hasResultSet: boolean
  /** Milliseconds since the epoch, as are the other two. */
  readonly submittedAtMs: number
  /** When it began to run; absent while it waits. */
  readonly startedAtMs?: number
  /** When it reached a terminal status. */
  readonly completedAtMs?: number
  /** Rows that the statement inserted, changed or deleted, where the engine counts them. */
  readonly affectedRows?: bigint
  readonly progress?: OperationProgress
  /** 32 lower-case hexadecimal digits; set where the engine runs statements as jobs. */
  readonly jobId?: string
  /** Why it ended, in status ERROR, TIMEOUT and CANCELED. */
  readonly error?: GatewayError
}
