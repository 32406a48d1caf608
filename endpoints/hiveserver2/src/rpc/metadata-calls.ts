import type { OperationType, SessionHandle, StatementOutcome } from '@sql-gateway/gateway-common'
import type {
  TGetColumnsReq,
  TGetFunctionsReq,
  TGetPrimaryKeysReq,
  TGetSchemasReq,
  TGetTablesReq,
  TOperationHandle,
  TSessionHandle,
} from '#generated/TCLIService_types.js'
import { columnRow, functionRow, primaryKeyRow, schemaRow, tableRow } from '../metadata/catalog-rows.js'
import { databasePattern } from '../metadata/database-pattern.js'
import { metadataOutcome } from '../metadata/metadata-rows.js'
import { type NameReader, readName, readPattern } from '../metadata/name-patterns.js'
import * as columns from '../metadata/result-columns.js'
import { kindsOf, tableTypeOf } from '../metadata/table-types.js'
import { typeInfoRows } from '../metadata/type-info.js'
import type { Caller } from './caller.js'
import { resultOf } from './execute-call.js'
import type { Gateway } from './gateway.js'

/** What every metadata request has. */
export interface MetadataRequest {
  readonly sessionHandle: TSessionHandle
}

/**
 * Answers a metadata call: an operation of its own, ended when the call returns, since hive-jdbc fetches its rows at once.
 *
 * @throws {GatewayError} what the catalog fails with
 */
export type MetadataCall<R extends MetadataRequest> = (gateway: Gateway, caller: Caller, request: R) => Promise<TOperationHandle>

type Work<R> = (gateway: Gateway, caller: Caller, session: SessionHandle, request: R) => Promise<StatementOutcome>

function metadataCall<R extends MetadataRequest>(type: OperationType, work: Work<R>): MetadataCall<R> {
  return async (gateway, caller, request) => {
    const { service, handles } = gateway
    const session = handles.readSession(request.sessionHandle)
    const execute = (): Promise<StatementOutcome> => work(gateway, caller, session, request)
    const operation = await service.submitOperation(caller.principal, session, { type, description: type, hasResultSet: true, execute })
    return handles.toOperation(await resultOf(gateway, caller, session, operation))
  }
}

/** GetTypeInfo: the types of Hive. */
export const getTypeInfo = metadataCall('GET_TYPE_INFO', async () => metadataOutcome(columns.TYPE_INFO_COLUMNS, typeInfoRows()))

/** GetCatalogs. */
export const getCatalogs = metadataCall('GET_CATALOGS', async ({ service }, { principal }, session) => {
  const catalogs = await service.listCatalogs(principal, session)
  return metadataOutcome(
    columns.CATALOG_COLUMNS,
    catalogs.map((catalog) => [catalog]),
  )
})

/** GetSchemas: databases by catalog and pattern. */
export const getSchemas = metadataCall<TGetSchemasReq>('GET_SCHEMAS', async (gateway, caller, session, request) => {
  const filter = await placeFilter(gateway, caller, session, readName(request.catalogName), request.schemaName)
  const databases = await gateway.service.listDatabases(caller.principal, session, filter)
  return metadataOutcome(columns.SCHEMA_COLUMNS, databases.map(schemaRow))
})

/** GetTableTypes: what kinds of tables the engine has. */
export const getTableTypes = metadataCall('GET_TABLE_TYPES', async ({ service }, { principal }, session) => {
  const types = new Set((await service.listTableTypes(principal, session)).map(tableTypeOf))
  return metadataOutcome(
    columns.TABLE_TYPE_COLUMNS,
    [...types].map((type) => [type]),
  )
})

/** GetTables: tables by patterns and types. */
export const getTables = metadataCall<TGetTablesReq>('GET_TABLES', async (gateway, caller, session, request) => {
  const place = await placeFilter(gateway, caller, session, readPattern(request.catalogName), request.schemaName)
  const kinds = kindsOf(request.tableTypes)
  const filter = { ...place, ...named('table', readPattern(request.tableName)), ...(kinds === undefined ? {} : { kinds }) }
  const tables = kinds?.length === 0 ? [] : await gateway.service.listTables(caller.principal, session, filter)
  return metadataOutcome(columns.TABLE_COLUMNS, tables.map(tableRow))
})

/** GetColumns: columns by patterns. */
export const getColumns = metadataCall<TGetColumnsReq>('GET_COLUMNS', async (gateway, caller, session, request) => {
  const place = await placeFilter(gateway, caller, session, readName(request.catalogName), request.schemaName)
  const names = { ...named('table', readPattern(request.tableName)), ...named('column', readPattern(request.columnName)) }
  const found = await gateway.service.listColumns(caller.principal, session, { ...place, ...names })
  return metadataOutcome(columns.COLUMN_COLUMNS, found.map(columnRow))
})

/** GetFunctions: functions by patterns, a row a name. */
export const getFunctions = metadataCall<TGetFunctionsReq>('GET_FUNCTIONS', async (gateway, caller, session, request) => {
  const place = await placeFilter(gateway, caller, session, readName(request.catalogName), request.schemaName)
  const filter = { ...place, ...named('name', readPattern(request.functionName)) }
  const functions = await gateway.service.listFunctions(caller.principal, session, filter)
  const rows = new Map(functions.map((info) => [`${info.catalog}\0${info.database}\0${info.name}`, functionRow(info)]))
  return metadataOutcome(columns.FUNCTION_COLUMNS, [...rows.values()])
})

/** GetPrimaryKeys: keys of the tables with just these names. */
export const getPrimaryKeys = metadataCall<TGetPrimaryKeysReq>('GET_PRIMARY_KEYS', async (gateway, caller, session, request) => {
  const place = await placeFilter(gateway, caller, session, readName(request.catalogName), request.schemaName, readName)
  const filter = { ...place, ...named('table', readName(request.tableName)) }
  const keys = await gateway.service.listPrimaryKeys(caller.principal, session, filter)
  return metadataOutcome(columns.PRIMARY_KEY_COLUMNS, keys.map(primaryKeyRow))
})

/** GetCrossReference: always without rows, for engines tell of no foreign keys. */
export const getCrossReference = metadataCall('GET_CROSS_REFERENCE', async () => metadataOutcome(columns.CROSS_REFERENCE_COLUMNS, []))

async function placeFilter(
  { service }: Gateway,
  { principal }: Caller,
  session: SessionHandle,
  catalog: string | undefined,
  schema: string | null | undefined,
  read: NameReader = readPattern,
): Promise<{ readonly catalog?: string; readonly database?: string }> {
  const database = await databasePattern(service, principal, session, schema, read)
  return { ...named('catalog', catalog), ...named('database', database) }
}

function named<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>)
}
