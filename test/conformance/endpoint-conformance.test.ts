import { afterEach, describe, expect, test } from '@jest/globals'
import { gatewayError, parseOperationHandle, type RowBatch } from '@sql-gateway/gateway-common'
import {
  type EndpointCapability,
  type EndpointSubject,
  endpointConformance,
  type Lacks,
  type ServiceSubject,
  type WirePage,
} from '@sql-gateway/gateway-common/testkit'
import { type Fault, inEndpoint, inMapping, inWire } from './json-lines/faulty-subject.js'
import { AnsweredError } from './json-lines/json-lines-client.js'
import { JSON_LINES_SUBJECT } from './json-lines/json-lines-subject.js'
import { createScriptedService } from './scripted-service.js'

/** What the suite says of a case that hangs. */
const HANGS = 'did not end within'

/** A fault in the pages that clients get. */
const inPages = (change: (page: WirePage, maxRows: number) => WirePage) =>
  inWire((client) => ({
    fetchPage: async (session, operation, maxRows, from) => change(await client.fetchPage(session, operation, maxRows, from), maxRows),
  }))

/** A fault in the values that clients get. */
const inValues = (change: (value: string | null) => string | null) =>
  inPages((page) => ({ ...page, rows: page.rows.map((row) => row.map(change)) }))

/** A fault in the errors that clients get. */
const inErrors = (change: (thrown: Error) => Error | undefined) =>
  inWire((client) => ({
    fetchPage: (session, operation, maxRows, from) =>
      client.fetchPage(session, operation, maxRows, from).catch((thrown: Error): WirePage => {
        const changed = change(thrown)
        if (changed !== undefined) throw changed
        return { columns: [], rows: [] }
      }),
  }))

