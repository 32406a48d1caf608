import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PeerError } from '#scripts/peers/support/peer-error.js'
import type { GatewayProcess } from '../support/gateway-process.js'
import { ask } from './client/ask.js'
import { openFlinkSession } from './client/flink-client.js'
import { onEngine, startGatewayOnFlink } from './flink-engines.js'
import { sharedFlink } from './shared/shared-flink.js'

/** Passes bytes on to a server, and counts who comes. */
interface Wire extends AsyncDisposable {
  readonly url: string
  accepted(): number
  /** Ends all connections, as a proxy does that is reloaded. */
  cut(): void
}

async function openWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let accepted = 0
  const server = createServer((socket) => {
    accepted++
    const onward = connect(Number(port), hostname)
    for (const each of [socket, onward]) {
      sockets.add(each)
      each.on('close', () => sockets.delete(each))
      each.on('error', () => each.destroy())
    }
    socket.pipe(onward).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new PeerError('the wire has no port')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    accepted: () => accepted,
    cut,
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

const STATEMENTS = 100
/** Each takes three requests or more; a connection that is idle for long is let go of, as happens on a busy machine. */
const A_FEW = STATEMENTS / 4
const CUTS = 5

let wire: Wire
let gateway: GatewayProcess

beforeAll(async () => {
  wire = await openWire((await sharedFlink('2.3.0')).gatewayUrl)
  gateway = await startGatewayOnFlink({ flink: wire.url })
})

afterAll(async () => {
  await gateway?.stop()
  await wire?.[Symbol.asyncDispose]()
})

test("Flink's gateway is spoken to over a few connections that are kept, and over new ones where those were cut", async () => {
  const session = await openFlinkSession(`http://${gateway.restAddress}`, onEngine('flink'))
  for (let index = 0; index < STATEMENTS; index++) expect((await ask(session, 'SHOW CATALOGS')).error).toBeUndefined()
  expect(wire.accepted()).toBeLessThanOrEqual(A_FEW)
  expect((await ask(session, 'CREATE TEMPORARY VIEW mine AS SELECT 1 AS uno')).error).toBeUndefined()
  for (let index = 0; index < CUTS; index++) {
    wire.cut()
    const { error, text } = await ask(session, 'SHOW VIEWS')
    expect([error, text.rows.map(({ fields }) => fields)]).toEqual([undefined, [['mine']]])
  }
  await session.close()
})
