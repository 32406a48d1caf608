import { describe, test } from '@jest/globals'
import { type EndpointAddress, OPERATION_STATUSES, type OperationStatus } from '@sql-gateway/gateway-common'
import { type EndpointSubject, endpointConformance, endpointContext, type WirePage } from '@sql-gateway/gateway-common/testkit'
import factory from '../src/index.js'
import { AnsweredError, connectLines, type LinesAnswer } from './lines-client.js'
import { createScriptedService } from './scripted-service.js'

/** A session is a connection, and an operation its statement: the client sends it when it is asked for the first page. */
const subject: EndpointSubject<string, string> = {
  identifier: factory.identifier,
  createEndpoint: (service, port) => factory.createEndpoint(endpointContext(factory, { service, settings: { port } })),
  connect: async (address) => {
    const { socket, run } = await connectLines(address)
    return {
      openSession: async () => 'the connection',
      closeSession: async () => {
        socket.end()
      },
      execute: async (_, statement) => statement,
      fetchPage: async (_, statement, maxRows, rest) => pageOf(rest === undefined ? await run(statement) : (rest as LinesAnswer), maxRows),
      status: async () => 'UNKNOWN',
      closeOperation: async () => undefined,
      cancel: async () => undefined,
      disconnect: async () => {
        // A reset after an end would leave the socket's handle open.
        if (socket.writableEnded) socket.destroy()
        else socket.resetAndDestroy()
      },
    }
  },
  errorOf: (thrown) => (thrown instanceof AnsweredError ? { text: thrown.message } : undefined),
  statusWords: Object.fromEntries(OPERATION_STATUSES.map((status) => [status, status])) as Record<OperationStatus, string>,
  unknownSession: 'another connection',
  unknownOperation: 'OK',
  malformed: [
    { name: 'web-page', expected: 'error', send: (address) => answerTo(address, 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nOK\r\n') },
    { name: 'endless-line', expected: 'error', send: (address) => answerTo(address, `${'x'.repeat(3_000_000)}\n`) },
    { name: 'no-text', expected: 'error', send: (address) => answerTo(address, Buffer.of(0xff, 0xfe, 0x00, 0x0a)) },
  ],
}

function pageOf({ columns, rows }: LinesAnswer, maxRows: number): WirePage {
  const rest = rows.slice(maxRows)
  return { columns, rows: rows.slice(0, maxRows), ...(rest.length === 0 ? {} : { next: { columns, rows: rest } }) }
}

async function answerTo(address: EndpointAddress, bytes: string | Uint8Array): Promise<'error' | 'disconnect'> {
  const { socket, nextLine } = await connectLines(address)
  socket.write(bytes)
  try {
    return (await nextLine()).startsWith('\\! ') ? 'error' : 'disconnect'
  } finally {
    socket.destroy()
  }
}

endpointConformance({
  describe,
  test,
  name: 'The lines endpoint keeps the endpoint contract',
  subject,
  createService: createScriptedService,
  lacks: {
    SESSIONS: 'A connection is a session.',
    OPERATIONS: 'A statement is answered before the next one is read.',
    CANCEL: 'A statement ends early with its connection.',
    PAGING: 'A result is one run of lines; a client that does not read holds it back.',
    PAGE_SIZE: 'There are no pages.',
    REPEAT_PAGE: 'Lines are sent once.',
    ROW_KINDS: 'A line tells whether it adds a row or takes one back, not what for.',
  },
  skip: { 'fetch/unicode': 'A statement is a line, so it cannot hold the line break of this one.' },
})
