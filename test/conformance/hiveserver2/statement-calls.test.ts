import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import Int64 from 'node-int64'
import { connectHttp } from '../../support/hiveserver2/thrift-connection.js'
import { createSession, startEndpoint } from './running-endpoint.js'

const { TOperationState: State } = tcli

describe('hiveserver2: ExecuteStatement', () => {
  test('answers at once with runAsync', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operationHandle = await session.submit('WAIT gate THEN SELECT 2 ROWS')
    expect(operationHandle).toMatchObject({ operationType: tcli.TOperationType.EXECUTE_STATEMENT, hasResultSet: true })
    await endpoint.control.started('gate')
    expect((await session.call('GetOperationStatus', { operationHandle })).operationState).toBe(State.RUNNING_STATE)
    endpoint.control.open('gate')
    expect(await session.rows(operationHandle)).toHaveLength(2)
  })

  test('answers when the statement ended without runAsync', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const waiting = session.run('WAIT gate THEN SELECT 2 ROWS')
    await endpoint.control.started('gate')
    endpoint.control.open('gate')
    const operationHandle = await waiting
    expect((await session.call('GetOperationStatus', { operationHandle })).operationState).toBe(State.FINISHED_STATE)
  })

  test('carries the error of a statement without runAsync, and leaves no operation', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await expect(session.run('FAIL STATEMENT.SYNTAX AT 3:14 no such word')).rejects.toMatchObject({
      status: { statusCode: 3, sqlState: '42000', errorCode: 1100, errorMessage: 'no such word (line 3, column 14)', infoMessages: null },
    })
    expect((await endpoint.service.listOperations(ANONYMOUS, { offset: 0, limit: 10 })).total).toBe(0)
  })

  test('says of statements without rows that they have none, and how many they changed', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    for (const [statement, changed] of [
      ['CREATE TABLE t', null],
      ['DML 3 INTO t', 3],
    ] as const) {
      const operationHandle = await session.run(statement)
      const status = await session.call('GetOperationStatus', { operationHandle })
      expect([operationHandle.hasResultSet, status.hasResultSet]).toEqual([false, false])
      expect(status.numModifiedRows?.toNumber() ?? null).toBe(changed)
    }
  })

  test('ends a statement after its queryTimeout', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const late = session.submit('WAIT never', { runAsync: false, queryTimeout: new Int64(1) })
    await expect(late).rejects.toMatchObject({ status: { sqlState: 'HYT00' } })
  })

  test('lays confOverlay over the properties for one statement', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const listed = await session.submit('WAIT gate THEN OK', { confOverlay: { 'set:hiveconf:a.b': 'x' } })
    endpoint.control.open('gate')
    await session.rows(listed)
    expect(await session.rows('SET a.b')).toEqual([['a.b is undefined']])
  })

  test('forgets a statement whose client is gone before its end', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open({ connect: connectHttp })
    const waiting = session.run('WAIT never')
    await endpoint.control.started('never')
    session.client.connection.destroy()
    await expect(waiting).rejects.toThrow()
    const openOperations = async () => (await endpoint.service.listOperations(ANONYMOUS, { offset: 0, limit: 10 })).total
    while ((await openOperations()) > 0) await setImmediate()
    expect(endpoint.control.runningStatements).toBe(0)
  })
})