/** Faults, the case of the suite that finds each, and part of what it says. */
const FAULTS: readonly (readonly [string, string, string, Fault])[] = [
  [
    'no address',
    'lifecycle/answers',
    'start() gave no address',
    inEndpoint((endpoint) => ({
      start: async () => {
        await endpoint.start()
        await endpoint.stop(0)
        return []
      },
    })),
  ],
  [
    'an address without the port that was bound',
    'lifecycle/answers',
    'holds no port',
    inEndpoint((endpoint) => ({
      start: async () => (await endpoint.start()).map(({ protocol }) => ({ protocol, url: 'tcp://127.0.0.1' })),
    })),
  ],
  [
    'a second stop that fails',
    'lifecycle/stop-twice',
    'stopped already',
    inEndpoint((endpoint) => {
      let stops = 0
      return {
        stop: async (graceMs) => {
          await endpoint.stop(graceMs)
          if (++stops === 2) throw new TypeError('stopped already')
        },
      }
    }),
  ],
  [
    'an endpoint that stays when it is stopped',
    'lifecycle/stopped',
    'A statement sent to a stopped endpoint',
    inEndpoint((endpoint) => {
      let stops = 0
      return { stop: async (graceMs) => (++stops === 1 ? undefined : endpoint.stop(graceMs)) }
    }),
  ],
  [
    'a bare error when the port is taken',
    'lifecycle/port-in-use',
    'expected a GatewayError with code GATEWAY.START_FAILED but got TypeError',
    inEndpoint((endpoint) => ({ start: () => endpoint.start().catch((error: Error) => Promise.reject(new TypeError(error.message))) })),
  ],
  [
    'another port than the one that is taken',
    'lifecycle/port-in-use',
    'expected a GatewayError with code GATEWAY.START_FAILED but got [',
    (subject) => ({ ...subject, createEndpoint: (service) => subject.createEndpoint(service, 0) }),
  ],
  [
    'a stop that waits for the statement',
    'lifecycle/stop-while-busy',
    HANGS,
    inEndpoint(() => ({ stop: () => new Promise(() => undefined) })),
  ],
  [
    'sessions of another protocol',
    'sessions/environment',
    "The protocol of the endpoint version: expected 'json-lines' but got 'rest'",
    inMapping((service) => ({
      openSession: (environment) => service.openSession({ ...environment, endpointVersion: { protocol: 'rest', version: 1 } }),
    })),
  ],
  [
    'properties that are dropped',
    'sessions/properties',
    'Properties that SET lists',
    inMapping((service) => ({ openSession: (environment) => service.openSession({ ...environment, properties: new Map() }) })),
  ],
  [
    'a session for each statement',
    'sessions/state',
    'Properties that SET lists',
    inWire((client) => {
      const owners = new Map<string, string>()
      return {
        execute: async (_, statement) => {
          const session = await client.openSession({})
          const operation = await client.execute(session, statement)
          owners.set(operation, session)
          return operation
        },
        fetchPage: (_, operation, maxRows, from) => client.fetchPage(owners.get(operation) ?? '', operation, maxRows, from),
      }
    }),
  ],
  [
    'one session for all',
    'sessions/two-clients',
    HANGS,
    inMapping((service) => {
      let shared: ReturnType<typeof service.openSession> | undefined
      return {
        openSession: (environment) => {
          shared ??= service.openSession(environment)
          return shared
        },
      }
    }),
  ],
  ['sessions that are not closed', 'sessions/close', HANGS, inMapping(() => ({ closeSession: async () => undefined }))],
  [
    'sessions that stay in the service though clients are told that they are closed',
    'sessions/released',
    'Number of sessions that the service still holds',
    inMapping(() => ({ closeSession: async () => undefined })),
  ],
  [
    'operations that stay in the service though clients are told that they are closed',
    'operations/released',
    "Operations that the service still holds after the client was done with them: expected [] but got [ 'SELECT 3 ROWS' ]",
    inMapping(() => ({ closeOperation: async () => true })),
  ],
  [
    'a word for a status that belongs to another',
    'operations/status-words',
    'The word for CLOSED',
    inWire((client) => ({
      status: async (session, operation) => (await client.status(session, operation)).replace('CLOSED', 'FINISHED'),
    })),
  ],
  [
    'waiting operations that are shown as running',
    'operations/status',
    "The word for PENDING: expected 'PENDING' but got 'RUNNING'",
    inWire((client) => ({
      status: async (session, operation) => (await client.status(session, operation)).replace('PENDING', 'RUNNING'),
    })),
  ],
  ['a cancel that does nothing', 'operations/cancel-running', 'The word for CANCELED', inWire(() => ({ cancel: async () => undefined }))],
  [
    'a cancel of the one that runs',
    'operations/cancel-waiting',
    'The word for',
    inWire((client) => {
      const first = new Map<string, string>()
      return {
        execute: async (session, statement) => {
          const operation = await client.execute(session, statement)
          if (!first.has(session)) first.set(session, operation)
          return operation
        },
        cancel: (session) => client.cancel(session, first.get(session) ?? ''),
      }
    }),
  ],
  [
    'a close that does nothing',
    'operations/close',
    'The status of a closed operation',
    inWire(() => ({ closeOperation: async () => undefined })),
  ],
  [
    'a close that leaves the statement running',
    'operations/close-running',
    HANGS,
    inWire(() => ({ closeOperation: async () => undefined })),
  ],
  [
    'an answer for an operation that does not exist',
    'operations/unknown',
    'The status of an operation that does not exist',
    inMapping((service) => ({
      getOperationInfo: async (caller, session, operation) =>
        operation === parseOperationHandle(JSON_LINES_SUBJECT.unknownOperation)
          ? ({ status: 'CLOSED' } as never)
          : service.getOperationInfo(caller, session, operation),
    })),
  ],
  ['null as text', 'fetch/rows', 'Row 10 is ["10","NULL"]', inValues((value) => value ?? 'NULL')],
  [
    'a row that is lost at the end of a page',
    'fetch/forward',
    'Number of rows: expected 3500',
    inPages((page, maxRows) => (page.rows.length === maxRows ? { ...page, rows: page.rows.slice(1) } : page)),
  ],
  ['no end', 'fetch/empty', HANGS, inPages((page) => ({ ...page, next: page.next ?? 0 }))],
  [
    'column names made unique',
    'fetch/column-names',
    'Columns and rows',
    inPages((page) => ({ ...page, columns: page.columns.map((name, i) => `${name}_${i}`) })),
  ],
  [
    'text in a narrow encoding',
    'fetch/unicode',
    'Rows: expected',
    inValues((value) => value && Buffer.from(Buffer.from(value, 'latin1')).toString('latin1')),
  ],
  ['long values cut off', 'fetch/large-values', 'Lengths of the values', inValues((value) => value?.slice(0, 65_535) ?? null)],
  ['zero in place of null', 'fetch/types', 'Columns whose null did not arrive as one', inValues((value) => value ?? '0')],
  [
    'statements that are swallowed',
    'fetch/statements',
    'Statements that the engine executed',
    inWire((client) => ({ execute: (session, statement) => client.execute(session, statement.startsWith('SET') ? 'OK' : statement) })),
  ],
  [
    'pages larger than asked for',
    'fetch/pages',
    'A page of at most 7 rows holds',
    inWire((client) => ({ fetchPage: (session, operation, maxRows, from) => client.fetchPage(session, operation, maxRows * 2, from) })),
  ],
  [
    'a result that is collected first',
    'fetch/as-they-come',
    HANGS,
    inMapping((service) => ({
      fetchResults: async (caller, session, operation, request) => {
        const result = await service.fetchResults(caller, session, operation, request)
        if (result.resultType === 'PAYLOAD' && result.batches.length > 0) await new Promise(() => undefined)
        return result
      },
    })),
  ],
  [
    'another page for the same token',
    'fetch/again',
    'asked for again',
    inWire((client) => {
      let next: unknown
      return {
        fetchPage: async (session, operation, maxRows, from) => {
          const page = await client.fetchPage(session, operation, maxRows, next ?? from)
          next = page.next
          return page
        },
      }
    }),
  ],
  ['changelogs without kinds', 'fetch/row-kinds', 'Kinds of the rows', inPages(({ rowKinds: _, ...page }) => page)],
  [
    'reading ahead without end',
    'fetch/back-pressure',
    'The engine gave',
    inMapping((service) => ({
      fetchResults: async (caller, session, operation, request) => {
        await service.awaitOperation(caller, session, operation, 'terminal', 60_000)
        const ahead = (token: number) =>
          service.fetchResults(caller, session, operation, { ...request, position: { token }, maxRows: 9000 })
        const isFirst = 'token' in request.position && request.position.token === 0
        for (let token = 0; isFirst && token < 20; token++) await ahead(token)
        return ahead(20)
      },
    })),
  ],
  [
    'errors without their text',
    'errors/statement-syntax',
    "is shown 'Something failed.'",
    inErrors(() => new AnsweredError('Something failed.')),
  ],
  ['a broken connection for an error', 'errors/engine-failed', 'no error of the protocol', inErrors(() => new TypeError('socket hang up'))],
  [
    'another SQLSTATE',
    'errors/statement-constraint',
    "SQLSTATE of STATEMENT.CONSTRAINT: expected '23000' but got 'HY000'",
    (subject) => ({
      ...subject,
      errorOf: (thrown) => {
        const error = subject.errorOf(thrown)
        return error && { ...error, sqlState: 'HY000' }
      },
    }),
  ],
  [
    'another vendor code',
    'errors/session-limit-reached',
    'Vendor code of SESSION.LIMIT_REACHED: expected 2010 but got 0',
    (subject) => ({
      ...subject,
      errorOf: (thrown) => {
        const error = subject.errorOf(thrown)
        return error && { ...error, vendorCode: 0 }
      },
    }),
  ],
  [
    'errors with a stack',
    'errors/odd-text',
    'holds a stack',
    inErrors(({ message }) => new AnsweredError(`${message}\n    at run (engine.js:3:7)`)),
  ],
  [
    'errors with secrets',
    'errors/secrets',
    "The client is shown 'hunter2'",
    inErrors(({ message }) => new AnsweredError(`${message} hunter2`)),
  ],
  ['a late failure taken for the end', 'errors/late', 'expected an error', inErrors(() => undefined)],
  [
    'no answer to what is malformed',
    'malformed/no-json',
    "What came back: expected 'error' but got 'disconnect'",
    (subject) => ({ ...subject, malformed: subject.malformed.map((input) => ({ ...input, send: async () => 'disconnect' as const })) }),
  ],
  [
    'an endpoint that dies of malformed input',
    'malformed/no-object',
    'ECONNREFUSED',
    (subject) => {
      let kill: () => Promise<void> = async () => undefined
      return {
        ...subject,
        createEndpoint: (service, port) => {
          const endpoint = subject.createEndpoint(service, port)
          kill = () => endpoint.stop(0)
          return endpoint
        },
        malformed: subject.malformed.map((input) => ({
          ...input,
          send: async (address) => {
            const answer = await input.send(address)
            await kill()
            return answer
          },
        })),
      }
    },
  ],
  [
    'calls that go on when their client is gone',
    'vanished/while-waiting',
    HANGS,
    inMapping((service) => ({
      fetchResults: (caller, session, operation, { signal: _, ...request }) =>
        service.fetchResults(caller, session, operation, { ...request, waitMs: 60_000 }),
    })),
  ],
  [
    'calls that go on when their client is gone, and names them',
    'vanished/while-waiting',
    'Under way: fetchResults.',
    inMapping((service) => ({
      fetchResults: (caller, session, operation, { signal: _, ...request }) =>
        service.fetchResults(caller, session, operation, { ...request, waitMs: 60_000 }),
    })),
  ],
  [
    'an endpoint that does not start',
    'lifecycle/answers',
    'no such host',
    inEndpoint(() => ({ start: async () => Promise.reject(gatewayError('GATEWAY.START_FAILED', 'no such host')) })),
  ],
]

