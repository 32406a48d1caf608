import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import type { EndpointAddress } from '@sql-gateway/gateway-common'
import type { EndpointClient, WireError, WirePage } from '@sql-gateway/gateway-common/testkit'
import Int64 from 'node-int64'
import { createHiveClient, type HiveClient, ThriftException } from '../../support/hiveserver2/hive-client.js'
import { rowsOf, type Value } from '../../support/hiveserver2/row-set.js'
import { type ConnectionChoices, SaslRefusal, type ThriftConnection } from '../../support/hiveserver2/thrift-connection.js'

/** An answer whose status is no success. */
class StatusError extends Error {
  readonly status: tcli.TStatus
  constructor(status: tcli.TStatus) {
    super(status.errorMessage ?? 'without a text')
    this.status = status
  }
}

/** Opens a connection of one kind. */
export type Connect = (choices: ConnectionChoices) => Promise<ThriftConnection>

/** The port in an address of the endpoint. */
export function portOf({ url }: EndpointAddress): number {
  return Number(/:(\d+)\/$/.exec(url)?.[1])
}

/** Gives an answer back if its status is success. */
export function checked<R extends { status: tcli.TStatus }>(response: R): R {
  if (response.status.statusCode !== tcli.TStatusCode.SUCCESS_STATUS) throw new StatusError(response.status)
  return response
}

/** Reads what a call threw. */
export function errorOf(thrown: unknown): WireError | undefined {
  if (thrown instanceof StatusError) {
    const { sqlState, errorCode } = thrown.status
    return { text: thrown.message, ...(sqlState ? { sqlState } : {}), ...(errorCode ? { vendorCode: errorCode } : {}) }
  }
  return thrown instanceof ThriftException || thrown instanceof SaslRefusal ? { text: thrown.message } : undefined
}

/** Connects a client of the endpoint suite in one of the ways that the port understands. */
export async function connectClient(
  address: EndpointAddress,
  connect: Connect,
): Promise<EndpointClient<tcli.TSessionHandle, tcli.TOperationHandle>> {
  const client = createHiveClient(await connect({ port: portOf(address) }))
  return {
    openSession: async (configuration) => {
      const request = new tcli.TOpenSessionReq({ client_protocol: tcli.TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10, configuration })
      return checked(await client.call('OpenSession', request)).sessionHandle as tcli.TSessionHandle
    },
    closeSession: async (sessionHandle) => {
      checked(await client.call('CloseSession', new tcli.TCloseSessionReq({ sessionHandle })))
    },
    execute: async (sessionHandle, statement) => {
      const request = new tcli.TExecuteStatementReq({ sessionHandle, statement, runAsync: true })
      return checked(await client.call('ExecuteStatement', request)).operationHandle as tcli.TOperationHandle
    },
    fetchPage: (_session, operationHandle, maxRows) => fetchPage(client, operationHandle, maxRows),
    status: async (_session, operationHandle) => {
      const { operationState } = checked(await client.call('GetOperationStatus', new tcli.TGetOperationStatusReq({ operationHandle })))
      return tcli.TOperationState[operationState as number] as string
    },
    closeOperation: async (_session, operationHandle) => {
      checked(await client.call('CloseOperation', new tcli.TCloseOperationReq({ operationHandle })))
    },
    cancel: async (_session, operationHandle) => {
      checked(await client.call('CancelOperation', new tcli.TCancelOperationReq({ operationHandle })))
    },
    disconnect: async () => client.connection.destroy(),
  }
}

function fetchRequest(operationHandle: tcli.TOperationHandle, maxRows: number): tcli.TFetchResultsReq {
  return new tcli.TFetchResultsReq({ operationHandle, orientation: tcli.TFetchOrientation.FETCH_NEXT, maxRows: new Int64(maxRows) })
}

async function fetchPage(client: HiveClient, operationHandle: tcli.TOperationHandle, maxRows: number): Promise<WirePage> {
  const { results } = checked(await client.call('FetchResults', fetchRequest(operationHandle, maxRows)))
  const request = new tcli.TGetResultSetMetadataReq({ operationHandle })
  const { schema } = checked(await client.call('GetResultSetMetadata', request))
  const columns = schema?.columns.map(({ columnName }) => columnName) ?? []
  const rows = rowsOf(results).map((row) => row.map(text))
  const next = rows.length > 0 ? { next: true } : {}
  // Hive shows a property as one text; the suite looks for a key and a value.
  if (columns.join() === 'set') return { columns: ['key', 'value'], rows: rows.map(([line]) => keyAndValue(line ?? '')), ...next }
  return { columns, rows, ...next }
}

function keyAndValue(line: string): readonly [string, string] {
  const sign = line.indexOf('=')
  return [line.slice(0, sign), line.slice(sign + 1)]
}

function text(value: Value): string | null {
  return value === null ? null : Buffer.isBuffer(value) ? value.toString('hex') : String(value)
}
