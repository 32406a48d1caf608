import type { OperationProgress, OperationStatus, OperationType } from '@sql-gateway/gateway-common'

/** The answer of GET /healthz: the process answers. */
export interface HealthBody {
  readonly status: 'UP'
}

/** The answer of GET /readyz, with status 503 where it is not ready. */
export interface ReadinessBody {
  readonly ready: boolean
  readonly reasons: readonly string[]
}

/** A session, for operators. Times are ISO 8601 in UTC. */
export interface AdminSessionBody {
  readonly sessionHandle: string
  readonly sessionName?: string
  readonly owner: string
  readonly engine: string
  readonly protocol: string
  readonly version: number
  readonly openedAt: string
  readonly lastUsedAt: string
  /** Milliseconds since the last use. */
  readonly idleMs: number
  readonly operationCount: number
  readonly pinnedBy?: string
}

/** The answer of GET /admin/sessions. */
export interface AdminSessionsBody {
  /** How many there are in all. */
  readonly total: number
  readonly sessions: readonly AdminSessionBody[]
}

/** An operation, for operators. Times are ISO 8601 in UTC. */
export interface AdminOperationBody {
  readonly operationHandle: string
  readonly sessionHandle: string
  readonly owner: string
  readonly engine: string
  readonly type: OperationType
  readonly status: OperationStatus
  /** Its first 1,000 characters. */
  readonly statement: string
  readonly submittedAt: string
  readonly startedAt?: string
  readonly completedAt?: string
  /** Milliseconds since the submission. */
  readonly ageMs: number
  readonly jobId?: string
  /** A whole number as text, since it may be larger than a double can hold. */
  readonly affectedRows?: string
  readonly progress?: OperationProgress
  readonly error?: { readonly code: string; readonly message: string }
}

/** The answer of GET /admin/operations. */
export interface AdminOperationsBody {
  /** How many there are in all. */
  readonly total: number
  readonly operations: readonly AdminOperationBody[]
}
