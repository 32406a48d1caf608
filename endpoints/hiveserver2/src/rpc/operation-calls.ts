import { isTerminalStatus, type OperationInfo } from '@sql-gateway/gateway-common'
import tcli, {
  type TCancelOperationReq,
  type TCancelOperationResp,
  type TCloseOperationReq,
  type TCloseOperationResp,
  type TGetOperationStatusReq,
  type TGetOperationStatusResp,
  type TGetQueryIdReq,
  type TGetQueryIdResp,
  type TGetResultSetMetadataReq,
  type TGetResultSetMetadataResp,
} from '#generated/TCLIService_types.js'
import { toOperationState } from '../mapping/operation-states.js'
import { toProgress } from '../mapping/progress.js'
import { VERSION, type WireVersion } from '../mapping/protocol-version.js'
import { success, toWireError } from '../mapping/statuses.js'
import { toTableSchema } from '../mapping/table-schema.js'
import { toInt64 } from '../wire/int64.js'
import type { Caller } from './caller.js'
import type { Gateway } from './gateway.js'
import { findOperation, sessionVersion } from './operation-lookup.js'

/**
 * Says how far an operation is. Waits a while for its end: hive-jdbc and hive-driver ask again without any pause. A
 * statement that failed is told by the fields beside the status, which itself says that the call went well.
 */
export async function getOperationStatus(
  gateway: Gateway,
  caller: Caller,
  request: TGetOperationStatusReq,
): Promise<TGetOperationStatusResp> {
  const { service, settings } = gateway
  const { session, operation } = await findOperation(gateway, caller, request.operationHandle)
  const patience = AbortSignal.any([caller.gone, caller.stopping])
  const info = await service.awaitOperation(caller.principal, session, operation, 'terminal', settings.longPollMs, patience)
  const version = await sessionVersion(gateway, caller, session)
  const response = new tcli.TGetOperationStatusResp({
    status: success(),
    operationState: toOperationState(info.status, version),
    hasResultSet: info.hasResultSet,
  })
  if (info.startedAtMs !== undefined) response.operationStarted = toInt64(info.startedAtMs)
  if (info.completedAtMs !== undefined) response.operationCompleted = toInt64(info.completedAtMs)
  if (info.affectedRows !== undefined) response.numModifiedRows = toInt64(info.affectedRows)
  if (info.error !== undefined) Object.assign(response, toWireError(info.error))
  addProgress(response, info, request, version)
  return response
}

function addProgress(
  response: TGetOperationStatusResp,
  info: OperationInfo,
  { getProgressUpdate }: TGetOperationStatusReq,
  version: WireVersion,
): void {
  if (!getProgressUpdate || version < VERSION.V10 || isTerminalStatus(info.status)) return
  const progress = toProgress(info)
  if (progress !== undefined) response.progressUpdateResponse = progress
}

/** Cancels an operation, from whatever connection, and the rows of a stream; what has ended is left as it is. */
export async function cancelOperation(gateway: Gateway, caller: Caller, request: TCancelOperationReq): Promise<TCancelOperationResp> {
  const { session, operation } = await findOperation(gateway, caller, request.operationHandle)
  await gateway.service.cancelOperation(caller.principal, session, operation, 'result')
  return new tcli.TCancelOperationResp({ status: success() })
}

/** Ends an operation and releases its result. */
export async function closeOperation(gateway: Gateway, caller: Caller, request: TCloseOperationReq): Promise<TCloseOperationResp> {
  const { session, operation } = await findOperation(gateway, caller, request.operationHandle)
  await gateway.service.closeOperation(caller.principal, session, operation)
  return new tcli.TCloseOperationResp({ status: success() })
}

/** Describes a result's columns; waits until there is a result. */
export async function getResultSetMetadata(
  gateway: Gateway,
  caller: Caller,
  request: TGetResultSetMetadataReq,
): Promise<TGetResultSetMetadataResp> {
  const { session, operation } = await findOperation(gateway, caller, request.operationHandle)
  const schema = await gateway.service.getOperationResultSchema(caller.principal, session, operation, caller.gone)
  const version = await sessionVersion(gateway, caller, session)
  return new tcli.TGetResultSetMetadataResp({ status: success(), schema: toTableSchema(schema, version) })
}

/** The id by which logs and operators know an operation. */
export async function getQueryId(gateway: Gateway, caller: Caller, request: TGetQueryIdReq): Promise<TGetQueryIdResp> {
  const { operation } = await findOperation(gateway, caller, request.operationHandle)
  return new tcli.TGetQueryIdResp({ queryId: operation })
}