/** What the cases made; faults keep some of it from being released by the suite. */
const releases: (() => Promise<unknown>)[] = []

/** The subject without faults, whose endpoints and clients are released after each test. */
const SUBJECT: EndpointSubject<string, string> = {
  ...JSON_LINES_SUBJECT,
  createEndpoint: (service, port) => {
    const endpoint = JSON_LINES_SUBJECT.createEndpoint(service, port)
    releases.push(() => endpoint.stop(0))
    return endpoint
  },
  connect: async (address) => {
    const client = await JSON_LINES_SUBJECT.connect(address)
    releases.push(() => client.disconnect())
    return client
  },
}

async function createService(): Promise<ServiceSubject> {
  const backing = await createScriptedService()
  releases.push(() => backing.dispose())
  return backing
}

/** Short where a fault makes a case hang; what is to be under way by then has some time to begin. */
function timeoutFor(message: string): number {
  if (message === HANGS) return 300
  return message.startsWith('Under way') ? 5_000 : 15_000
}

/** Registers nothing: keeps the bodies of the tests by the ids of their cases. */
function collect(fault: Fault, timeoutMs: number, lacks: Lacks<EndpointCapability> = {}): ReadonlyMap<string, () => Promise<void>> {
  const bodies = new Map<string, () => Promise<void>>()
  const register = (name: string, body: () => Promise<void>) => bodies.set(name.split(': ')[0] ?? '', body)
  endpointConformance({
    describe: (_, body) => body(),
    test: Object.assign(register, { skip: register }),
    name: 'faulty',
    subject: fault(SUBJECT),
    createService,
    lacks,
    timeoutMs,
  })
  return bodies
}

