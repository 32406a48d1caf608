import type { EndpointVersion } from '../endpoint/endpoint-version.js'
import type { OperationHandle, SessionHandle } from '../handle.js'
import type { OperationInfo } from '../operation/operation-info.js'
import type { OperationStatus } from '../operation/operation-status.js'
import type { Principal } from '../principal.js'

/** A session as an operator sees it. */
export interface SessionSummary {
  readonly handle: SessionHandle
  readonly sessionName?: string
  readonly owner: string
  readonly engine: string
  readonly endpointVersion: EndpointVersion
  /** Milliseconds since the epoch, as is the other. */
  readonly openedAtMs: number
  readonly lastUsedAtMs: number
  /** Operations not yet closed. */
  readonly operationCount: number
  /** Why the session keeps its engine session, such as an open transaction; absent where nothing pins it. */
  readonly pinnedBy?: string
}

/** An operation as an operator sees it. */
export interface OperationSummary extends OperationInfo {
  readonly session: SessionHandle
  readonly owner: string
  readonly engine: string
  /** The statement's first 1,000 characters, or what else the operation is. */
  readonly statement: string
}

/** Which part of a list to give. */
export interface ListRequest {
  /** How many to skip and how many to give at most, at least 1. */
  readonly offset: number
  readonly limit: number
}

/** Which operations to list. */
export interface ListOperationsRequest extends ListRequest {
  readonly session?: SessionHandle
  /** Absent means all. */
  readonly statuses?: readonly OperationStatus[]
}

/** Part of a list, with the length of the whole. */
export interface Listing<T> {
  readonly total: number
  readonly items: readonly T[]
}

/**
 * For operators: who runs what, and ending it. Every call throws REQUEST.FORBIDDEN unless the caller is an
 * administrator; unlike the rest of the service these calls see the sessions of all principals and count as no use.
 */
export interface AdminApi {
  /** Sessions in the order of opening. */
  listSessions(caller: Principal, request: ListRequest): Promise<Listing<SessionSummary>>
  /** Operations of all sessions in the order of submission within each. */
  listOperations(caller: Principal, request: ListOperationsRequest): Promise<Listing<OperationSummary>>
  /**
   * Closes a session of anybody; otherwise as closeSession.
   *
   * @throws {GatewayError} SESSION.NOT_FOUND
   */
  killSession(caller: Principal, session: SessionHandle): Promise<void>
  /**
   * Cancels an operation of anybody where it waits or runs; an ended one is closed.
   *
   * @throws {GatewayError} OPERATION.NOT_FOUND
   */
  killOperation(caller: Principal, operation: OperationHandle): Promise<void>
}
