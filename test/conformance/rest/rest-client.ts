import http from 'node:http'
import type { FetchResultsResponseBody } from '@sql-gateway/endpoint-rest/wire'
import type { EndpointAddress, RowKind } from '@sql-gateway/gateway-common'
import type { EndpointClient, WirePage } from '@sql-gateway/gateway-common/testkit'

/** What a call rejects with when the endpoint answered with an error. */
export class AnsweredError extends Error {
  readonly sqlState: string | undefined

  constructor(text: string, sqlState: string | undefined) {
    super(text)
    this.sqlState = sqlState
  }
}

interface Reply {
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
}

/** Connects a client of the REST protocol, which keeps its connections. */
export async function connectRest(address: EndpointAddress): Promise<EndpointClient<string, string>> {
  const agent = new http.Agent({ keepAlive: true })

  function open(method: string, path: string, body: string): http.ClientRequest {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const request = http.request(`${address.url}/v2${path}`, { method, agent, headers })
    request.end(body)
    return request
  }

  async function call<T>(method: string, path: string, body: object = {}): Promise<T> {
    const { headers, text } = await replyTo(open(method, path, JSON.stringify(body)))
    const value = JSON.parse(text) as T & { readonly errors?: readonly string[] }
    if (value.errors === undefined) return value
    throw new AnsweredError(withoutSyntheticFrame(value.errors.join('\n')), headers['x-sql-gateway-sqlstate']?.toString())
  }

  const operationPath = (session: string, operation: string) => `/sessions/${session}/operations/${operation}`
  const resultPath = (session: string, operation: string, from: unknown) =>
    `${operationPath(session, operation)}/result/${String(from)}?rowFormat=PLAIN_TEXT`

  return {
    openSession: async (properties) => (await call<{ sessionHandle: string }>('POST', '/sessions', { properties })).sessionHandle,
    closeSession: async (session) => {
      await call('DELETE', `/sessions/${session}`)
    },
    execute: async (session, statement) =>
      (await call<{ operationHandle: string }>('POST', `/sessions/${session}/statements`, { statement })).operationHandle,
    fetchPage: async (session, operation, _maxRows, from = 0) =>
      toPage(await call<FetchResultsResponseBody>('GET', resultPath(session, operation, from))),
    status: async (session, operation) => (await call<{ status: string }>('GET', `${operationPath(session, operation)}/status`)).status,
    cancel: async (session, operation) => {
      await call('POST', `${operationPath(session, operation)}/cancel`)
    },
    closeOperation: async (session, operation) => {
      await call('DELETE', `${operationPath(session, operation)}/close`)
    },
    disconnect: async () => agent.destroy(),
  }
}

/** Flink's clients cut the cause out of a Java trace: what stands for the trace is one line, which is no stack. */
function withoutSyntheticFrame(text: string): string {
  return text.replace(/\n\tat gateway\([-\w]+\)/, '')
}

async function replyTo(request: http.ClientRequest): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
  request.once('response', resolve).once('error', reject)
  const response = await promise
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { headers: response.headers, text: Buffer.concat(chunks).toString() }
}

function toPage(body: FetchResultsResponseBody): WirePage {
  const next = body.nextResultUri === undefined ? {} : { next: /\/(\d+)(?:\?|$)/.exec(body.nextResultUri)?.[1] }
  if (body.resultType === 'NOT_READY') return { columns: [], rows: [], ...next }
  const { columns, data } = body.results
  return {
    columns: columns.map(({ name }) => name),
    rows: data.map(({ fields }) => fields as readonly (string | null)[]),
    rowKinds: data.map(({ kind }): RowKind => kind),
    ...next,
  }
}
