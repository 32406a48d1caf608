import {
  type ExecuteOptions,
  type GatewayError,
  gatewayError,
  isTerminalStatus,
  type OperationHandle,
  type OperationInfo,
  type SessionHandle,
} from '@sql-gateway/gateway-common'
import tcli, { type TExecuteStatementReq, type TExecuteStatementResp } from '#generated/TCLIService_types.js'
import { success } from '../mapping/statuses.js'
import { propertyName } from '../session/session-options.js'
import { submitStatement } from '../statement/submit-statement.js'
import { fromInt64 } from '../wire/int64.js'
import type { Caller } from './caller.js'
import type { Gateway } from './gateway.js'

const AS_LONG_AS_IT_TAKES_MS = 2 ** 31 - 1
const DESCRIBE = /^\s*(?:describe|desc)\s+([^\s;]+)[\s;]*$/i

/** Runs a statement: answers at once with runAsync, else when it ended, and then with its error where it has one. */
export async function executeStatement(gateway: Gateway, caller: Caller, request: TExecuteStatementReq): Promise<TExecuteStatementResp> {
  const { service, handles } = gateway
  const session = handles.readSession(request.sessionHandle)
  const statement = request.statement ?? ''
  const operation = await submitStatement(gateway, caller, session, statement, readOptions(request))
  const info = request.runAsync
    ? await service.getOperationInfo(caller.principal, session, operation)
    : await resultOf(gateway, caller, session, operation).catch((error: GatewayError) => {
        throw withMissingTable(statement, error)
      })
  return new tcli.TExecuteStatementResp({ status: success(), operationHandle: handles.toOperation(info) })
}

/**
 * Waits until an operation ended well. One that did not is closed, since its caller never learns its handle; so is one
 * whose caller is gone.
 *
 * @throws {GatewayError} what the operation ended with
 */
export async function resultOf(
  { service }: Gateway,
  { principal, gone }: Caller,
  session: SessionHandle,
  operation: OperationHandle,
): Promise<OperationInfo> {
  let info: OperationInfo
  do info = await service.awaitOperation(principal, session, operation, 'terminal', AS_LONG_AS_IT_TAKES_MS, gone)
  while (!isTerminalStatus(info.status) && !gone.aborted)
  if (info.status === 'FINISHED') return info
  await service.closeOperation(principal, session, operation)
  throw info.error ?? gatewayError('OPERATION.CLOSED', 'The operation was closed while the call was under way.')
}

function readOptions({ queryTimeout, confOverlay }: TExecuteStatementReq): ExecuteOptions {
  const seconds = fromInt64(queryTimeout)
  const overlay = Object.entries(confOverlay ?? {}).map(([key, value]) => [propertyName(key), value] as const)
  return {
    ...(seconds > 0 ? { executionTimeoutMs: seconds * 1_000 } : {}),
    ...(overlay.length > 0 ? { executionConfig: new Map(overlay) } : {}),
  }
}

/** PyHive's dialect of SQLAlchemy learns that a table does not exist from these words in the answer to DESCRIBE. */
function withMissingTable(statement: string, error: GatewayError): GatewayError {
  const table = DESCRIBE.exec(statement)?.[1]
  if (table === undefined || error.code !== 'STATEMENT.NOT_FOUND') return error
  const text = `${error.publicMessage} (SemanticException: Table not found ${table})`
  return gatewayError(error.code, text, { cause: error, details: error.details })
}
