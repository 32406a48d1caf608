import type { GatewayError } from '@sql-gateway/gateway-common'
import tcli, { type TOperationHandle, type TStatus } from '#generated/TCLIService_types.js'
import { emptyOperationHandle } from '../mapping/handles.js'
import { success } from '../mapping/statuses.js'
import type { Caller } from './caller.js'
import { executeStatement } from './execute-call.js'
import type { Gateway } from './gateway.js'
import * as metadata from './metadata-calls.js'
import * as operations from './operation-calls.js'
import { noDataTransfer, noDelegationTokens } from './refused-calls.js'
import * as sessions from './session-calls.js'

/** How a call is answered, and what its answer is when it fails. */
interface Call<Request, Response> {
  answer(gateway: Gateway, caller: Caller, request: Request): Promise<Response>
  /** Sets every field that must be there. Absent where the protocol has no place for an error. */
  refuse?(status: TStatus, request: Request): Response
}

function call<Request, Response>(
  answer: Call<Request, Response>['answer'],
  refuse: (status: TStatus, request: Request) => Response,
): Call<Request, Response> {
  return { answer, refuse }
}

/** A metadata call, whose answers differ in nothing but their class. */
function metadataCall<Request extends metadata.MetadataRequest, Response>(
  run: metadata.MetadataCall<Request>,
  Response: new (fields: { status: TStatus; operationHandle?: TOperationHandle }) => Response,
): Call<Request, Response> {
  return {
    answer: async (gateway, caller, request) => {
      const operationHandle = await run(gateway, caller, request)
      return new Response({ status: success(), operationHandle })
    },
    refuse: (status) => new Response({ status }),
  }
}

function refusedCall<Response>(reason: () => GatewayError, refuse: (status: TStatus) => Response): Call<unknown, Response> {
  return {
    answer: () => Promise.reject(reason()),
    refuse,
  }
}

/** Every call of TCLIService but FetchResults, whose answer is written by hand. */
export const CALLS = {
  OpenSession: call(
    sessions.openSession,
    (status, { client_protocol }) =>
      new tcli.TOpenSessionResp({
        status,
        serverProtocolVersion: Math.max(0, Math.min(client_protocol ?? 0, tcli.TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V11)),
      }),
  ),
  CloseSession: call(sessions.closeSession, (status) => new tcli.TCloseSessionResp({ status })),
  GetInfo: call(sessions.getInfo, (status) => new tcli.TGetInfoResp({ status, infoValue: sessions.noInfo() })),
  SetClientInfo: call(sessions.setClientInfo, (status) => new tcli.TSetClientInfoResp({ status })),
  ExecuteStatement: call(executeStatement, (status) => new tcli.TExecuteStatementResp({ status })),
  GetOperationStatus: call(operations.getOperationStatus, (status) => new tcli.TGetOperationStatusResp({ status })),
  CancelOperation: call(operations.cancelOperation, (status) => new tcli.TCancelOperationResp({ status })),
  CloseOperation: call(operations.closeOperation, (status) => new tcli.TCloseOperationResp({ status })),
  GetResultSetMetadata: call(operations.getResultSetMetadata, (status) => new tcli.TGetResultSetMetadataResp({ status })),
  GetQueryId: { answer: operations.getQueryId },
  GetTypeInfo: metadataCall(metadata.getTypeInfo, tcli.TGetTypeInfoResp),
  GetCatalogs: metadataCall(metadata.getCatalogs, tcli.TGetCatalogsResp),
  GetSchemas: metadataCall(metadata.getSchemas, tcli.TGetSchemasResp),
  GetTables: metadataCall(metadata.getTables, tcli.TGetTablesResp),
  GetTableTypes: metadataCall(metadata.getTableTypes, tcli.TGetTableTypesResp),
  GetColumns: metadataCall(metadata.getColumns, tcli.TGetColumnsResp),
  GetFunctions: metadataCall(metadata.getFunctions, tcli.TGetFunctionsResp),
  GetPrimaryKeys: metadataCall(metadata.getPrimaryKeys, tcli.TGetPrimaryKeysResp),
  GetCrossReference: metadataCall(metadata.getCrossReference, tcli.TGetCrossReferenceResp),
  GetDelegationToken: refusedCall(noDelegationTokens, (status) => new tcli.TGetDelegationTokenResp({ status })),
  CancelDelegationToken: refusedCall(noDelegationTokens, (status) => new tcli.TCancelDelegationTokenResp({ status })),
  RenewDelegationToken: refusedCall(noDelegationTokens, (status) => new tcli.TRenewDelegationTokenResp({ status })),
  UploadData: refusedCall(noDataTransfer, (status) => new tcli.TUploadDataResp({ status, operationHandle: emptyOperationHandle() })),
  DownloadData: refusedCall(noDataTransfer, (status) => new tcli.TDownloadDataResp({ status, operationHandle: emptyOperationHandle() })),
}

/** The name of a call in {@link CALLS}. */
export type CallName = keyof typeof CALLS

/** Whether the table has a call. */
export function isCallName(name: string): name is CallName {
  return Object.hasOwn(CALLS, name)
}
