import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { PeerError } from '#scripts/peers/support/peer-error.js'

/** What a call answered: the status and the body, in which every number is the text that stood there, after a `#`. */
export interface CallAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** One open session of a gateway that speaks Flink's REST protocol, Flink's own or ours. */
export interface FlinkClientSession {
  readonly handle: string
  /** Any call below the session, such as `GET /heartbeat`. */
  call(method: string, path: string, body?: unknown): Promise<CallAnswer>
  /** Submits a statement and answers the operation's handle, or why it was refused. */
  submit(statement: string): Promise<{ readonly operation: string } | { readonly error: string }>
  close(): Promise<void>
}

/** By which paths a gateway is called: materialized tables are refreshed in v3 only, scripts are deployed in v4. */
export type ProtocolVersion = 'v2' | 'v3' | 'v4'

const OK = 200
const CAUSE = 'Caused by: '

/** Opens a session of a gateway by its REST address. */
export async function openFlinkSession(
  url: string,
  properties: Readonly<Record<string, string>> = {},
  version: ProtocolVersion = 'v2',
): Promise<FlinkClientSession> {
  const root = `${url}/${version}/sessions`
  const opened = await request('POST', root, { properties })
  const handle = textOf(opened.body['sessionHandle'])
  if (opened.status !== OK || handle === '') throw new PeerError(`no session was opened at ${url}: ${rootCause(opened)}`)
  const call = (method: string, path: string, body?: unknown) => request(method, `${root}/${handle}${path}`, body)
  return {
    handle,
    call,
    async submit(statement) {
      const submitted = await call('POST', '/statements', { statement })
      const operation = textOf(submitted.body['operationHandle'])
      return submitted.status === OK ? { operation } : { error: rootCause(submitted) }
    },
    async close() {
      await call('DELETE', '')
    },
  }
}

/** Asks for a page until it is there: as long as the answer is NOT_READY it is asked again after a moment. */
export async function fetchReady(session: FlinkClientSession, path: string): Promise<CallAnswer> {
  for (;;) {
    const answer = await session.call('GET', path)
    if (answer.body['resultType'] !== 'NOT_READY') return answer
    await delay(NOT_READY_MS)
  }
}

const NOT_READY_MS = 10

/**
 * Reads pages until one holds rows, and answers it. Flink's TaskManager ends itself when a query is stopped before its sink was opened
 * (`CollectSinkFunction` fails in its clean-up), so that who wants to stop one waits for this.
 */
export async function rowsCome(session: FlinkClientSession, operationPath: string): Promise<CallAnswer> {
  for (let token = 0; ; token++) {
    const page = await fetchReady(session, `${operationPath}/result/${token}?rowFormat=JSON`)
    if (page.status !== OK) throw new PeerError(`no rows came: ${rootCause(page)}`)
    if (hasRows(page)) return page
    await delay(NOT_READY_MS)
  }
}

function hasRows({ body }: CallAnswer): boolean {
  const results: { readonly data?: readonly unknown[] } = body['results'] ?? {}
  return (results.data ?? []).length > 0
}

/** The text after the last `Caused by: ` up to the first line of a stack: what Flink's SQL client shows of a failure. */
export function rootCause({ body }: CallAnswer): string {
  const texts = Array.isArray(body['errors']) ? body['errors'].map(textOf) : [JSON.stringify(body)]
  const whole = texts.join('\n')
  const cause = whole.slice(Math.max(0, whole.lastIndexOf(CAUSE) + (whole.includes(CAUSE) ? CAUSE.length : 0)))
  return (/^([\s\S]*?)(?:\n?\s*\tat |\nEnd of exception on server side>|$)/.exec(cause)?.[1] ?? cause).trim()
}

/** The token of the page after one; absent behind the last. */
export function nextToken({ body }: CallAnswer): string | undefined {
  return /\/result\/(\d+)/.exec(textOf(body['nextResultUri']))?.[1]
}

/** A text, or nothing where there is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** By Node's own client: the web's sends no body with GET, as the protocol's completion has it. */
async function request(method: string, url: string, body?: unknown): Promise<CallAnswer> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  const sent = httpRequest(url, { method, headers })
  sent.end(text)
  const [response]: IncomingMessage[] = await once(sent, 'response')
  if (response === undefined) throw new PeerError(`${method} ${url} was not answered`)
  const pieces: Buffer[] = await response.toArray()
  return { status: response.statusCode ?? 0, body: parseExactly(Buffer.concat(pieces).toString()) }
}

/** Numbers of 64 bits and decimals would lose digits as JavaScript's numbers. */
function parseExactly(text: string): Readonly<Record<string, unknown>> {
  return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? `#${context?.source}` : value,
  )
}
