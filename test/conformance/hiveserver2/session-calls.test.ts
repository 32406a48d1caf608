import { describe, expect, test } from '@jest/globals'
import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import { ThriftException } from '../../support/hiveserver2/hive-client.js'
import { connectHttp, connectNoSasl } from '../../support/hiveserver2/thrift-connection.js'
import { createSession, startEndpoint } from './running-endpoint.js'

/** A request in a version that no client has a name for. */
function openSessionIn(version: number): tcli.TOpenSessionReq {
  return Object.assign(new tcli.TOpenSessionReq(), { client_protocol: version })
}

const FETCH_SIZE = 'hive.server2.thrift.resultset.default.fetch.size'

describe('hiveserver2: OpenSession', () => {
  test.each([0, 4, 5, 7, 9, 10])('answers version %d with the same', async (version) => {
    await using endpoint = await startEndpoint()
    const client = await endpoint.connect()
    const opened = await client.call('OpenSession', new tcli.TOpenSessionReq({ client_protocol: version }))
    expect(opened).toMatchObject({ status: { statusCode: 0 }, serverProtocolVersion: version, configuration: { [FETCH_SIZE]: '1000' } })
    expect([opened.sessionHandle?.sessionId.guid.length, opened.sessionHandle?.sessionId.secret.length]).toEqual([16, 16])
  })

  test('answers a version from the future with its highest, and one from nowhere with an error', async () => {
    await using endpoint = await startEndpoint()
    const client = await endpoint.connect()
    const spark = await client.call('OpenSession', openSessionIn(0xa501))
    expect(spark).toMatchObject({ status: { statusCode: 0 }, serverProtocolVersion: 10 })
    const strange = await client.call('OpenSession', openSessionIn(-7))
    expect(strange).toMatchObject({ status: { statusCode: 3, sqlState: '22023' }, serverProtocolVersion: 0, sessionHandle: null })
  })

  test("means the engine's own default database by `default`", async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open({ configuration: { 'use:database': 'default' } })
    expect(await session.rows('SHOW CURRENT DATABASE')).toEqual([['default_database']])
  })

  test('means the database of that name where there is one', async () => {
    await using endpoint = await startEndpoint()
    await (await endpoint.open()).run('CREATE DATABASE default')
    const session = await endpoint.open({ configuration: { 'use:database': 'DEFAULT' } })
    expect(await session.rows('SHOW CURRENT DATABASE')).toEqual([['default']])
  })

  test('stands in the database and catalog asked for, and leaves no other session behind', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open({ configuration: { 'use:catalog': 'other_catalog', 'use:database': 'default_database' } })
    expect(await session.rows('SHOW CURRENT CATALOG')).toEqual([['other_catalog']])
    const other = await endpoint.open({ configuration: { 'use:database': 'other_database' } })
    expect(await other.rows('SHOW CURRENT DATABASE')).toEqual([['other_database']])
    expect((await endpoint.service.listSessions(ANONYMOUS, { offset: 0, limit: 10 })).total).toBe(2)
  })

  test('refuses a database that does not exist and leaves no session behind', async () => {
    await using endpoint = await startEndpoint()
    await expect(endpoint.open({ configuration: { 'use:database': 'nowhere' } })).rejects.toMatchObject({
      status: { statusCode: 3, sqlState: '42S02', errorMessage: "Database 'nowhere' not found." },
    })
    expect((await endpoint.service.listSessions(ANONYMOUS, { offset: 0, limit: 10 })).total).toBe(0)
  })

  test('takes properties in every form and ignores keys that nobody knows', async () => {
    await using endpoint = await startEndpoint()
    const configuration = { 'set:hiveconf:hive.nobody.knows': 'x', 'set:hivevar:day': '1', plain: 'y', [`set:hiveconf:${FETCH_SIZE}`]: '7' }
    const session = await endpoint.open({ configuration })
    const lines = (await session.rows('SET')).map(([line]) => line)
    expect(lines).toEqual(expect.arrayContaining(['day=1', 'hive.nobody.knows=x', 'plain=y']))
    expect(lines.some((line) => String(line).includes(FETCH_SIZE))).toBe(false)
  })

  test('asks engines for batches and for inserts that are done when they are answered', async () => {
    await using endpoint = await startEndpoint()
    const lines = await (await endpoint.open({ configuration: { 'table.dml-sync': 'false' } })).rows('SET')
    expect(lines).toEqual(expect.arrayContaining([['execution.runtime-mode=batch'], ['table.dml-sync=false']]))
  })

  test('shows operators who came, by login or by request', async () => {
    await using endpoint = await startEndpoint()
    await endpoint.open()
    const bare = await endpoint.connect(connectNoSasl)
    await bare.call('OpenSession', new tcli.TOpenSessionReq({ client_protocol: 9, username: 'bob', password: 'x' }))
    const { items } = await endpoint.service.listSessions(ANONYMOUS, { offset: 0, limit: 10 })
    expect(items.map(({ sessionName, endpointVersion }) => [sessionName, endpointVersion])).toEqual([
      ['me', { protocol: 'hiveserver2', version: 10 }],
      ['bob', { protocol: 'hiveserver2', version: 10 }],
    ])
  })

  test('refuses a session option that does not exist', async () => {
    await using endpoint = await startEndpoint()
    await expect(endpoint.open({ configuration: { 'use:role': 'admin' } })).rejects.toThrow("'use:role' does not exist")
  })
})

