import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import {
  type EndpointAddress,
  gatewayError,
  isGatewayError,
  type SqlGatewayEndpoint,
  type SqlGatewayService,
  toGatewayError,
} from '@sql-gateway/gateway-common'
import { answer } from './json-lines-calls.js'

/** Longest line that is accepted, in characters. */
const MAX_LINE = 1_000_000

/**
 * An endpoint for the suite's own sake, as small as one that lacks nothing can be: a client sends a JSON object a line
 * over TCP and gets one back for each, with the same `id`.
 */
export function createJsonLinesEndpoint(service: SqlGatewayService, port: number): SqlGatewayEndpoint {
  const sockets = new Set<Socket>()
  let server: Server | undefined

  function serve(socket: Socket): void {
    const gone = new AbortController()
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      gone.abort()
    })
    socket.setEncoding('utf8')
    let pending = 0
    socket.on('data', (chunk: string) => {
      pending = chunk.includes('\n') ? 0 : pending + chunk.length
      if (pending > MAX_LINE) socket.destroy()
    })
    const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })
    lines.on('line', (line) => {
      void reply(service, line, gone.signal).then((text) => {
        if (!socket.destroyed) socket.write(`${text}\n`)
      })
    })
    lines.on('error', () => undefined)
  }

  return {
    start: async () => {
      if (server !== undefined) throw gatewayError('GATEWAY.START_FAILED', 'The endpoint has started already.')
      server = createServer(serve)
      try {
        server.listen(port, '127.0.0.1')
        await once(server, 'listening')
      } catch {
        server = undefined
        throw gatewayError('GATEWAY.START_FAILED', `Port ${port} of 127.0.0.1 cannot be bound; is it in use?`)
      }
      const address = server.address()
      const bound = address !== null && typeof address === 'object' ? address.port : port
      return [{ protocol: 'json-lines', url: `tcp://127.0.0.1:${bound}` } satisfies EndpointAddress]
    },
    stop: async () => {
      if (server === undefined || !server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function reply(service: SqlGatewayService, line: string, signal: AbortSignal): Promise<string> {
  let id: unknown = null
  try {
    const request: unknown = parse(line)
    if (typeof request !== 'object' || request === null) throw gatewayError('REQUEST.INVALID', 'A line is a JSON object.')
    id = 'id' in request ? request.id : null
    return JSON.stringify({ id, result: await answer(service, request, signal) })
  } catch (thrown) {
    const { code, publicMessage } = isGatewayError(thrown) ? thrown : toGatewayError(thrown, 'none')
    return JSON.stringify({ id, error: { code, text: publicMessage } })
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw gatewayError('REQUEST.INVALID', 'The line is no JSON.')
  }
}
