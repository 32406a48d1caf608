import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import {
  ANONYMOUS,
  type EndpointContext,
  gatewayError,
  integerOption,
  isGatewayError,
  type OperationHandle,
  type OptionTable,
  portOption,
  type SessionHandle,
  type SqlGatewayEndpoint,
  type SqlGatewayEndpointFactory,
  stringOption,
} from '@sql-gateway/gateway-common'
import { batchLines, errorLine, headerLine, statementLines } from './lines.js'

/** What the endpoint is set to; the values of its options. */
export interface LinesSettings {
  readonly address: string
  readonly port: number
  readonly maxLineLength: number
}

const OPTIONS: OptionTable<LinesSettings> = {
  address: stringOption<string>('address', '127.0.0.1', {
    doc: 'The address to listen at. The protocol has no authentication, so only the loopback addresses are valid.',
    oneOf: ['127.0.0.1', '::1'],
  }),
  port: portOption('port', 8023, { doc: 'The port to listen at; 0 takes a free one.' }),
  maxLineLength: integerOption<number>('max-line-length', 1_000_000, {
    doc: 'How many characters a statement may have. A longer one is answered with an error.',
    check: (length) => (length > 0 ? undefined : 'at least 1'),
  }),
}

const VERSION = { protocol: 'lines', version: 1 }

/** How much of a result is fetched at once, and how long a fetch waits for it. */
const PAGE = { maxRows: 1_000, maxBytes: 1024 * 1024, waitMs: 10_000 }

/** Passes lines on; an error of the gateway becomes the last line. */
async function* orErrorLine(lines: AsyncIterable<string>): AsyncGenerator<string> {
  try {
    yield* lines
  } catch (error) {
    if (!isGatewayError(error)) throw error
    yield errorLine(error)
  }
}

function createLinesEndpoint({ service, settings, metrics, logger, clock }: EndpointContext<LinesSettings>): SqlGatewayEndpoint {
  const sockets = new Set<Socket>()
  const busy = new Set<Socket>()
  let stopping = false
  metrics.gauge({ name: 'connections_open', help: 'Open connections of the lines endpoint.' }, () => sockets.size)

  async function* rows(session: SessionHandle, operation: OperationHandle, signal: AbortSignal): AsyncGenerator<string> {
    for (let token: number | undefined = 0; token !== undefined && !signal.aborted; ) {
      const page = await service.fetchResults(ANONYMOUS, session, operation, { position: { token }, signal, ...PAGE })
      if (page.resultType === 'NOT_READY') continue
      if (token === 0) yield headerLine(page.schema)
      for (const batch of page.batches) yield batchLines(page.schema, batch)
      token = page.nextToken
    }
    yield '\\.\n'
  }

  async function* answer(session: SessionHandle, statement: string, signal: AbortSignal): AsyncGenerator<string> {
    const operation = await service.executeStatement(ANONYMOUS, session, statement)
    try {
      yield* orErrorLine(rows(session, operation, signal))
    } finally {
      await service.closeOperation(ANONYMOUS, session, operation)
    }
  }

  async function* converse(socket: Socket, signal: AbortSignal): AsyncGenerator<string> {
    const session = await service.openSession({ principal: ANONYMOUS, endpointVersion: VERSION, properties: new Map() })
    try {
      for await (const statement of statementLines(socket, settings.maxLineLength)) {
        busy.add(socket)
        if (statement.length <= settings.maxLineLength) yield* answer(session, statement, signal)
        else yield errorLine(gatewayError('REQUEST.TOO_LARGE', `The line has more than ${settings.maxLineLength} characters.`))
        busy.delete(socket)
        if (stopping) return
      }
    } finally {
      await service.closeSession(ANONYMOUS, session).catch(() => undefined)
    }
  }

  function accept(socket: Socket): void {
    sockets.add(socket)
    socket.setEncoding('utf8')
    const gone = new AbortController()
    socket.once('close', () => gone.abort())
    pipeline(orErrorLine(converse(socket, gone.signal)), socket)
      .catch((err: unknown) => logger.debug({ err }, 'A connection ended before its answer'))
      .finally(() => {
        socket.destroy()
        sockets.delete(socket)
        busy.delete(socket)
      })
  }

  const server = createServer({ allowHalfOpen: true }, accept)
  server.on('error', (err) => logger.warn({ err }, 'The server of the lines endpoint failed'))

  return {
    start: async () => {
      try {
        server.listen(settings.port, settings.address)
        await once(server, 'listening')
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException
        throw gatewayError('GATEWAY.START_FAILED', `Cannot listen at ${settings.address}, port ${settings.port}: ${code}.`, { cause })
      }
      const { address, family, port } = server.address() as AddressInfo
      const url = `tcp://${family === 'IPv6' ? `[${address}]` : address}:${port}`
      return [{ protocol: 'lines', url, tryIt: `echo 'SHOW TABLES' | nc -N ${address} ${port}` }]
    },
    stop: async (graceMs) => {
      stopping = true
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) if (!busy.has(socket)) socket.destroy()
      const timer = clock.schedule(graceMs, () => sockets.forEach((socket) => void socket.destroy()))
      await closed
      timer.cancel()
    },
  }
}

/** A line of SQL in, a line for each row out: what a plug-in's module exports by default. */
export default {
  identifier: 'lines',
  options: OPTIONS,
  createEndpoint: createLinesEndpoint,
} satisfies SqlGatewayEndpointFactory<LinesSettings>