describe('hiveserver2: sessions', () => {
  test('are closed once', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.call('CloseSession')
    await expect(session.call('CloseSession')).rejects.toThrow(/^Invalid SessionHandle: /)
    await expect(session.run('OK')).rejects.toThrow(/^Invalid SessionHandle: /)
  })

  test('of a binary connection end with it, with what ran in them', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.submit('WAIT never')
    await endpoint.control.started('never')
    session.client.connection.destroy()
    await endpoint.control.whenIdle()
    expect((await endpoint.service.listSessions(ANONYMOUS, { offset: 0, limit: 10 })).total).toBe(0)
  })

  test('of a binary connection stay where the option says so', async () => {
    await using endpoint = await startEndpoint({ endpoint: { closeSessionsOnDisconnect: false } })
    const session = await endpoint.open()
    session.client.connection.destroy()
    const again = createSession(await endpoint.connect(), session.handle)
    await again.run('OK')
  })

  test('of HTTP do not end with connections', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open({ connect: connectHttp })
    session.client.connection.destroy()
    expect(await createSession(await endpoint.connect(connectHttp), session.handle).rows('SELECT 1 ROWS')).toEqual([[1n, 'row 1']])
    expect(await createSession(await endpoint.connect(), session.handle).rows('SELECT 1 ROWS')).toHaveLength(1)
  })

  test('are not reached by a handle that was made up', async () => {
    await using endpoint = await startEndpoint()
    const { client, handle } = await endpoint.open()
    const { guid } = handle.sessionId
    const forged = new tcli.TSessionHandle({ sessionId: new tcli.THandleIdentifier({ guid, secret: Buffer.alloc(16, 7) }) })
    await expect(createSession(client, forged).run('OK')).rejects.toThrow(/^Invalid SessionHandle: .* was not given out by this gateway\.$/)
  })
})

describe('hiveserver2: GetInfo, SetClientInfo and what is refused', () => {
  const { TGetInfoType: Info } = tcli

  test('tells names and a version with dots', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const infoOf = async (infoType: number) => (await session.call('GetInfo', { infoType })).infoValue
    expect((await infoOf(Info.CLI_SERVER_NAME)).stringValue).toBe('SQL Gateway')
    const engine = (await endpoint.service.getGatewayInfo()).engines[0]
    expect((await infoOf(Info.CLI_DBMS_NAME)).stringValue).toBe(engine?.productName)
    expect((await infoOf(Info.CLI_DBMS_VER)).stringValue).toMatch(/^\d+\.\d+/)
    expect((await infoOf(Info.CLI_ODBC_KEYWORDS)).stringValue).toMatch(/^\w+(,\w+)+$/)
    expect((await infoOf(Info.CLI_MAX_TABLE_NAME_LEN)).lenValue?.toNumber()).toBe(128)
  })

  test('tells the names that are configured', async () => {
    await using endpoint = await startEndpoint({ endpoint: { dbmsName: 'Spark SQL', dbmsVersion: 'v3.5.8-x' } })
    const session = await endpoint.open()
    expect((await session.call('GetInfo', { infoType: Info.CLI_DBMS_NAME })).infoValue.stringValue).toBe('Spark SQL')
    expect((await session.call('GetInfo', { infoType: Info.CLI_DBMS_VER })).infoValue.stringValue).toBe('3.5.8')
  })

  test('has a value beside every refusal, as the protocol wants', async () => {
    await using endpoint = await startEndpoint()
    const { client, handle } = await endpoint.open()
    const unknown = await client.call('GetInfo', Object.assign(new tcli.TGetInfoReq(), { sessionHandle: handle, infoType: 9_999 }))
    expect(unknown).toMatchObject({ status: { statusCode: 3, sqlState: '0A000' } })
    expect(unknown.infoValue.lenValue?.toNumber()).toBe(0)
  })

  test('takes notice of a client, if its session is there', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await session.call('SetClientInfo', { configuration: { ApplicationName: 'DBeaver' } })
    expect(endpoint.log).toContainEqual(expect.objectContaining({ fields: expect.objectContaining({ applicationName: 'DBeaver' }) }))
    await session.call('CloseSession')
    await expect(session.call('SetClientInfo')).rejects.toThrow(/^Invalid SessionHandle/)
  })

  test.each([
    ['GetDelegationToken', { owner: 'me', renewer: 'me' }],
    ['CancelDelegationToken', { delegationToken: 'x' }],
    ['RenewDelegationToken', { delegationToken: 'x' }],
    ['UploadData', { values: Buffer.from('x') }],
    ['DownloadData', {}],
  ] as const)('refuses %s by its status', async (name, fields) => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    await expect(session.call(name, fields)).rejects.toMatchObject({ status: { statusCode: 3, sqlState: '0A000', errorCode: 1190 } })
    await session.run('OK')
  })

  test('answers calls of other servers as unknown and goes on', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    for (const name of ['GetLog', 'CloseImpalaOperation', 'process', 'constructor', '__proto__']) {
      const unknown = session.client.call(name as 'OpenSession', new tcli.TOpenSessionReq({ client_protocol: 1 }))
      await expect(unknown).rejects.toBeInstanceOf(ThriftException)
      await expect(unknown).rejects.toMatchObject({ type: 1, message: `Unknown function ${name}` })
    }
    await session.run('OK')
  })
})
