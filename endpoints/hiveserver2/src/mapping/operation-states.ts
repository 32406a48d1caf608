import type { OperationStatus, OperationType } from '@sql-gateway/gateway-common'
import tcli, { type TOperationState, type TOperationType } from '#generated/TCLIService_types.js'
import { VERSION, type WireVersion } from './protocol-version.js'

const { TOperationState: State, TOperationType: Type } = tcli

const STATES = {
  INITIALIZED: State.INITIALIZED_STATE,
  PENDING: State.PENDING_STATE,
  RUNNING: State.RUNNING_STATE,
  FINISHED: State.FINISHED_STATE,
  CANCELED: State.CANCELED_STATE,
  TIMEOUT: State.TIMEDOUT_STATE,
  ERROR: State.ERROR_STATE,
  CLOSED: State.CLOSED_STATE,
} as const satisfies Readonly<Record<OperationStatus, TOperationState>>

/** A status as a client of a version knows it. A state that its Java enum lacks reads as a missing field and breaks it. */
export function toOperationState(status: OperationStatus, version: WireVersion): TOperationState {
  return status === 'TIMEOUT' && version < VERSION.V9 ? State.CANCELED_STATE : STATES[status]
}

const TYPES = {
  EXECUTE_STATEMENT: Type.EXECUTE_STATEMENT,
  GET_TYPE_INFO: Type.GET_TYPE_INFO,
  GET_CATALOGS: Type.GET_CATALOGS,
  GET_SCHEMAS: Type.GET_SCHEMAS,
  GET_TABLES: Type.GET_TABLES,
  GET_TABLE_TYPES: Type.GET_TABLE_TYPES,
  GET_COLUMNS: Type.GET_COLUMNS,
  GET_FUNCTIONS: Type.GET_FUNCTIONS,
  // The protocol has no name for these two; Hive calls them so.
  GET_PRIMARY_KEYS: Type.GET_FUNCTIONS,
  GET_CROSS_REFERENCE: Type.GET_FUNCTIONS,
  REFRESH_MATERIALIZED_TABLE: Type.UNKNOWN,
} as const satisfies Readonly<Record<OperationType, TOperationType>>

/** An operation's type as the handle says it. */
export function toOperationType(type: OperationType): TOperationType {
  return TYPES[type]
}
