import type { EndpointAddress, SqlGatewayEndpoint } from '../../src/endpoint/sql-gateway-endpoint.js'
import type { RowKind } from '../../src/result/row-kind.js'
import { ConformanceError, expectEqual, expectPublicText, expectRejection, expectThat } from '../conformance/expectations.js'
import type { ScriptedControl } from '../scripted-engine/scripted-control.js'
import type { EndpointClient, EndpointSubject, ServiceSubject, WireError, WirePage } from './endpoint-subject.js'
import { expectReleased } from './expect-released.js'
import { type ObservedService, observeService } from './observed-service.js'

/** Rows that a page may hold where the case does not say. */
const PAGE_ROWS = 1000
/** How long an endpoint that stops may wait for requests under way. */
const STOP_GRACE_MS = 200

/** A result as a client fetched it. */
export interface WireResult {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly rowKinds: readonly RowKind[]
  readonly pages: readonly WirePage[]
}

/** An endpoint under test, started over an observed service, with what its cases do over and over. */
export interface EndpointProbe<S, O> {
  readonly subject: EndpointSubject<S, O>
  readonly observed: ObservedService
  readonly control: ScriptedControl
  readonly endpoint: SqlGatewayEndpoint
  /** The first address at which it answers. */
  readonly address: EndpointAddress
  /** Connects a client, which is disconnected at the end of the case. */
  connect(): Promise<EndpointClient<S, O>>
  /** Makes an endpoint over the same service, which is stopped at the end of the case. */
  another(port: number): SqlGatewayEndpoint
  /** Executes a statement and fetches its result to the end. */
  run(client: EndpointClient<S, O>, session: S, statement: string, maxRows?: number): Promise<WireResult>
  /** Fetches a result to the end. */
  fetchAll(client: EndpointClient<S, O>, session: S, operation: O, maxRows?: number): Promise<WireResult>
  /** Fails unless the promise rejects with an error of the protocol; gives it. */
  expectError(promise: Promise<unknown>, what: string): Promise<WireError>
  /** Fails unless the service comes to hold no operation, and no session either where that is asked for. */
  expectReleased(what: 'operations' | 'operations and sessions'): Promise<void>
  /** Fails unless a new client can run a statement. */
  expectAlive(): Promise<void>
  dispose(): Promise<void>
}

/**
 * Starts the endpoint of one case.
 *
 * @param releaseMs - how long it may take to close what its client has closed or left
 */
export async function createEndpointProbe<S, O>(
  subject: EndpointSubject<S, O>,
  backing: ServiceSubject,
  releaseMs: number,
): Promise<EndpointProbe<S, O>> {
  const observed = observeService(backing.service)
  const endpoint = subject.createEndpoint(observed.service, 0)
  const endpoints = [endpoint]
  const clients: EndpointClient<S, O>[] = []
  const address = await startOrDispose(endpoint, backing)

  async function connect(): Promise<EndpointClient<S, O>> {
    const client = await subject.connect(address)
    clients.push(client)
    return client
  }

  async function fetchAll(client: EndpointClient<S, O>, session: S, operation: O, maxRows = PAGE_ROWS): Promise<WireResult> {
    const pages: WirePage[] = []
    let page = await client.fetchPage(session, operation, maxRows)
    pages.push(page)
    while (page.next !== undefined) {
      page = await client.fetchPage(session, operation, maxRows, page.next)
      if (page.rows.length > 0) pages.push(page)
    }
    for (const { rows } of pages) expectThat(rows.length <= maxRows, `A page of at most ${maxRows} rows holds ${rows.length}.`)
    return {
      columns: pages.find((each) => each.columns.length > 0)?.columns ?? [],
      rows: pages.flatMap((each) => each.rows),
      rowKinds: pages.flatMap((each) => each.rowKinds ?? []),
      pages,
    }
  }

  async function expectError(promise: Promise<unknown>, what: string): Promise<WireError> {
    const thrown = await expectRejection(promise, what)
    const error = subject.errorOf(thrown)
    if (error === undefined)
      throw new ConformanceError(`${what}: the client got no error of the protocol but ${String(thrown)}.`, { cause: thrown })
    expectPublicText(error.text, what)
    return error
  }

  async function run(client: EndpointClient<S, O>, session: S, statement: string, maxRows?: number): Promise<WireResult> {
    return fetchAll(client, session, await client.execute(session, statement), maxRows)
  }

  return {
    subject,
    observed,
    control: backing.control,
    endpoint,
    address,
    connect,
    another: (port) => {
      const other = subject.createEndpoint(observed.service, port)
      endpoints.push(other)
      return other
    },
    run,
    fetchAll,
    expectError,
    expectReleased: (what) => expectReleased(backing.service, observed, what === 'operations and sessions', releaseMs),
    expectAlive: async () => {
      const client = await connect()
      const session = await client.openSession({})
      expectEqual((await run(client, session, 'SELECT 2 ROWS')).rows.length, 2, 'Rows that a new client gets')
      await client.closeSession(session)
      await client.disconnect()
    },
    dispose: async () => {
      observed.failWith(undefined)
      observed.showStatus(undefined)
      await Promise.allSettled(clients.map((client) => client.disconnect()))
      const stops = await Promise.allSettled(endpoints.map((each) => each.stop(STOP_GRACE_MS)))
      await backing.dispose()
      for (const stop of stops) if (stop.status === 'rejected') throw stop.reason
      expectEqual(observed.callsUnderWay(), [], 'Calls of the service under way after the endpoint and the service have stopped')
      await backing.control.whenIdle()
    },
  }
}

async function startOrDispose(endpoint: SqlGatewayEndpoint, backing: ServiceSubject): Promise<EndpointAddress> {
  try {
    const [address] = await endpoint.start()
    expectThat(address !== undefined, 'start() gave no address.')
    return address
  } catch (failure) {
    await backing.dispose()
    throw failure
  }
}

/** The port in an address, where clients write one. */
export function portOf(address: EndpointAddress): number {
  const port = /:(\d{1,5})(?!.*:\d)/.exec(address.url)?.[1]
  expectThat(port !== undefined, `The address '${address.url}' holds no port.`)
  return Number(port)
}
