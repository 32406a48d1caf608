import { setImmediate } from 'node:timers/promises'
import v8 from 'node:v8'
import vm from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import fc from 'fast-check'
import { writeCall } from '../../support/hiveserver2/hive-client.js'
import { connectNoSasl, lengthFrame, openSocket, saslFrame, untilClosed } from '../../support/hiveserver2/thrift-connection.js'
import { type RunningEndpoint, startEndpoint } from './running-endpoint.js'

const START = saslFrame(1, 'PLAIN')
const CREDENTIALS = saslFrame(2, '\0me\0x')
const CALL = writeCall('OpenSession', new tcli.TOpenSessionReq({ client_protocol: 9, configuration: { a: 'b' } }))
const FRAMED = lengthFrame(CALL)
const POST = `POST /cliservice HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${CALL.length}\r\n\r\n`

/** Stages at which a client may break off, each as what it sent until then. */
const STAGES: Readonly<Record<string, Buffer>> = {
  'before the first byte': Buffer.alloc(0),
  'in the start of the login': START.subarray(0, 3),
  'after the start of the login': START,
  'in the credentials': Buffer.concat([START, CREDENTIALS.subarray(0, 6)]),
  'after the login': Buffer.concat([START, CREDENTIALS]),
  'in the length of a frame': Buffer.concat([START, CREDENTIALS, FRAMED.subarray(0, 2)]),
  'in a frame': Buffer.concat([START, CREDENTIALS, FRAMED.subarray(0, 30)]),
  'after a call': Buffer.concat([START, CREDENTIALS, FRAMED]),
  'in a bare message': CALL.subarray(0, 25),
  'after a bare call': CALL,
  'in the head of a request': Buffer.from(POST.slice(0, 30)),
  'in the body of a request': Buffer.concat([Buffer.from(POST), CALL.subarray(0, 10)]),
}

/** Of the 200 MB that were sent. */
const LEFT_BYTES = 20_000_000
const FREED_WITHIN_MS = 60_000

async function openSessions({ service }: RunningEndpoint): Promise<number> {
  return (await service.listSessions(ANONYMOUS, { offset: 0, limit: 1 })).total
}

async function expectAlive(endpoint: RunningEndpoint): Promise<void> {
  const session = await endpoint.open({ connect: connectNoSasl })
  expect(await session.rows('SELECT 2 ROWS')).toHaveLength(2)
  session.client.connection.destroy()
}

/** Bytes of buffers that somebody still holds: all others are collected first, which V8 does by itself only some time. */
async function heldBytes(): Promise<number> {
  v8.setFlagsFromString('--expose-gc')
  const collect: () => void = vm.runInNewContext('gc')
  for (let round = 0; round < 5; round++) {
    collect()
    await setImmediate()
  }
  return process.memoryUsage().arrayBuffers
}

describe('hiveserver2: abuse', () => {
  test.each(Object.entries(STAGES))('1,000 clients that break off %s leave nothing behind', async (_stage, bytes) => {
    await using endpoint = await startEndpoint()
    for (let round = 0; round < 5; round++) {
      const sockets = await Promise.all(Array.from({ length: 200 }, () => openSocket(endpoint.port)))
      await Promise.all(
        sockets.map(async (socket, i) => {
          if (bytes.length > 0) socket.write(bytes)
          await setImmediate()
          if (i % 2 === 0) socket.resetAndDestroy()
          else socket.destroy()
          await untilClosed(socket)
        }),
      )
    }
    await expectAlive(endpoint)
    while ((await openSessions(endpoint)) > 0) await setImmediate()
  })

  test('bytes of calls that are changed at random are answered or end the connection', async () => {
    await using endpoint = await startEndpoint({ endpoint: { maxMessageBytes: 100_000 } })
    const { handle, client } = await endpoint.open()
    const operation = await (await endpoint.open()).run('SELECT 5 ROWS')
    client.connection.destroy()
    const calls = [
      CALL,
      writeCall('ExecuteStatement', new tcli.TExecuteStatementReq({ sessionHandle: handle, statement: 'SELECT 1 ROWS' })),
      writeCall('FetchResults', Object.assign(new tcli.TFetchResultsReq(), { operationHandle: operation, maxRows: 5 })),
      writeCall('GetOperationStatus', new tcli.TGetOperationStatusReq({ operationHandle: operation })),
      writeCall('GetTables', new tcli.TGetTablesReq({ sessionHandle: handle, tableTypes: ['TABLE'] })),
    ]
    const change = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), fc.array(change, { minLength: 1, maxLength: 6 }), async (call, changes) => {
        const bytes = Buffer.from(call)
        for (const { at, value } of changes) bytes[4 + (at % (bytes.length - 4))] = value
        const socket = await openSocket(endpoint.port)
        const over = new Promise<void>((resolve) => {
          socket.once('data', () => resolve()).once('close', () => resolve())
        })
        socket.end(bytes)
        await over
        socket.destroy()
      }),
      { numRuns: 300 },
    )
    await expectAlive(endpoint)
  })

  test('memory returns after frames and answers that nobody takes', async () => {
    await using endpoint = await startEndpoint()
    const before = await heldBytes()
    for (let round = 0; round < 10; round++) {
      const sockets = await Promise.all(Array.from({ length: 20 }, () => openSocket(endpoint.port)))
      for (const socket of sockets) {
        const announcing = Buffer.concat([CALL.subarray(0, 27), Buffer.alloc(1_000_000, 0x0b)])
        socket.write(announcing)
      }
      for (let i = 0; i < 20; i++) await setImmediate()
      for (const socket of sockets) socket.destroy()
      await Promise.all(sockets.map(untilClosed))
    }
    await expectAlive(endpoint)
    // The last of them may still be on their way to their ends.
    const until = performance.now() + FREED_WITHIN_MS
    let left: number
    do left = (await heldBytes()) - before
    while (left >= LEFT_BYTES && performance.now() < until)
    expect(left).toBeLessThan(LEFT_BYTES)
  })
})
