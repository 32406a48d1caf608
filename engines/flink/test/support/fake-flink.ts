import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { STRING_TYPE } from '@sql-gateway/gateway-common'
import { pageText } from './page-text.js'

/** A request that came, as far as tests look at it. */
export interface SeenRequest {
  readonly method: string
  /** Without the version and with `S` and `O` in place of handles. */
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

/** How a statement goes: what its fetches are answered with, by token, or by a function that is asked each time. */
export type StatementScript = (token: number) => FakeAnswer | Promise<FakeAnswer>

/** A body with status 200, or the texts of an error. */
export type FakeAnswer = string | { readonly errors: readonly string[] }

/** A stand-in for Flink's gateway: sessions and operations as it has them, and statements that do what a test says. */
export interface FakeFlink extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly SeenRequest[]
  /** Requests by method and path, such as `POST S/statements`. */
  count(what: string): number
  /** The statements handed in, in order, those that configure a session among them. */
  readonly statements: readonly string[]
  /** Handles of open sessions, and of operations that were not closed. */
  readonly sessions: ReadonlySet<string>
  readonly operations: ReadonlySet<string>
  /** What statements that begin so do; the script added last is asked first. */
  on(beginning: string, script: StatementScript): void
  /** Answers a request of a method and path in another way. */
  answer(what: string, answer: () => FakeAnswer | Promise<FakeAnswer>): void
  /** Breaks the connection of the next request of a method and path, after it was worked on. */
  breakOnce(what: string): void
  /** Forgets all sessions and operations, as a restart does. */
  restart(): void
  /** Forgets one session and its operations, as Flink does with one that was idle for too long. */
  expire(session: string): void
  /** How many connections came so far. */
  readonly connections: number
  /** How many there are. */
  readonly openConnections: number
  /** Closes those on which no request is under way. */
  closeIdleConnections(): void
  /** Resolves when a request of a method and path has come. */
  seen(what: string): Promise<void>
}

/** What a test chooses of it. */
export interface FakeFlinkChoices {
  readonly versions?: readonly string[]
  readonly productName?: string
  readonly productVersion?: string
  /** The configuration of every session. */
  readonly config?: Readonly<Record<string, string>>
  /** 0 for any. */
  readonly port?: number
}

interface SessionCall {
  readonly method: string
  readonly session: string
  readonly properties: ReadonlyMap<string, string>
  /** What comes after the noun in the path. */
  readonly rest: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
}

const HANDLE = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
/** The answer of what is neither a query nor tells anything. */
const OK_PAGE = pageText({
  columns: [{ name: 'result', type: STRING_TYPE }],
  rows: [['"OK"']],
  nextToken: 1,
  isQueryResult: false,
  resultKind: 'SUCCESS',
})
export const NOT_READY = '{"resultType":"NOT_READY","nextResultUri":"/v4/x/result/0"}'

/** The answer of a statement such as SHOW. */
export function textPage(name: string, ...values: readonly string[]): string {
  return pageText({
    columns: [{ name, type: STRING_TYPE }],
    rows: values.map((value) => [JSON.stringify(value)]),
    nextToken: 1,
    isQueryResult: false,
  })
}

/** The texts of a failed call: exceptions from the outermost to the root cause. */
export function javaError(...exceptions: readonly string[]): { readonly errors: readonly string[] } {
  const frames = '\n\tat org.apache.flink.table.gateway.Service.run(Service.java:12)\n\t... 3 more'
  const trace = exceptions.map((text, i) => `${i === 0 ? '' : 'Caused by: '}${text}${frames}`).join('\n')
  return { errors: ['Internal server error.', `<Exception on server side:\n${trace}\nEnd of exception on server side>`] }
}

/**
 * Opens it on a port that it may leave and come back to: systems give ports from 32768 or 49152 on to whoever asks for any, so that nobody
 * comes by this one meanwhile.
 */
export async function openFakeFlinkToReturn(): Promise<FakeFlink> {
  for (let tries = 1; ; tries++) {
    try {
      return await openFakeFlink({ port: randomInt(12_000, 30_000) })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === 100) throw error
    }
  }
}

