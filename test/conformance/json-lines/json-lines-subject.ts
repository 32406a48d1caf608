import { OPERATION_STATUSES, type OperationStatus } from '@sql-gateway/gateway-common'
import type { EndpointSubject, MalformedInput } from '@sql-gateway/gateway-common/testkit'
import { AnsweredError, connectJsonLines, openSocket } from './json-lines-client.js'
import { createJsonLinesEndpoint } from './json-lines-endpoint.js'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

/** The endpoint of JSON lines as a subject of the endpoint suite. */
export const JSON_LINES_SUBJECT: EndpointSubject<string, string> = {
  identifier: 'json-lines',
  createEndpoint: createJsonLinesEndpoint,
  connect: connectJsonLines,
  errorOf: (thrown) => (thrown instanceof AnsweredError ? { text: thrown.message } : undefined),
  statusWords: Object.fromEntries(OPERATION_STATUSES.map((status) => [status, status])) as Record<OperationStatus, string>,
  unknownSession: UNKNOWN,
  unknownOperation: UNKNOWN,
  malformed: [
    line('no-json', 'hello', 'error'),
    line('no-object', '7', 'error'),
    line('no-call', '{"id": 1}', 'error'),
    line('unknown-call', '{"call": "dance"}', 'error'),
    line('no-handle', '{"call": "close", "session": "x"}', 'error'),
    line('endless-line', 'x'.repeat(2_000_000), 'disconnect'),
  ],
}

function line(name: string, text: string, expected: MalformedInput['expected']): MalformedInput {
  return {
    name,
    expected,
    send: async (address) => {
      const socket = await openSocket(address)
      const answer = new Promise<MalformedInput['expected']>((resolve) => {
        socket.once('data', () => resolve('error')).once('close', () => resolve('disconnect'))
      })
      socket.write(expected === 'disconnect' ? text : `${text}\n`)
      try {
        return await answer
      } finally {
        socket.destroy()
      }
    },
  }
}
