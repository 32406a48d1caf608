import { OPERATION_STATUSES, type OperationStatus } from '../../../src/operation/operation-status.js'
import { expectEqual, expectThat } from '../../conformance/expectations.js'
import type { EndpointCase } from '../endpoint-case.js'
import type { EndpointProbe } from '../endpoint-probe.js'
import type { EndpointClient } from '../endpoint-subject.js'

/** Operations: their status, canceling and closing them. */
export function operationCases<S, O>(): readonly EndpointCase<S, O>[] {
  const without = (probe: EndpointProbe<S, O>) => probe.expectAlive()
  return [
    {
      id: 'operations/status',
      fact: 'a client sees an operation wait, run, finish and fail',
      needs: 'OPERATIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const running = await client.execute(session, 'WAIT gate THEN SELECT 1 ROWS')
        const waiting = await client.execute(session, 'FAIL STATEMENT.DATA as told')
        await probe.control.started('gate')
        await expectStatus(probe, client, session, running, 'RUNNING')
        await expectStatus(probe, client, session, waiting, 'PENDING')
        probe.control.open('gate')
        await probe.fetchAll(client, session, running)
        await probe.expectError(probe.fetchAll(client, session, waiting), 'Fetching the result of a statement that failed')
        await expectStatus(probe, client, session, running, 'FINISHED')
        await expectStatus(probe, client, session, waiting, 'ERROR')
      },
      without,
    },
    {
      id: 'operations/status-words',
      fact: "each status is shown by the protocol's word for it",
      needs: 'OPERATIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'SELECT 1 ROWS')
        await probe.fetchAll(client, session, operation)
        for (const status of OPERATION_STATUSES) {
          probe.observed.showStatus(status)
          await expectStatus(probe, client, session, operation, status)
        }
      },
      without,
    },
    {
      id: 'operations/cancel-running',
      fact: 'a running operation is canceled, and the session goes on',
      needs: 'CANCEL',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'WAIT never THEN SELECT 1 ROWS')
        await probe.control.started('never')
        await client.cancel(session, operation)
        await expectStatus(probe, client, session, operation, 'CANCELED')
        await probe.expectError(probe.fetchAll(client, session, operation), 'Fetching the result of a canceled operation')
        expectEqual((await probe.run(client, session, 'SELECT 2 ROWS')).rows.length, 2, 'Rows of the next statement')
      },
      without,
    },
    {
      id: 'operations/cancel-waiting',
      fact: 'an operation that waits for its turn is canceled and never runs',
      needs: 'CANCEL',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const running = await client.execute(session, 'WAIT gate')
        const waiting = await client.execute(session, 'LOG must not run')
        await probe.control.started('gate')
        await client.cancel(session, waiting)
        await expectStatus(probe, client, session, waiting, 'CANCELED')
        await expectStatus(probe, client, session, running, 'RUNNING')
        probe.control.open('gate')
        await probe.run(client, session, 'OK')
        expectEqual(probe.control.executed, ['WAIT gate', 'OK'], 'Statements that the engine executed')
      },
      without,
    },
    {
      id: 'operations/cancel-ended',
      fact: 'canceling an operation that ended changes nothing of it',
      needs: 'CANCEL',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'SELECT 1 ROWS')
        await probe.fetchAll(client, session, operation)
        // Protocols differ in whether this is an error.
        await client.cancel(session, operation).catch((thrown: unknown) => probe.expectError(Promise.reject(thrown), 'Canceling'))
        await expectStatus(probe, client, session, operation, 'FINISHED')
      },
      without,
    },
    {
      id: 'operations/close',
      fact: 'a closed operation releases its result and is not there any more',
      needs: 'OPERATIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'SELECT ENDLESS ROWS FORWARD')
        await fetchUntilRows(probe, client, session, operation)
        await client.closeOperation(session, operation)
        await probe.expectError(client.status(session, operation), 'The status of a closed operation')
        await probe.expectError(client.fetchPage(session, operation, 10), 'Fetching from a closed operation')
        await probe.run(client, session, 'OK')
      },
      without,
    },
    {
      id: 'operations/close-running',
      fact: 'closing a running operation stops it',
      needs: 'OPERATIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'WAIT never')
        await probe.control.started('never')
        await client.closeOperation(session, operation)
        expectEqual((await probe.run(client, session, 'SELECT 1 ROWS')).rows.length, 1, 'Rows of the next statement')
      },
      without,
    },
    {
      id: 'operations/released',
      fact: 'the service holds no operation that its client closed, or that was answered where clients close none',
      needs: 'OPERATIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'SELECT 3 ROWS')
        await probe.fetchAll(client, session, operation)
        await client.closeOperation(session, operation)
        await probe.expectReleased('operations')
      },
      without: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        await probe.run(client, session, 'SELECT 3 ROWS')
        await probe.expectError(probe.run(client, session, 'FAIL STATEMENT.DATA as told'), 'A statement that fails')
        await probe.run(client, session, 'OK')
        await probe.expectReleased('operations')
      },
    },
    {
      id: 'operations/unknown',
      fact: 'an operation that does not exist is an error of the protocol',
      needs: 'OPERATIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const { unknownOperation } = probe.subject
        await probe.expectError(client.status(session, unknownOperation), 'The status of an operation that does not exist')
        await probe.expectError(client.fetchPage(session, unknownOperation, 10), 'Fetching from an operation that does not exist')
        await probe.expectAlive()
      },
      without,
    },
    {
      id: 'operations/many',
      fact: 'an operation that is open does not hinder the next ones',
      needs: 'OPERATIONS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operations: O[] = []
        for (let i = 1; i <= 10; i++) operations.push(await client.execute(session, `SELECT ${i} ROWS`))
        for (const [i, operation] of operations.toReversed().entries()) {
          expectEqual((await probe.fetchAll(client, session, operation)).rows.length, 10 - i, 'Rows of an operation, the last one first')
        }
      },
      without,
    },
  ]
}

async function expectStatus<S, O>(
  probe: EndpointProbe<S, O>,
  client: EndpointClient<S, O>,
  session: S,
  operation: O,
  status: OperationStatus,
): Promise<void> {
  expectEqual(await client.status(session, operation), probe.subject.statusWords[status], `The word for ${status}`)
}

async function fetchUntilRows<S, O>(probe: EndpointProbe<S, O>, client: EndpointClient<S, O>, session: S, operation: O): Promise<void> {
  let page = await client.fetchPage(session, operation, 10)
  while (page.rows.length === 0) {
    expectThat(page.next !== undefined, 'An endless result came to an end.')
    page = await client.fetchPage(session, operation, 10, page.next)
  }
  expectThat(probe.control.rowsRead > 0, 'The engine gave no rows.')
}
