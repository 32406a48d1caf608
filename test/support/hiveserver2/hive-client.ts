import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import { MESSAGE, type Struct, ThriftReader, ThriftWriter, TYPE } from './thrift-codec.js'
import type { ThriftConnection } from './thrift-connection.js'

/** The calls of TCLIService with what they take and give. */
export interface HiveCalls {
  OpenSession: [tcli.TOpenSessionReq, tcli.TOpenSessionResp]
  CloseSession: [tcli.TCloseSessionReq, tcli.TCloseSessionResp]
  GetInfo: [tcli.TGetInfoReq, tcli.TGetInfoResp]
  SetClientInfo: [tcli.TSetClientInfoReq, tcli.TSetClientInfoResp]
  ExecuteStatement: [tcli.TExecuteStatementReq, tcli.TExecuteStatementResp]
  GetTypeInfo: [tcli.TGetTypeInfoReq, tcli.TGetTypeInfoResp]
  GetCatalogs: [tcli.TGetCatalogsReq, tcli.TGetCatalogsResp]
  GetSchemas: [tcli.TGetSchemasReq, tcli.TGetSchemasResp]
  GetTables: [tcli.TGetTablesReq, tcli.TGetTablesResp]
  GetTableTypes: [tcli.TGetTableTypesReq, tcli.TGetTableTypesResp]
  GetColumns: [tcli.TGetColumnsReq, tcli.TGetColumnsResp]
  GetFunctions: [tcli.TGetFunctionsReq, tcli.TGetFunctionsResp]
  GetPrimaryKeys: [tcli.TGetPrimaryKeysReq, tcli.TGetPrimaryKeysResp]
  GetCrossReference: [tcli.TGetCrossReferenceReq, tcli.TGetCrossReferenceResp]
  GetOperationStatus: [tcli.TGetOperationStatusReq, tcli.TGetOperationStatusResp]
  CancelOperation: [tcli.TCancelOperationReq, tcli.TCancelOperationResp]
  CloseOperation: [tcli.TCloseOperationReq, tcli.TCloseOperationResp]
  GetResultSetMetadata: [tcli.TGetResultSetMetadataReq, tcli.TGetResultSetMetadataResp]
  FetchResults: [tcli.TFetchResultsReq, tcli.TFetchResultsResp]
  GetDelegationToken: [tcli.TGetDelegationTokenReq, tcli.TGetDelegationTokenResp]
  CancelDelegationToken: [tcli.TCancelDelegationTokenReq, tcli.TCancelDelegationTokenResp]
  RenewDelegationToken: [tcli.TRenewDelegationTokenReq, tcli.TRenewDelegationTokenResp]
  GetQueryId: [tcli.TGetQueryIdReq, tcli.TGetQueryIdResp]
  UploadData: [tcli.TUploadDataReq, tcli.TUploadDataResp]
  DownloadData: [tcli.TDownloadDataReq, tcli.TDownloadDataResp]
}

/** The name of a call. */
export type HiveCall = keyof HiveCalls

/** An answer that is Thrift's exception. */
export class ThriftException extends Error {
  readonly type: number | undefined
  constructor(type: number | undefined, text: string) {
    super(text)
    this.type = type
  }
}

/** Makes calls of TCLIService. */
export interface HiveClient {
  /** @throws {ThriftException} */
  call<N extends HiveCall>(name: N, request: HiveCalls[N][0]): Promise<HiveCalls[N][1]>
  readonly connection: ThriftConnection
}

/** Makes a client over an open connection. */
export function createHiveClient(connection: ThriftConnection): HiveClient {
  let seqId = 0
  return {
    connection,
    call: async (name, request) => readReply(name, await connection.exchange(writeCall(name, request, ++seqId))),
  }
}

/** The message of a call. */
export function writeCall(name: string, request: object, seqId = 1): Buffer {
  const writer = new ThriftWriter()
  writer.writeMessageBegin(name, MESSAGE.CALL, seqId)
  writer.writeFieldBegin('req', TYPE.STRUCT, 1)
  ;(request as Struct).write(writer)
  writer.writeFieldStop()
  return writer.bytes()
}

/** Reads the answer to a call. @throws {ThriftException} it is one */
function readReply<N extends HiveCall>(name: N, bytes: Buffer): HiveCalls[N][1] {
  const reader = new ThriftReader(bytes)
  const { type } = reader.readMessageBegin()
  if (type === MESSAGE.EXCEPTION) throw readException(reader)
  let result: object | undefined
  for (let field = reader.readFieldBegin(); field.ftype !== TYPE.STOP; field = reader.readFieldBegin()) {
    if (field.fid !== 0) throw new TypeError(`field ${field.fid}`)
    const Response = tcli[`T${name}Resp`] as new () => object
    result = new Response()
    ;(result as Struct).read(reader)
  }
  if (reader.position !== bytes.length) throw new TypeError(`${bytes.length - reader.position} bytes are left`)
  return result as HiveCalls[N][1]
}

function readException(reader: ThriftReader): ThriftException {
  let text = ''
  let type: number | undefined
  for (let field = reader.readFieldBegin(); field.ftype !== TYPE.STOP; field = reader.readFieldBegin()) {
    if (field.fid === 1) text = reader.readString()
    else if (field.fid === 2) type = reader.readI32()
    else reader.skip(field.ftype)
  }
  return new ThriftException(type, text)
}
