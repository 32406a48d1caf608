import { once } from 'node:events'
import { connect } from 'node:net'
import { expectEqual } from '../../conformance/expectations.js'
import type { EndpointCase } from '../endpoint-case.js'
import { type EndpointProbe, portOf } from '../endpoint-probe.js'
import type { EndpointClient, MalformedInput } from '../endpoint-subject.js'

/** Connections of random bytes that one run makes. */
const RANDOM_CONNECTIONS = 60

/** Input that nobody should send, and clients that vanish. */
export function abuseCases<S, O>(malformed: readonly MalformedInput[]): readonly EndpointCase<S, O>[] {
  return [
    ...malformed.map(
      ({ name, send, expected }): EndpointCase<S, O> => ({
        id: `malformed/${name}`,
        fact: `it is answered by ${expected === 'error' ? 'an error' : 'the end of the connection'}, and the endpoint lives on`,
        check: async (probe) => {
          expectEqual(await send(probe.address), expected, 'What came back')
          await probe.observed.whenQuiet()
          await probe.expectAlive()
        },
      }),
    ),
    {
      id: 'malformed/random-bytes',
      fact: 'random bytes do the endpoint no harm',
      check: async (probe) => {
        const port = portOf(probe.address)
        const random = seeded(20)
        for (let i = 0; i < RANDOM_CONNECTIONS; i++) {
          const bytes = Uint8Array.from({ length: 1 + (random() % 2000) }, () => random() % 256)
          await sendAndHangUp(port, bytes)
        }
        await probe.observed.whenQuiet()
        await probe.expectAlive()
      },
    },
    {
      id: 'malformed/silent-connections',
      fact: 'connections that send nothing neither stop the others nor the endpoint from stopping',
      check: async (probe) => {
        const sockets = Array.from({ length: 20 }, () => connect(portOf(probe.address), '127.0.0.1').on('error', () => undefined))
        try {
          await Promise.all(sockets.map((socket) => once(socket, 'connect')))
          await probe.expectAlive()
          await probe.endpoint.stop(100)
        } finally {
          for (const socket of sockets) socket.destroy()
        }
      },
    },
    {
      id: 'vanished/while-fetching',
      fact: 'a client that vanishes while it fetches leaves no call behind',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'SELECT 20000 ROWS WIDE 200')
        await fetchAndVanish(probe, client, session, operation)
        await probe.observed.whenQuiet()
        await probe.expectAlive()
      },
    },
    {
      id: 'vanished/while-waiting',
      fact: 'a client that vanishes while its statement runs leaves no call behind, and others go on',
      needs: 'OPERATIONS',
      check: async (probe) => {
        const [client, other] = [await probe.connect(), await probe.connect()]
        const session = await client.openSession({})
        const operation = await client.execute(session, 'WAIT never')
        await probe.control.started('never')
        await fetchAndVanish(probe, client, session, operation)
        await probe.observed.whenQuiet()
        await other.closeSession(session).catch((thrown: unknown) => probe.expectError(Promise.reject(thrown), 'Closing its session'))
        await probe.control.whenIdle()
        await probe.observed.whenQuiet()
      },
      without: async (probe) => {
        const client = await probe.connect()
        const running = Promise.allSettled([probe.run(client, await client.openSession({}), 'WAIT never')])
        await probe.control.started('never')
        await client.disconnect()
        await running
        await probe.control.whenIdle()
        await probe.observed.whenQuiet()
        await probe.expectAlive()
      },
    },
  ]
}

/** Asks for a page and breaks the connection off as soon as the endpoint is at it. */
async function fetchAndVanish<S, O>(probe: EndpointProbe<S, O>, client: EndpointClient<S, O>, session: S, operation: O): Promise<void> {
  const begun = probe.observed.nextCall()
  const fetching = Promise.allSettled([client.fetchPage(session, operation, 100_000)])
  await Promise.race([begun, fetching])
  await client.disconnect()
}

/** Sends bytes, waits for whatever comes back or for the end, and breaks the connection off. */
async function sendAndHangUp(port: number, bytes: Uint8Array): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const answered = new Promise<void>((resolve) => {
    socket
      .once('data', () => resolve())
      .once('error', () => resolve())
      .once('close', () => resolve())
  })
  socket.end(bytes)
  await answered
  socket.destroy()
}

/** Pseudo-random whole numbers that are the same in every run (xorshift of 32 bits). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