describe('hiveserver2: habits of clients', () => {
  test('USE default goes where the engine begins', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.run('USE other_database')
    await session.run('USE `default`')
    expect(await session.rows('SHOW CURRENT DATABASE')).toEqual([['default_database']])
  })

  test('USE default goes into the database of that name where there is one', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.run('CREATE DATABASE default')
    await session.run('use default;')
    expect(await session.rows('SHOW CURRENT DATABASE')).toEqual([['default']])
  })

  test('SELECT current_database() gives the database, not the catalog', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.run('USE other_database')
    expect(await session.rows('SELECT current_database()')).toEqual([['other_database']])
  })

  test('DESCRIBE of a table answers in three columns, and says in words that PyHive knows that there is none', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.run('CREATE TABLE orders')
    const rows = [
      ['id', 'bigint', ''],
      ['name', 'string', ''],
    ]
    expect(await session.rows('DESCRIBE orders')).toEqual(rows)
    expect(await session.rows('DESCRIBE `default`.`orders`')).toEqual(rows)
    await expect(session.run('DESCRIBE no_such_table')).rejects.toThrow(/SemanticException.*Table not found no_such_table/)
  })

  test('a quote that a driver of Hive wrote stays inside of its literal', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    expect(await session.rows("ECHO 'o\\'k'")).toEqual([["o'k"]])
    await using keeping = await startEndpoint({ endpoint: { rewritesBackslashQuotes: false } })
    await expect((await keeping.open()).run("ECHO 'o\\'k'")).rejects.toThrow()
  })

  test('SET takes what Hive takes and shows what it shows', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.run('set hive.exec.dynamic.partition=true')
    await session.run("SET hiveconf:my.text = it's a b")
    expect(await session.rows('set hive.exec.dynamic.partition')).toEqual([['hive.exec.dynamic.partition=true']])
    expect(await session.rows('SET -v')).toEqual(expect.arrayContaining([["my.text=it's a b"]]))
    expect(await session.rows('set no.such.key')).toEqual([['no.such.key is undefined']])
    await session.run('reset my.text')
    expect(await session.rows('set my.text')).toEqual([['my.text is undefined']])
  })

  test('SET has one column, and SET -v is fetched whole as Hue does', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open({ configuration: { k: 'v' } })
    const operationHandle = await session.run('SET -v')
    const { results } = await session.fetch(operationHandle, { orientation: tcli.TFetchOrientation.FETCH_FIRST, maxRows: new Int64(-1) })
    expect(results?.columns).toHaveLength(1)
    expect(results?.columns?.[0]?.stringVal?.values).toContain('k=v')
  })

  test('SET refuses keys of the gateway and of the environment', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await expect(session.run('SET sql-gateway.session.max-num=5')).rejects.toMatchObject({ status: { sqlState: '42501' } })
    await expect(session.run('SET env:PATH=/')).rejects.toThrow('the environment belongs to the gateway')
  })
})

describe('hiveserver2: GetOperationStatus', () => {
  test('waits for the end, at the latest as long as the option says', async () => {
    await using endpoint = await startEndpoint({ endpoint: { longPollMs: 60_000 } })
    const session = await endpoint.open()
    const operationHandle = await session.submit('WAIT gate THEN OK')
    await endpoint.control.started('gate')
    const status = session.call('GetOperationStatus', { operationHandle })
    endpoint.control.open('gate')
    expect((await status).operationState).toBe(State.FINISHED_STATE)
  })

  test('tells times, and an error by its fields beside a status of success', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const failed = await session.submit('FAIL STATEMENT.DATA AT 1:8 no number')
    const status = await endpoint.service
      .awaitOperation(ANONYMOUS, ...(await idsOf(endpoint)), 'terminal', 60_000)
      .then(async () => session.call('GetOperationStatus', { operationHandle: failed }))
    expect(status).toMatchObject({
      operationState: State.ERROR_STATE,
      sqlState: '22000',
      errorCode: 1104,
      errorMessage: 'no number (line 1, column 8)',
      taskStatus: null,
      progressUpdateResponse: null,
    })
    expect(status.operationCompleted?.toNumber()).toBeGreaterThanOrEqual(status.operationStarted?.toNumber() ?? 0)
    await expect(session.fetch(failed)).rejects.toMatchObject({
      status: { sqlState: '22000', errorMessage: 'no number (line 1, column 8)' },
    })
  })

  test('says TIMEDOUT to those who know the word and CANCELED to others', async () => {
    await using endpoint = await startEndpoint()
    for (const [version, word] of [
      [7, 'CANCELED_STATE'],
      [9, 'TIMEDOUT_STATE'],
    ] as const) {
      const session = await endpoint.open({ version })
      const operationHandle = await session.submit('FAIL OPERATION.TIMEOUT x')
      const late = await session.submit('WAIT never', { queryTimeout: new Int64(1) })
      await session.rows(operationHandle).catch(() => undefined)
      await session.rows(late).catch(() => undefined)
      const { operationState } = await session.call('GetOperationStatus', { operationHandle: late })
      expect(State[operationState as number]).toBe(word)
    }
  })

  test('draws progress for those who ask, know how, and can', async () => {
    await using endpoint = await startEndpoint()
    const progressOf = async (version: number, getProgressUpdate: boolean) => {
      const session = await endpoint.open({ version })
      const operationHandle = await session.submit('WAIT never')
      await endpoint.control.started('never')
      return (await session.call('GetOperationStatus', { operationHandle, getProgressUpdate })).progressUpdateResponse
    }
    expect((await progressOf(9, true))?.progressedPercentage).toBe(0.5)
    expect(await progressOf(9, false)).toBeNull()
    expect(await progressOf(8, true)).toBeNull()
  })
})

