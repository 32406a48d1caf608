/** The body of GET /sessions/{session_handle}/complete-statement. */
export interface CompleteStatementRequestBody {
  readonly statement: string
  /** Of the cursor, from 0. */
  readonly position: number
}

/** The answer of GET /sessions/{session_handle}/complete-statement. */
export interface CompleteStatementResponseBody {
  readonly candidates: readonly string[]
}

/** The body of POST /sessions/{session_handle}/statements. */
export interface ExecuteStatementRequestBody {
  readonly statement: string
  /** Milliseconds; 0 or less means the gateway's default. */
  readonly executionTimeout?: number
  /** Laid over the session's properties for this statement. */
  readonly executionConfig?: Readonly<Record<string, string>>
}

/** An operation that was accepted: the answer of POST …/statements and of the refresh of a materialized table. */
export interface OperationHandleResponseBody {
  readonly operationHandle: string
}

/** The answer of the calls on an operation: status, cancel, close. */
export interface OperationStatusResponseBody {
  readonly status: string
}

/** The body of POST …/materialized-tables/{identifier}/refresh. */
export interface RefreshMaterializedTableRequestBody {
  readonly isPeriodic: boolean
  readonly scheduleTime?: string
  readonly dynamicOptions?: Readonly<Record<string, string>>
  readonly staticPartitions?: Readonly<Record<string, string>>
  readonly executionConfig?: Readonly<Record<string, string>>
}

/** The body of POST …/scripts; exactly one of `script` and `scriptUri` is given. */
export interface DeployScriptRequestBody {
  readonly script?: string
  readonly scriptUri?: string
  readonly executionConfig?: Readonly<Record<string, string>>
}

/** The answer of POST …/scripts. */
export interface DeployScriptResponseBody {
  readonly clusterID: string
}
