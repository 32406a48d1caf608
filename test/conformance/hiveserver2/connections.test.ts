import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { ThriftException, writeCall } from '../../support/hiveserver2/hive-client.js'
import {
  connectHttp,
  connectNoSasl,
  connectPlain,
  lengthFrame,
  openSocket,
  readBareMessage,
  readLengthFrame,
  readSaslFrame,
  SaslRefusal,
  saslFrame,
  untilClosed,
} from '../../support/hiveserver2/thrift-connection.js'
import { startEndpoint } from './running-endpoint.js'

const LOGIN = Buffer.concat([saslFrame(1, 'PLAIN'), saslFrame(2, '\0me\0x')])
const OPEN_SESSION = writeCall('OpenSession', new tcli.TOpenSessionReq({ client_protocol: 9 }))

/** What came until the other side closed. */
async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await untilClosed(socket)
  return Buffer.concat(chunks)
}

describe('hiveserver2: ways to speak', () => {
  test('a mode that is off is refused with a text that says what is on, and a line in the log', async () => {
    await using endpoint = await startEndpoint({ endpoint: { transportModes: ['nosasl'] } })
    await expect(endpoint.connect(connectPlain)).rejects.toMatchObject({
      status: 4,
      message: 'The client speaks SASL, which this port does not accept. It accepts binary Thrift without SASL (auth=noSasl).',
    })
    const http = await endpoint.connect(connectHttp)
    await expect(http.call('OpenSession', new tcli.TOpenSessionReq({ client_protocol: 9 }))).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('The client speaks HTTP'),
    })
    await endpoint.open({ connect: connectNoSasl })
    const lines = endpoint.log.filter(({ message }) => message === 'A client came in a way that is not accepted')
    expect(lines.map(({ level, fields }) => [level, fields['opening']])).toEqual([
      ['warn', 'sasl'],
      ['warn', 'http'],
    ])
  })

  test('a client without SASL where only SASL is on gets an exception to its first call', async () => {
    await using endpoint = await startEndpoint({ endpoint: { transportModes: ['sasl', 'http'] } })
    const bare = await endpoint.connect(connectNoSasl)
    const refused = bare.call('OpenSession', new tcli.TOpenSessionReq({ client_protocol: 9 }))
    await expect(refused).rejects.toBeInstanceOf(ThriftException)
    await expect(refused).rejects.toMatchObject({ type: 10, message: expect.stringContaining('SASL PLAIN (the default of Hive drivers') })
    await endpoint.open({ connect: connectPlain })
  })

  test('a client with frames gets the refusal in a frame', async () => {
    await using endpoint = await startEndpoint()
    const socket = await openSocket(endpoint.port)
    socket.write(lengthFrame(OPEN_SESSION))
    expect((await readLengthFrame(socket)).toString('latin1')).toContain('The client speaks framed Thrift')
    socket.destroy()
  })

  test('the login may come in pieces and with the first call behind it', async () => {
    await using endpoint = await startEndpoint()
    const socket = await openSocket(endpoint.port)
    const bytes = Buffer.concat([LOGIN, lengthFrame(OPEN_SESSION)])
    for (const byte of bytes.subarray(0, bytes.length - 1)) socket.write(Buffer.from([byte]))
    expect(await readSaslFrame(socket)).toEqual([5, ''])
    socket.write(bytes.subarray(-1))
    expect((await readLengthFrame(socket)).toString('latin1')).toContain('OpenSession')
    socket.destroy()
  })

  test('a message may lie in many frames, and a frame may hold many messages', async () => {
    await using endpoint = await startEndpoint()
    const socket = await openSocket(endpoint.port)
    socket.write(LOGIN)
    await readSaslFrame(socket)
    for (let at = 0; at < OPEN_SESSION.length; at += 3) socket.write(lengthFrame(OPEN_SESSION.subarray(at, at + 3)))
    await readLengthFrame(socket)
    socket.write(lengthFrame(Buffer.concat([OPEN_SESSION, OPEN_SESSION])))
    await readLengthFrame(socket)
    await readLengthFrame(socket)
    expect((await endpoint.service.listSessions(ANONYMOUS, { offset: 0, limit: 10 })).total).toBe(3)
    socket.destroy()
  })

  test('calls that are sent ahead are answered in their order', async () => {
    await using endpoint = await startEndpoint()
    const socket = await openSocket(endpoint.port)
    const calls = Array.from({ length: 200 }, (_, i) => writeCall('OpenSession', new tcli.TOpenSessionReq({ client_protocol: i % 11 }), i))
    socket.write(Buffer.concat(calls))
    for (let i = 0; i < calls.length; i++) {
      const reply = await readBareMessage(socket)
      expect(reply.readInt32BE(8 + 'OpenSession'.length)).toBe(i)
    }
    socket.destroy()
  })

  test('wrong passwords are nobody’s business as long as nothing checks them, empty ones are refused', async () => {
    await using endpoint = await startEndpoint()
    await endpoint.open({ connect: ({ port }) => connectPlain({ port, userName: 'größer', password: 'any' }) })
    await expect(endpoint.connect(({ port }) => connectPlain({ port, password: '' }))).rejects.toBeInstanceOf(SaslRefusal)
  })
})