describe('endpointConformance', () => {
  afterEach(async () => {
    await Promise.all(releases.splice(0).map((release) => release()))
  })

  test.each(FAULTS)('finds %s by %s', async (_, id, message, fault) => {
    const body = collect(fault, timeoutFor(message)).get(id)
    expect(body).toBeDefined()
    await expect(body?.()).rejects.toThrow(message)
  })

  test.each<readonly [string, string, string, Lacks<EndpointCapability>, Fault]>([
    [
      'sessions that outlive their connections',
      'sessions/released',
      'Number of sessions that the service still holds after their clients were done with them: expected 0 but got 1',
      { SESSIONS: 'A connection is a session.' },
      (subject) => subject,
    ],
    [
      'operations that outlive their answers',
      'operations/released',
      "expected [] but got [ 'SELECT 3 ROWS', 'FAIL STATEMENT.DATA as told', 'OK' ]",
      { OPERATIONS: 'A statement is answered before the next one is read.' },
      (subject) => subject,
    ],
    [
      'statements that outlive their connections',
      'vanished/while-waiting',
      HANGS,
      { OPERATIONS: 'A statement is answered before the next one is read.' },
      (subject) => subject,
    ],
    [
      'a result that is kept whole before the first row is sent',
      'fetch/back-pressure',
      'rows of 10000 bytes from the engine for a client that reads nothing',
      { PAGING: 'A result is one answer.' },
      inMapping((service) => ({
        fetchResults: async (caller, session, operation, request) => {
          const batches: RowBatch[] = []
          let page = await service.fetchResults(caller, session, operation, request)
          while (page.resultType !== 'EOS' && request.signal?.aborted !== true) {
            if (page.resultType === 'PAYLOAD') batches.push(...page.batches)
            const token = page.resultType === 'PAYLOAD' ? (page.nextToken ?? 0) : 0
            page = await service.fetchResults(caller, session, operation, { ...request, position: { token } })
          }
          return page.resultType === 'EOS' ? { ...page, batches } : page
        },
      })),
    ],
    [
      'a late failure taken for the end',
      'errors/late',
      'expected an error',
      { LATE_ERRORS: 'An answer breaks off.' },
      inErrors(() => undefined),
    ],
  ])('finds %s by %s where clients have no calls for it', async (_, id, message, lacks, fault) => {
    await expect(collect(fault, timeoutFor(message), lacks).get(id)?.()).rejects.toThrow(message)
  })

  test('takes an answer that breaks off for a late error where late errors are lacking', async () => {
    const breaksOff = inErrors(() => new TypeError('socket hang up'))
    await expect(collect(breaksOff, 15_000).get('errors/late')?.()).rejects.toThrow('no error of the protocol')
    await expect(collect(breaksOff, 15_000, { LATE_ERRORS: 'An answer breaks off.' }).get('errors/late')?.()).resolves.toBeUndefined()
  })

  test('refuses capabilities that it does not know, and lacks without a reason', () => {
    const misspelt: Record<string, string> = { SESSION: 'It has none.' }
    expect(() =>
      collect(
        inEndpoint(() => ({})),
        1,
        misspelt,
      ),
    ).toThrow("lacks names 'SESSION', which is no capability of endpoints. They are: SESSIONS, OPERATIONS,")
    expect(() =>
      collect(
        inEndpoint(() => ({})),
        1,
        { CANCEL: ' ' },
      ),
    ).toThrow('lacks names CANCEL without a reason.')
  })
})