describe('hiveserver2: operations', () => {
  test('are canceled from another connection, and those that ended stay as they are', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operationHandle = await session.submit('WAIT never')
    const fetching = session.fetch(operationHandle)
    const other = createSession(await endpoint.connect(), session.handle)
    await other.call('CancelOperation', { operationHandle })
    await expect(fetching).rejects.toMatchObject({ status: { sqlState: 'HY008' } })
    expect((await session.call('GetOperationStatus', { operationHandle })).operationState).toBe(State.CANCELED_STATE)
    await other.call('CancelOperation', { operationHandle })
    expect(await session.rows('SELECT 1 ROWS')).toHaveLength(1)
  })

  test('stop their rows when they are canceled in the middle of a stream', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operationHandle = await session.run('SELECT ENDLESS ROWS FORWARD')
    await session.fetch(operationHandle)
    await session.call('CancelOperation', { operationHandle })
    await expect(session.fetch(operationHandle)).rejects.toMatchObject({ status: { sqlState: 'HY008' } })
    expect(await session.rows('SELECT 1 ROWS')).toHaveLength(1)
  })

  test('are closed once', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operationHandle = await session.run('SELECT 1 ROWS')
    await session.call('CloseOperation', { operationHandle })
    for (const name of ['CloseOperation', 'CancelOperation', 'GetOperationStatus', 'GetResultSetMetadata'] as const) {
      await expect(session.call(name, { operationHandle })).rejects.toThrow(/^Invalid OperationHandle: /)
    }
    await expect(session.fetch(operationHandle)).rejects.toThrow(/^Invalid OperationHandle: /)
  })

  test('are called by the same id as in the log; one that is not there is an exception', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operationHandle = await session.run('SELECT 1 ROWS')
    const { queryId } = await session.client.call('GetQueryId', new tcli.TGetQueryIdReq({ operationHandle }))
    expect(queryId.replaceAll('-', '')).toBe(operationHandle.operationId.guid.toString('hex'))
    await session.call('CloseOperation', { operationHandle })
    await expect(session.client.call('GetQueryId', new tcli.TGetQueryIdReq({ operationHandle }))).rejects.toMatchObject({
      type: 6,
      message: expect.stringMatching(/^Invalid OperationHandle: /),
    })
  })

  test('describe their columns when they ended, and fail as they failed', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operationHandle = await session.submit('WAIT gate THEN SELECT 1 ROWS')
    const described = session.call('GetResultSetMetadata', { operationHandle })
    endpoint.control.open('gate')
    expect((await described).schema?.columns.map(({ columnName, position }) => [columnName, position])).toEqual([
      ['id', 1],
      ['name', 2],
    ])
    const failed = await session.submit('FAIL STATEMENT.INVALID no')
    await expect(session.call('GetResultSetMetadata', { operationHandle: failed })).rejects.toThrow('no')
  })
})

/** The newest operation and its session, as the service knows them. */
async function idsOf(endpoint: Awaited<ReturnType<typeof startEndpoint>>) {
  const { items } = await endpoint.service.listOperations(ANONYMOUS, { offset: 0, limit: 100 })
  const newest = items.at(-1)
  if (newest === undefined) throw new TypeError('no operation')
  return [newest.session, newest.handle] as const
}