describe('hiveserver2: limits', () => {
  test('a client that does not log in is dropped after the login timeout', async () => {
    const clock = createFakeClock()
    const loginTimeoutMs = 5_000
    await using endpoint = await startEndpoint({ clock, endpoint: { loginTimeoutMs } })
    const silent = await openSocket(endpoint.port)
    const halfLogin = await openSocket(endpoint.port)
    halfLogin.write(LOGIN.subarray(0, 12))
    const halfMessage = await openSocket(endpoint.port)
    halfMessage.write(OPEN_SESSION.subarray(0, 20))
    const halfRequest = await openSocket(endpoint.port)
    halfRequest.write('POST /cliservice HTTP/1.1\r\nHost: localhost\r\nContent-Le')
    const session = await endpoint.open()
    await clock.advance(4_900)
    expect([silent, halfLogin, halfMessage, halfRequest].some((socket) => socket.destroyed)).toBe(false)
    let areClosed = false
    const closed = Promise.all([silent, halfLogin, halfMessage, halfRequest].map(readAll)).then(() => {
      areClosed = true
    })
    // What was sent may not have reached the endpoint any earlier.
    while (!areClosed) {
      await clock.advance(10)
      expect(clock.monotonic()).toBeLessThan(2 * loginTimeoutMs)
    }
    await closed
    await session.run('OK')
  })

  test('a client that stops in the middle of a message is dropped', async () => {
    const clock = createFakeClock()
    await using endpoint = await startEndpoint({ clock, endpoint: { stallTimeoutMs: 1_000 } })
    const socket = await openSocket(endpoint.port)
    socket.write(LOGIN)
    await readSaslFrame(socket)
    socket.write(lengthFrame(OPEN_SESSION).subarray(0, 30))
    while (clock.pendingTimers < 2) await setImmediate()
    const closed = readAll(socket)
    await clock.advance(1_100)
    await closed
  })

  test('connections above the limit are closed, and below it there is room again', async () => {
    await using endpoint = await startEndpoint({ endpoint: { maxConnections: 2 } })
    const [one] = [await endpoint.open(), await endpoint.open()]
    await expect(endpoint.connect()).rejects.toThrow('The connection has ended.')
    one.client.connection.destroy()
    while ((await endpoint.service.listSessions(ANONYMOUS, { offset: 0, limit: 10 })).total > 1) await setImmediate()
    await endpoint.open()
    expect(endpoint.log.filter(({ message }) => message.startsWith('Connections are closed'))).toHaveLength(1)
  })

  test('a message above the limit is answered and ends its connection', async () => {
    await using endpoint = await startEndpoint({ endpoint: { maxMessageBytes: 2_000 } })
    for (const connect of [connectPlain, connectNoSasl, connectHttp]) {
      const session = await endpoint.open({ connect })
      const tooLarge = session.run('x'.repeat(3_000))
      await expect(tooLarge).rejects.toThrow(/limit (of|is) 2000/)
    }
    await (await endpoint.open()).run('OK')
  })

  test('a reader that does not read holds one answer and no more', async () => {
    await using endpoint = await startEndpoint()
    const session = await endpoint.open()
    const operation = await session.run('SELECT ENDLESS ROWS FORWARD WIDE 1000')
    const slow = await openSocket(endpoint.port)
    const request = Object.assign(new tcli.TFetchResultsReq(), { operationHandle: operation, maxRows: 10_000 })
    slow.pause()
    slow.write(Buffer.concat(Array.from({ length: 200 }, () => writeCall('FetchResults', request))))
    let last = -1
    while (endpoint.control.rowsRead === 0 || endpoint.control.rowsRead !== last) {
      last = endpoint.control.rowsRead
      for (let i = 0; i < 50; i++) await setImmediate()
    }
    expect(endpoint.control.rowsRead).toBeLessThan(40_000)
    slow.destroy()
  })

  test('an open connection keeps its sessions from being idle', async () => {
    const clock = createFakeClock()
    await using endpoint = await startEndpoint({ clock, endpoint: { heartbeatMs: 60_000 } })
    const session = await endpoint.open()
    const lastUse = async () => (await endpoint.service.listSessions(ANONYMOUS, { offset: 0, limit: 1 })).items[0]?.lastUsedAtMs ?? 0
    const before = await lastUse()
    while ((await lastUse()) === before) {
      await clock.advance(60_000)
      await setImmediate()
    }
    await session.run('OK')
  })
})

describe('hiveserver2: start and stop', () => {
  test('refuses an address that others can reach as long as nobody has to log in', async () => {
    await expect(startEndpoint({ endpoint: { host: '0.0.0.0' } })).rejects.toMatchObject({
      code: 'GATEWAY.START_FAILED',
      publicMessage: expect.stringContaining('allow-insecure-bind'),
    })
    await using endpoint = await startEndpoint({ endpoint: { host: '0.0.0.0', allowRemote: true } })
    await endpoint.open({ connect: connectHttp })
  })

  test('lets a call under way end and then closes its connection', async () => {
    await using endpoint = await startEndpoint()
    for (const connect of [connectPlain, connectHttp]) await endpoint.open({ connect })
    const session = await endpoint.open()
    const running = session.run('WAIT gate THEN OK')
    await endpoint.control.started('gate')
    const stopped = endpoint.endpoint.stop(60_000)
    await setImmediate()
    endpoint.control.open('gate')
    await running
    await stopped
    await expect(session.run('OK')).rejects.toThrow('The connection has ended.')
  })

  test('answers a long poll at once when it stops', async () => {
    await using endpoint = await startEndpoint({ endpoint: { longPollMs: 600_000 } })
    const session = await endpoint.open()
    const operationHandle = await session.submit('WAIT never')
    const polling = session.call('GetOperationStatus', { operationHandle })
    while (!endpoint.observed.callsUnderWay().includes('awaitOperation')) await endpoint.observed.nextCall()
    const stopped = endpoint.endpoint.stop(600_000)
    expect((await polling).operationState).toBe(tcli.TOperationState.RUNNING_STATE)
    await stopped
  })
})
