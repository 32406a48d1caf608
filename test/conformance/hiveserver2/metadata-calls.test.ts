import { describe, expect, test } from '@jest/globals'
import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import type { HiveCall } from '../../support/hiveserver2/hive-client.js'
import type { Value } from '../../support/hiveserver2/row-set.js'
import { type HiveSession, startEndpoint } from './running-endpoint.js'

type MetadataCall = Extract<
  HiveCall,
  `Get${'TypeInfo' | 'Catalogs' | 'Schemas' | 'Tables' | 'TableTypes' | 'Columns' | 'Functions' | 'PrimaryKeys' | 'CrossReference'}`
>

/** Rows by the names of their columns, fetched at once, as hive-jdbc does. */
async function ask(session: HiveSession, call: MetadataCall, fields: object = {}): Promise<Record<string, Value>[]> {
  const { operationHandle } = await session.call(call, fields)
  const rows = await session.rows(operationHandle ?? undefined)
  const { schema } = await session.call('GetResultSetMetadata', { operationHandle })
  const names = schema?.columns.map(({ columnName }) => columnName) ?? []
  return rows.map((row) => Object.fromEntries(names.map((name, c) => [name, row[c] ?? null])))
}

async function columnsOf(session: HiveSession, call: MetadataCall, fields: object = {}): Promise<string[]> {
  const { operationHandle } = await session.call(call, fields)
  const { schema } = await session.call('GetResultSetMetadata', { operationHandle })
  return (schema?.columns ?? []).map(({ columnName, typeDesc }) => {
    const typeId = tcli.TTypeId[typeDesc.types[0]?.primitiveEntry?.type as number]
    return typeId === 'STRING_TYPE' ? columnName : `${columnName} ${typeId}`
  })
}

async function withTables(session: HiveSession): Promise<void> {
  for (const statement of ['CREATE TABLE orders', 'CREATE TABLE "or_ers"', 'CREATE VIEW recent', 'CREATE TEMPORARY TABLE scratch']) {
    await session.run(statement)
  }
}

const NO_FIELDS = {}
const FUNCTION = { functionName: '%' }

