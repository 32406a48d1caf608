import { once } from 'node:events'
import { connect } from 'node:net'
import restFactory from '@sql-gateway/endpoint-rest'
import { type EndpointAddress, OPERATION_STATUSES, type OperationStatus } from '@sql-gateway/gateway-common'
import { type EndpointSubject, endpointContext, type MalformedInput } from '@sql-gateway/gateway-common/testkit'
import { AnsweredError, connectRest } from './rest-client.js'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'
/** The suite asks for no larger pages, and clients of this protocol cannot ask for a size. */
const PAGE_ROWS = 1000
const LARGEST_BODY = 2_000_000

/** The REST endpoint as a subject of the endpoint suite. */
export const REST_SUBJECT: EndpointSubject<string, string> = {
  identifier: 'rest',
  createEndpoint: (service, port) =>
    restFactory.createEndpoint(
      endpointContext(restFactory, { service, settings: { port, fetchMaxRows: PAGE_ROWS, maxContentBytes: LARGEST_BODY } }),
    ),
  connect: connectRest,
  errorOf: (thrown) => {
    if (!(thrown instanceof AnsweredError)) return undefined
    return { text: thrown.message, ...(thrown.sqlState === undefined ? {} : { sqlState: thrown.sqlState }) }
  },
  // Flink's texts name the handles of the call; opening a session has none.
  prescribedTexts: {
    'SESSION.NOT_FOUND': /Session '[-0-9a-f]{36}' does not exist\.|failed by order/,
    'OPERATION.NOT_FOUND': /Can not find the submitted operation in the OperationManager with the [-0-9a-f]{36}\.|failed by order/,
  },
  statusWords: Object.fromEntries(OPERATION_STATUSES.map((status) => [status, status])) as Record<OperationStatus, string>,
  unknownSession: UNKNOWN,
  unknownOperation: UNKNOWN,
  malformed: [
    request('no-json', 'POST', '/v2/sessions', 'hello'),
    request('truncated-json', 'POST', '/v2/sessions', '{"properties":{"a":'),
    request('array', 'POST', '/v2/sessions', '[]'),
    request('wrong-type', 'POST', '/v2/sessions', '{"properties":7}'),
    request('no-text', 'POST', '/v2/sessions', '{"sessionName":{}}'),
    request('no-utf8', 'POST', '/v2/sessions', Buffer.from('{"sessionName":"\xff"}', 'latin1')),
    request('deep-json', 'POST', '/v2/sessions', `{"a":${'['.repeat(100_000)}`),
    request('unknown-path', 'GET', '/v2/nothing', ''),
    request('unknown-version', 'GET', '/v9/info', ''),
    request('wrong-method', 'PUT', '/v2/sessions', '{}'),
    request('no-handle', 'GET', '/v2/sessions/x', ''),
    request('no-token', 'GET', `/v2/sessions/${UNKNOWN}/operations/${UNKNOWN}/result/x`, ''),
    request('large-body', 'POST', '/v2/sessions', `{"sessionName":"${'x'.repeat(LARGEST_BODY)}"}`),
    request('large-header', 'GET', `/v2/${'x'.repeat(40_000)}`, ''),
    raw('no-http', 'hello\r\n\r\n'),
    raw('foreign-host', 'GET /v1/info HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n'),
  ],
}

function request(name: string, method: string, path: string, body: string | Buffer): MalformedInput {
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
  return raw(name, Buffer.concat([Buffer.from(head), Buffer.from(body)]))
}

function raw(name: string, bytes: string | Buffer): MalformedInput {
  return { name, expected: 'error', send: async (address) => ((await exchange(address, bytes)) ? 'error' : 'disconnect') }
}

/** Tells whether the answer is an error of the protocol. */
async function exchange({ url }: EndpointAddress, bytes: string | Buffer): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const answered = new Promise<void>((resolve) => {
    socket.on('close', () => resolve())
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (/\r\n\r\n.*\}$/s.test(text)) resolve()
    })
  })
  socket.write(bytes)
  await answered
  socket.destroy()
  return /^HTTP\/1\.1 [45]\d\d .*\{"errors":\["[^"]/s.test(text)
}