/** Opens it on a port of 127.0.0.1. */
export async function openFakeFlink(choices: FakeFlinkChoices = {}): Promise<FakeFlink> {
  const { versions = ['V1', 'V2', 'V3', 'V4'], productName = 'Apache Flink', productVersion = '2.3.0', config = {} } = choices
  const requests: SeenRequest[] = []
  const statements: string[] = []
  const sessions = new Map<string, Map<string, string>>()
  const operations = new Map<string, { readonly session: string; readonly statement: string }>()
  const scripts: (readonly [string, StatementScript])[] = [['', () => OK_PAGE]]
  const answers = new Map<string, () => FakeAnswer | Promise<FakeAnswer>>()
  const breaking = new Set<string>()
  const waiting = new Map<string, (() => void)[]>()

  const noSession = (handle: string) =>
    javaError(`org.apache.flink.table.gateway.api.utils.SqlGatewayException: Session '${handle}' does not exist.`)

  function openSession(body: Readonly<Record<string, unknown>>): string {
    const handle = crypto.randomUUID()
    sessions.set(handle, new Map(Object.entries({ ...config, ...(body['properties'] as Record<string, string> | undefined) })))
    return JSON.stringify({ sessionHandle: handle })
  }

  function submit(session: string, statement: string): string {
    const operation = crypto.randomUUID()
    statements.push(statement)
    operations.set(operation, { session, statement })
    return JSON.stringify({ operationHandle: operation })
  }

  async function fetchPage(operation: string, token: number): Promise<FakeAnswer> {
    const found = operations.get(operation)
    if (found === undefined)
      return javaError(`x.SqlGatewayException: Can not find the submitted operation in the OperationManager with the ${operation}.`)
    const script = scripts.findLast(([beginning]) => found.statement.startsWith(beginning))?.[1]
    return (await script?.(token)) ?? OK_PAGE
  }

  function closeSession(handle: string): string {
    sessions.delete(handle)
    for (const [operation, { session }] of operations) if (session === handle) operations.delete(operation)
    return '{"status":"CLOSED"}'
  }

  const byNoun: Readonly<Record<string, (call: SessionCall) => FakeAnswer | Promise<FakeAnswer>>> = {
    '': ({ method, session, properties }) =>
      method === 'DELETE' ? closeSession(session) : JSON.stringify({ properties: Object.fromEntries(properties) }),
    heartbeat: () => '{}',
    'configure-session': async ({ body }) => {
      const statement = String(body['statement'])
      statements.push(statement)
      const answer = await scripts.findLast(([beginning]) => statement.startsWith(beginning))?.[1](0)
      return typeof answer === 'object' ? answer : '{}'
    },
    'complete-statement': () => JSON.stringify({ candidates: ['SELECT', 'SELECT', 'SET'] }),
    statements: ({ session, body }) => submit(session, String(body['statement'])),
    'materialized-tables': ({ session, rest: [name = ''] }) => submit(session, `REFRESH ${decodeURIComponent(name)}`),
    scripts: () => '{"clusterID":"cluster-1"}',
    operations: ({ rest: [operation = '', verb, token] }) => {
      if (verb !== 'close') return fetchPage(operation, Number(token))
      operations.delete(operation)
      return '{"status":"CLOSED"}'
    },
  }

  async function inSession(method: string, parts: readonly string[], body: Readonly<Record<string, unknown>>): Promise<FakeAnswer> {
    const [session = '', noun = '', ...rest] = parts
    const properties = sessions.get(session)
    if (properties === undefined) return noSession(session)
    return byNoun[noun]?.({ method, session, properties, rest, body }) ?? { errors: [`Not found: ${noun}`] }
  }

  async function handle(method: string, url: string, body: Readonly<Record<string, unknown>>): Promise<FakeAnswer> {
    const [, , noun, ...parts] = (url.split('?')[0] ?? '').split('/')
    const what = `${method} ${pathOf(url)}`
    requests.push({ method, path: pathOf(url), body })
    for (const resolve of waiting.get(what)?.splice(0) ?? []) resolve()
    const other = answers.get(what)
    if (other !== undefined) return other()
    if (noun === 'api_versions') return JSON.stringify({ versions })
    if (noun === 'info') return JSON.stringify({ productName, version: productVersion })
    if (noun === 'sessions') return parts.length === 0 ? openSession(body) : inSession(method, parts, body)
    return { errors: [`Not found: ${url}`] }
  }

  const isBreaking = (method: string, url: string): boolean => breaking.delete(`${method} ${pathOf(url)}`)
  const server = createServer((request, response) => void serve(request, response, handle, isBreaking))
  server.listen(choices.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  let connections = 0
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    count: (what) => requests.filter(({ method, path }) => `${method} ${path}` === what).length,
    statements,
    get sessions() {
      return new Set(sessions.keys())
    },
    get operations() {
      return new Set(operations.keys())
    },
    on: (beginning, script) => scripts.push([beginning, script]),
    answer: (what, answer) => answers.set(what, answer),
    breakOnce: (what) => breaking.add(what),
    restart: () => {
      sessions.clear()
      operations.clear()
    },
    expire: (session) => void closeSession(session),
    get connections() {
      return connections
    },
    get openConnections() {
      return sockets.size
    },
    closeIdleConnections: () => server.closeIdleConnections(),
    seen: (what) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.set(what, [...(waiting.get(what) ?? []), resolve])
      return promise
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function pathOf(url: string): string {
  const [path = ''] = url.split('?')
  return path
    .replace(/^\/v\d\//, '')
    .replace(new RegExp(`sessions/${HANDLE.source}`), 'S')
    .replace(new RegExp(`operations/${HANDLE.source}`), 'O')
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (method: string, url: string, body: Readonly<Record<string, unknown>>) => Promise<FakeAnswer>,
  isBreaking: (method: string, url: string) => boolean,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const answer = await handle(
    request.method ?? '',
    request.url ?? '',
    text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>),
  )
  if (isBreaking(request.method ?? '', request.url ?? '')) {
    request.socket.destroy()
    return
  }
  const isError = typeof answer === 'object'
  response.writeHead(isError ? 500 : 200, { 'content-type': 'application/json' })
  response.end(isError ? JSON.stringify(answer) : answer)
}