describe('hiveserver2: metadata calls', () => {
  test.each<[MetadataCall, object, string, string[]]>([
    ['GetCatalogs', NO_FIELDS, 'GET_CATALOGS', ['TABLE_CAT']],
    ['GetSchemas', NO_FIELDS, 'GET_SCHEMAS', ['TABLE_SCHEM', 'TABLE_CATALOG']],
    ['GetTableTypes', NO_FIELDS, 'GET_TABLE_TYPES', ['TABLE_TYPE']],
    [
      'GetTables',
      NO_FIELDS,
      'GET_TABLES',
      [
        'TABLE_CAT',
        'TABLE_SCHEM',
        'TABLE_NAME',
        'TABLE_TYPE',
        'REMARKS',
        'TYPE_CAT',
        'TYPE_SCHEM',
        'TYPE_NAME',
        'SELF_REFERENCING_COL_NAME',
        'REF_GENERATION',
      ],
    ],
    [
      'GetColumns',
      NO_FIELDS,
      'GET_COLUMNS',
      [
        'TABLE_CAT',
        'TABLE_SCHEM',
        'TABLE_NAME',
        'COLUMN_NAME',
        'DATA_TYPE INT_TYPE',
        'TYPE_NAME',
        'COLUMN_SIZE INT_TYPE',
        'BUFFER_LENGTH TINYINT_TYPE',
        'DECIMAL_DIGITS INT_TYPE',
        'NUM_PREC_RADIX INT_TYPE',
        'NULLABLE INT_TYPE',
        'REMARKS',
        'COLUMN_DEF',
        'SQL_DATA_TYPE INT_TYPE',
        'SQL_DATETIME_SUB INT_TYPE',
        'CHAR_OCTET_LENGTH INT_TYPE',
        'ORDINAL_POSITION INT_TYPE',
        'IS_NULLABLE',
        'SCOPE_CATALOG',
        'SCOPE_SCHEMA',
        'SCOPE_TABLE',
        'SOURCE_DATA_TYPE SMALLINT_TYPE',
        'IS_AUTO_INCREMENT',
      ],
    ],
    [
      'GetFunctions',
      FUNCTION,
      'GET_FUNCTIONS',
      ['FUNCTION_CAT', 'FUNCTION_SCHEM', 'FUNCTION_NAME', 'REMARKS', 'FUNCTION_TYPE INT_TYPE', 'SPECIFIC_NAME'],
    ],
    [
      'GetPrimaryKeys',
      NO_FIELDS,
      'GET_FUNCTIONS',
      ['TABLE_CAT', 'TABLE_SCHEM', 'TABLE_NAME', 'COLUMN_NAME', 'KEY_SEQ INT_TYPE', 'PK_NAME'],
    ],
    [
      'GetCrossReference',
      NO_FIELDS,
      'GET_FUNCTIONS',
      [
        'PKTABLE_CAT',
        'PKTABLE_SCHEM',
        'PKTABLE_NAME',
        'PKCOLUMN_NAME',
        'FKTABLE_CAT',
        'FKTABLE_SCHEM',
        'FKTABLE_NAME',
        'FKCOLUMN_NAME',
        'KEQ_SEQ INT_TYPE',
        'UPDATE_RULE INT_TYPE',
        'DELETE_RULE INT_TYPE',
        'FK_NAME',
        'PK_NAME',
        'DEFERRABILITY INT_TYPE',
      ],
    ],
    [
      'GetTypeInfo',
      NO_FIELDS,
      'GET_TYPE_INFO',
      [
        'TYPE_NAME',
        'DATA_TYPE INT_TYPE',
        'PRECISION INT_TYPE',
        'LITERAL_PREFIX',
        'LITERAL_SUFFIX',
        'CREATE_PARAMS',
        'NULLABLE SMALLINT_TYPE',
        'CASE_SENSITIVE BOOLEAN_TYPE',
        'SEARCHABLE SMALLINT_TYPE',
        'UNSIGNED_ATTRIBUTE BOOLEAN_TYPE',
        'FIXED_PREC_SCALE BOOLEAN_TYPE',
        'AUTO_INCREMENT BOOLEAN_TYPE',
        'LOCAL_TYPE_NAME',
        'MINIMUM_SCALE SMALLINT_TYPE',
        'MAXIMUM_SCALE SMALLINT_TYPE',
        'SQL_DATA_TYPE INT_TYPE',
        'SQL_DATETIME_SUB INT_TYPE',
        'NUM_PREC_RADIX INT_TYPE',
      ],
    ],
  ])('%s has the columns of the protocol, is finished when it returns, and says what it is', async (call, fields, type, columns) => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    expect(await columnsOf(session, call, fields)).toEqual(columns)
    const { operationHandle } = await session.call(call, fields)
    expect(operationHandle).toMatchObject({ operationType: tcli.TOperationType[type as 'UNKNOWN'], hasResultSet: true })
    const { operationState } = await session.call('GetOperationStatus', { operationHandle })
    expect(operationState).toBe(tcli.TOperationState.FINISHED_STATE)
  })

  test('list catalogs and databases', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    expect(await ask(session, 'GetCatalogs')).toEqual([{ TABLE_CAT: 'default_catalog' }, { TABLE_CAT: 'other_catalog' }])
    const all = await ask(session, 'GetSchemas')
    expect(all.map(({ TABLE_CATALOG, TABLE_SCHEM }) => `${TABLE_CATALOG}.${TABLE_SCHEM}`)).toEqual([
      'default_catalog.default_database',
      'default_catalog.other_database',
      'other_catalog.default_database',
    ])
    for (const schemaName of [null, '', '%', '*', '.*', '_%', '_*', '.%'])
      expect(await ask(session, 'GetSchemas', { schemaName })).toEqual(all)
    expect(await ask(session, 'GetSchemas', { catalogName: 'other_catalog' })).toHaveLength(1)
    expect(await ask(session, 'GetSchemas', { schemaName: 'OTHER%' })).toEqual([
      { TABLE_SCHEM: 'other_database', TABLE_CATALOG: 'default_catalog' },
    ])
    expect(await ask(session, 'GetSchemas', { schemaName: 'none' })).toEqual([])
  })

  test('list tables by patterns and types', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await withTables(session)
    const names = async (fields: object) =>
      (await ask(session, 'GetTables', fields)).map(({ TABLE_NAME, TABLE_TYPE }) => `${TABLE_NAME} ${TABLE_TYPE}`)
    expect(await names({})).toEqual(['or_ers TABLE', 'orders TABLE', 'recent VIEW', 'scratch TABLE'])
    expect(await names({ tableName: 'OR%' })).toEqual(['or_ers TABLE', 'orders TABLE'])
    expect(await names({ tableName: 'or\\_ers' })).toEqual(['or_ers TABLE'])
    expect(await names({ tableTypes: ['VIEW', 'MATERIALIZED_VIEW'] })).toEqual(['recent VIEW'])
    expect(await names({ tableTypes: ['MANAGED_TABLE'], tableName: 'orders' })).toEqual(['orders TABLE'])
    expect(await names({ tableTypes: ['SYNONYM'] })).toEqual([])
    expect(await names({ catalogName: 'other%' })).toEqual([])
    expect((await ask(session, 'GetTables', { schemaName: '%', tableName: 'orders' }))[0]).toMatchObject({
      TABLE_CAT: 'default_catalog',
      TABLE_SCHEM: 'default_database',
      REMARKS: '',
      TYPE_NAME: null,
    })
    expect((await ask(session, 'GetTableTypes')).map(({ TABLE_TYPE }) => TABLE_TYPE)).toEqual(expect.arrayContaining(['TABLE', 'VIEW']))
  })

  test('mean the default database of the engine by `default`, unless there is one of that name', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.run('CREATE TABLE orders')
    expect(await ask(session, 'GetTables', { schemaName: 'default' })).toHaveLength(1)
    expect(await ask(session, 'GetColumns', { schemaName: 'default', tableName: 'orders' })).toHaveLength(2)
    await session.run('CREATE DATABASE default')
    expect(await ask(session, 'GetTables', { schemaName: 'default' })).toEqual([])
  })

  test('list columns and primary keys', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await withTables(session)
    const columns = await ask(session, 'GetColumns', { tableName: 'orders', columnName: '.*' })
    expect(columns.map(({ COLUMN_NAME, DATA_TYPE, ORDINAL_POSITION }) => [COLUMN_NAME, DATA_TYPE, ORDINAL_POSITION])).toEqual([
      ['id', -5, 1],
      ['name', 12, 2],
    ])
    expect(await ask(session, 'GetColumns', { tableName: 'orders', columnName: 'n%' })).toHaveLength(1)
    const keys = await ask(session, 'GetPrimaryKeys', { schemaName: 'default_database', tableName: 'or_ers' })
    expect(keys.map(({ TABLE_NAME, COLUMN_NAME, KEY_SEQ }) => [TABLE_NAME, COLUMN_NAME, KEY_SEQ])).toEqual([['or_ers', 'id', 1]])
    expect(await ask(session, 'GetCrossReference', { parentTableName: 'orders' })).toEqual([])
  })

  test('list functions and types', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const functions = await ask(session, 'GetFunctions', { functionName: '*' })
    expect(functions.length).toBeGreaterThan(0)
    expect(functions.every(({ FUNCTION_NAME, FUNCTION_TYPE }) => typeof FUNCTION_NAME === 'string' && Number(FUNCTION_TYPE) >= 1)).toBe(
      true,
    )
    expect(await ask(session, 'GetFunctions', { functionName: 'no_such_function' })).toEqual([])
    expect(await ask(session, 'GetTypeInfo')).toHaveLength(23)
  })

  test('do not wait behind a statement that runs', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.submit('WAIT never')
    await endpoint.control.started('never')
    expect(await ask(session, 'GetSchemas')).toHaveLength(3)
  })

  test('carry the error where the catalog fails', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.call('CloseSession')
    await expect(session.call('GetTables')).rejects.toThrow(/^Invalid SessionHandle: /)
  })
})
