import { describe, expect, test } from '@jest/globals'
import hive from 'hive-driver'
import { type RunningEndpoint, startEndpoint } from './running-endpoint.js'

const { TCLIService, TCLIService_types } = hive.thrift
const V10 = TCLIService_types.TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10

type Way = 'NOSASL' | 'PLAIN' | 'HTTP'

/** Opens a session with hive-driver, which has its own code for the protocol on an older Thrift. */
async function openSession({ port }: RunningEndpoint, way: Way) {
  const client = new hive.HiveClient(TCLIService, TCLIService_types)
  const credentials = { username: 'me', password: 'x' }
  const connection = way === 'HTTP' ? new hive.connections.HttpConnection() : new hive.connections.TcpConnection()
  const authentication =
    way === 'HTTP'
      ? new hive.auth.PlainHttpAuthentication(credentials)
      : way === 'PLAIN'
        ? new hive.auth.PlainTcpAuthentication(credentials)
        : new hive.auth.NoSaslAuthentication()
  const options = way === 'HTTP' ? { path: '/cliservice' } : {}
  await client.connect({ host: '127.0.0.1', port, options }, connection, authentication)
  return { client, session: await client.openSession({ client_protocol: V10 }) }
}

type Session = Awaited<ReturnType<typeof openSession>>['session']

const utils = new hive.HiveUtils(TCLIService_types)

async function rowsOf(operation: Awaited<ReturnType<Session['executeStatement']>>): Promise<Record<string, unknown>[]> {
  await utils.waitUntilReady(operation, false, () => undefined)
  await utils.fetchAll(operation)
  const rows = utils.getResult(operation).getValue()
  await operation.close()
  return rows as Record<string, unknown>[]
}

describe.each<Way>(['NOSASL', 'PLAIN', 'HTTP'])('hive-driver by %s', (way) => {
  test('fetches a result of many pages', async () => {
    await using endpoint = await startEndpoint()
    const { client, session } = await openSession(endpoint, way)
    const rows = await rowsOf(await session.executeStatement('SELECT 250 ROWS', { runAsync: true }))
    expect(rows).toHaveLength(250)
    expect(rows.slice(8, 10)).toEqual([
      { id: 9, name: 'row 9' },
      { id: 10, name: null },
    ])
    await session.close()
    client.close()
  })

  test('reads every type', async () => {
    await using endpoint = await startEndpoint()
    const { client, session } = await openSession(endpoint, way)
    const [first, , , last] = await rowsOf(await session.executeStatement('TYPES'))
    expect(first).toMatchObject({
      boolean: true,
      integer: 7,
      double: 0.1,
      date: '2024-01-01',
      varchar: 'text',
      decimal: 1.2345,
      array: [1, -2147483648, 2147483647],
      row: { number: 1, word: 'one' },
      multiset: { a: 1, '': 2, ü: 3 },
    })
    expect(Object.values(last ?? {}).every((value) => value === null)).toBe(true)
    await session.close()
    client.close()
  })

  test('asks for metadata', async () => {
    await using endpoint = await startEndpoint()
    const { client, session } = await openSession(endpoint, way)
    await rowsOf(await session.executeStatement('CREATE TABLE orders'))
    expect(await rowsOf(await session.getSchemas({ schemaName: 'other%' }))).toEqual([
      { TABLE_SCHEM: 'other_database', TABLE_CATALOG: 'default_catalog' },
    ])
    expect((await rowsOf(await session.getTables({ tableName: 'ord%' }))).map((row) => row['TABLE_NAME'])).toEqual(['orders'])
    expect((await rowsOf(await session.getColumns({ tableName: 'orders' }))).map((row) => row['COLUMN_NAME'])).toEqual(['id', 'name'])
    expect(await rowsOf(await session.getTypeInfo())).toHaveLength(23)
    const info = await session.getInfo(TCLIService_types.TGetInfoType.CLI_SERVER_NAME)
    expect(info.getValue()).toBe('SQL Gateway')
    await session.close()
    client.close()
  })

  test('gets errors and cancels', async () => {
    await using endpoint = await startEndpoint()
    const { client, session } = await openSession(endpoint, way)
    const failing = session.executeStatement('FAIL STATEMENT.SYNTAX no such word', { runAsync: false })
    await expect(failing).rejects.toMatchObject({ message: expect.stringContaining('no such word') })
    const operation = await session.executeStatement('WAIT never', { runAsync: true })
    await endpoint.control.started('never')
    await operation.cancel()
    await expect(utils.waitUntilReady(operation, false, () => undefined)).rejects.toBeDefined()
    expect(await rowsOf(await session.executeStatement('SELECT 1 ROWS'))).toHaveLength(1)
    await session.close()
    client.close()
  })
})
