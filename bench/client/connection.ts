import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { createResponseReader, type HttpResponse } from './response-reader.js'

/** One kept-alive HTTP/1.1 connection that carries one request at a time. */
export interface Connection {
  /** Sends a request and answers its response, whatever its status. Rejects when the connection breaks. */
  request(method: string, path: string, body?: string): Promise<HttpResponse>
  close(): void
}

/**
 * Connects to a server of this machine.
 *
 * A measurement's client shares the processor with the server it measures, so it does as little as HTTP/1.1 allows: a plain socket,
 * one write per request, and a parser that looks at the status, the length and the end.
 */
export async function connect(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url)
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  return createConnectionOver(socket, `${hostname}:${port}`)
}

interface Waiting {
  readonly resolve: (response: HttpResponse) => void
  readonly reject: (error: Error) => void
}

function createConnectionOver(socket: Socket, host: string): Connection {
  let waiting: Waiting | undefined
  const reader = createResponseReader((response) => {
    const done = waiting
    waiting = undefined
    done?.resolve(response)
  })
  const fail = (error: Error) => {
    const broken = waiting
    waiting = undefined
    broken?.reject(error)
  }
  socket.on('data', (bytes) => reader.push(bytes))
  socket.on('error', fail)
  socket.on('close', () => fail(new TypeError('the server closed the connection before it answered')))
  return {
    request(method, path, body = '') {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        const length = Buffer.byteLength(body)
        socket.write(
          `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
        )
      })
    },
    close: () => socket.destroy(),
  }
}
