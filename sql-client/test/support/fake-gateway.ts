import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { parseGatewayAddress } from '../../src/rest/gateway-address.js'
import { createHttpTransport, type HttpTransport } from '../../src/rest/http-transport.js'

/** A call as it came: method and path, and its body. */
export interface ReceivedCall {
  readonly call: string
  readonly body: unknown
}

/** An answer: the body, with status 200 where it is not said, or the connection closed without one. */
export type FakeAnswer = { readonly body: object | string; readonly status?: number } | 'broken'

/** A server that answers calls as a test says. */
export interface FakeGateway extends AsyncDisposable {
  readonly transport: HttpTransport
  readonly calls: readonly ReceivedCall[]
  /** The calls without their bodies. */
  names(): readonly string[]
}

/**
 * Starts a server; the answer to each call is what `answer` makes of it.
 *
 * @param hasLength - whether answers tell their length, as gateways' do, or come in chunks
 */
export async function startFakeGateway(
  answer: (call: string, count: number) => FakeAnswer | Promise<FakeAnswer>,
  hasLength = true,
): Promise<FakeGateway> {
  const calls: ReceivedCall[] = []
  const server = createServer((request: IncomingMessage, response) => {
    void (async () => {
      const body = await text(request)
      const call = `${request.method} ${request.url}`
      calls.push({ call, body: body === '' ? undefined : JSON.parse(body) })
      const given = await answer(call, calls.filter((other) => other.call === call).length)
      if (given === 'broken') request.socket.destroy()
      else {
        const text = typeof given.body === 'string' ? given.body : JSON.stringify(given.body)
        response.writeHead(given.status ?? 200, hasLength ? { 'content-length': Buffer.byteLength(text) } : {}).end(text)
      }
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const transport = createHttpTransport(
    parseGatewayAddress(`127.0.0.1:${(server.address() as AddressInfo).port}`),
    { 'X-Token': 't' },
    SYSTEM_CLOCK,
  )
  return {
    transport,
    calls,
    names: () => calls.map(({ call }) => call),
    [Symbol.asyncDispose]: async () => {
      transport.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A page of a query with a column of texts. */
export function page(token: number, values: readonly string[], isLast = false): FakeAnswer {
  const data = values.map((value) => ({ kind: 'INSERT', fields: [value] }))
  const columns = [{ name: 'a', logicalType: { type: 'VARCHAR', nullable: true, length: 10 }, comment: null }]
  const next = isLast ? {} : { nextResultUri: `/v2/sessions/s/operations/o/result/${token + 1}?rowFormat=PLAIN_TEXT` }
  const results = { columns, rowFormat: 'PLAIN_TEXT', data }
  return { body: { resultType: isLast ? 'EOS' : 'PAYLOAD', isQueryResult: true, resultKind: 'SUCCESS_WITH_CONTENT', results, ...next } }
}

/** What a gateway says that has nothing yet. */
export const NOT_READY: FakeAnswer = { body: { resultType: 'NOT_READY', nextResultUri: '/v2/sessions/s/operations/o/result/0' } }
