import { expectEqual, expectThat } from '../../conformance/expectations.js'
import type { EndpointCase } from '../endpoint-case.js'

/** Sessions and their clients. */
export function sessionCases<S, O>(): readonly EndpointCase<S, O>[] {
  return [
    {
      id: 'sessions/environment',
      fact: 'a session is opened with the protocol of the endpoint and a version',
      check: async (probe) => {
        const client = await probe.connect()
        await probe.run(client, await client.openSession({}), 'OK')
        const { endpointVersion, principal } = probe.observed.opened[0] ?? {}
        expectEqual(endpointVersion?.protocol, probe.subject.identifier, 'The protocol of the endpoint version')
        expectThat(Number.isInteger(endpointVersion?.version), `The version of the endpoint version is ${endpointVersion?.version}.`)
        expectThat(principal !== undefined && principal.name !== '', 'The session was opened without a principal.')
      },
    },
    {
      id: 'sessions/properties',
      fact: 'properties given at opening are those of the session',
      needs: 'SESSIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({ 'test.key': 'größer; "😀"', 'test.empty': '' })
        const { rows } = await probe.run(client, session, 'SET')
        expectEqual(
          rows.filter(([key]) => key?.startsWith('test.')),
          [
            ['test.empty', ''],
            ['test.key', 'größer; "😀"'],
          ],
          'Properties that SET lists',
        )
      },
      without: async (probe) => probe.expectAlive(),
    },
    {
      id: 'sessions/state',
      fact: 'what a statement changes in the session holds for the next one',
      needs: 'SESSIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        await probe.run(client, session, "SET 'test.key' = 'value'")
        const { rows } = await probe.run(client, session, 'SET')
        expectEqual(
          rows.filter(([key]) => key === 'test.key'),
          [['test.key', 'value']],
          'Properties that SET lists',
        )
      },
      without: async (probe) => probe.expectAlive(),
    },
    {
      id: 'sessions/two-clients',
      fact: 'two clients have sessions of their own and do not wait for each other',
      check: async (probe) => {
        const [one, other] = [await probe.connect(), await probe.connect()]
        const [oneSession, otherSession] = [await one.openSession({}), await other.openSession({})]
        const waiting = probe.run(one, oneSession, 'WAIT gate THEN SELECT 1 ROWS')
        waiting.catch(() => undefined)
        await probe.control.started('gate')
        await probe.run(other, otherSession, 'CREATE TEMPORARY TABLE own')
        expectEqual(
          (await probe.run(other, otherSession, 'SELECT 3 ROWS')).rows.length,
          3,
          'Rows that one client gets while the other waits',
        )
        probe.control.open('gate')
        expectEqual((await waiting).rows.length, 1, 'Rows that the waiting client gets')
        expectEqual((await probe.run(one, oneSession, 'SHOW TABLES')).rows, [], "Tables that the one client sees of the other's")
      },
    },
    {
      id: 'sessions/many-clients',
      fact: 'twenty clients work at once',
      check: async (probe) => {
        const counts = await Promise.all(
          Array.from({ length: 20 }, async (_, i) => {
            const client = await probe.connect()
            const session = await client.openSession({})
            const { rows } = await probe.run(client, session, `SELECT ${i + 1} ROWS`)
            await client.closeSession(session)
            return rows.length
          }),
        )
        expectEqual(
          counts,
          Array.from({ length: 20 }, (_, i) => i + 1),
          'Rows that each client gets',
        )
      },
    },
    {
      id: 'sessions/close',
      fact: 'a closed session ends what it ran, and is not there any more',
      needs: 'SESSIONS',
      check: async (probe) => {
        const [client, closer] = [await probe.connect(), await probe.connect()]
        const session = await client.openSession({})
        const waiting = Promise.allSettled([probe.run(client, session, 'WAIT never')])
        await probe.control.started('never')
        await closer.closeSession(session)
        await probe.control.whenIdle()
        await waiting
        await probe.expectError(probe.run(closer, session, 'OK'), 'A statement in a closed session')
        await probe.expectError(closer.closeSession(session), 'Closing a closed session')
      },
      without: async (probe) => probe.expectAlive(),
    },
    {
      id: 'sessions/released',
      fact: 'the service holds nothing of a session that its client closed',
      needs: 'SESSIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        await probe.run(client, session, 'SELECT 3 ROWS')
        await client.closeSession(session)
        await probe.expectReleased('operations and sessions')
      },
      without: async (probe) => {
        const [polite, other] = [await probe.connect(), await probe.connect()]
        const session = await polite.openSession({})
        await probe.run(polite, session, 'SELECT 3 ROWS')
        await polite.closeSession(session)
        await polite.disconnect()
        await probe.run(other, await other.openSession({}), 'SELECT 3 ROWS')
        await other.disconnect()
        await probe.expectReleased('operations and sessions')
      },
    },
    {
      id: 'sessions/unknown',
      fact: 'a session that does not exist is an error of the protocol',
      needs: 'SESSIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const { unknownSession } = probe.subject
        await probe.expectError(probe.run(client, unknownSession, 'OK'), 'A statement in a session that does not exist')
        await probe.expectError(client.closeSession(unknownSession), 'Closing a session that does not exist')
        await probe.expectAlive()
      },
      without: async (probe) => probe.expectAlive(),
    },
  ]
}
