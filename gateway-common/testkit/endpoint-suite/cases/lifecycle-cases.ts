import { isGatewayError } from '../../../src/error/gateway-error.js'
import { expectEqual, expectGatewayError, expectRejection, expectThat } from '../../conformance/expectations.js'
import type { EndpointCase } from '../endpoint-case.js'
import { portOf } from '../endpoint-probe.js'

const GRACE_MS = 200

/** Starting and stopping. */
export function lifecycleCases<S, O>(): readonly EndpointCase<S, O>[] {
  return [
    {
      id: 'lifecycle/answers',
      fact: 'it answers at the address that start gives',
      check: async (probe) => {
        expectThat(probe.address.protocol.trim() !== '', 'The address names no protocol.')
        expectThat(portOf(probe.address) > 0, `The address '${probe.address.url}' holds no port that was bound.`)
        await probe.expectAlive()
      },
    },
    {
      id: 'lifecycle/stop-twice',
      fact: 'stopping again, or before the start, does nothing',
      check: async (probe) => {
        await probe.another(0).stop(GRACE_MS)
        await probe.endpoint.stop(GRACE_MS)
        await probe.endpoint.stop(GRACE_MS)
      },
    },
    {
      id: 'lifecycle/start-twice',
      fact: 'starting again gives the same addresses or an error of the gateway, and the endpoint lives on',
      check: async (probe) => {
        const again = await probe.endpoint.start().catch((error: unknown) => error)
        if (Array.isArray(again)) expectEqual(again[0], probe.address, 'The address that a second start gives')
        else expectThat(isGatewayError(again), `A second start rejected with ${String(again)}, which is no GatewayError.`)
        await probe.expectAlive()
      },
    },
    {
      id: 'lifecycle/stopped',
      fact: 'a stopped endpoint accepts nobody, and another one can take its port',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        await probe.endpoint.stop(GRACE_MS)
        await expectRejection(probe.run(client, session, 'OK'), 'A statement sent to a stopped endpoint')
        await expectRejection(probe.expectAlive(), 'A client that connects to a stopped endpoint')
        const other = probe.another(portOf(probe.address))
        expectEqual((await other.start())[0]?.url, probe.address.url, 'The address of another endpoint at the same port')
        await probe.expectAlive()
      },
    },
    {
      id: 'lifecycle/port-in-use',
      fact: 'an endpoint whose port is taken does not start, names the port, and leaves the other alone',
      check: async (probe) => {
        const port = portOf(probe.address)
        const other = probe.another(port)
        const error = await expectGatewayError(other.start(), ['GATEWAY.START_FAILED'], `Starting at port ${port}, which is taken`)
        expectThat(error.publicMessage.includes(String(port)), `The error does not name port ${port}: ${error.publicMessage}`)
        await other.stop(GRACE_MS)
        await probe.expectAlive()
      },
    },
    {
      id: 'lifecycle/stop-while-busy',
      fact: 'it stops within its grace while a client waits for a statement',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const waiting = Promise.allSettled([probe.run(client, session, 'WAIT busy')])
        await probe.control.started('busy')
        await probe.endpoint.stop(GRACE_MS)
        await client.disconnect()
        await waiting
        await probe.observed.whenQuiet()
      },
    },
    {
      id: 'lifecycle/stop-with-idle-clients',
      fact: 'it stops though clients keep connections open',
      check: async (probe) => {
        for (let i = 0; i < 3; i++) await (await probe.connect()).openSession({})
        await probe.endpoint.stop(GRACE_MS)
      },
    },
  ]
}
