import { once } from 'node:events'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { ThriftReader, UnderrunError } from './thrift-codec.js'

/** Sends messages of Thrift and gives the answers, in whatever way a client speaks. */
export interface ThriftConnection {
  /** Sends a message and waits for the one that answers it. @throws {TypeError} the connection ends before */
  exchange(message: Buffer): Promise<Buffer>
  /** Sends a message and looks for no answer. */
  send(message: Buffer): Promise<void>
  /** Breaks off at once. */
  destroy(): void
}

/** Where a server is, and how to log in. */
export interface ConnectionChoices {
  readonly port: number
  readonly userName?: string
  readonly password?: string
  /** Of HTTP. */
  readonly path?: string
}

/** Opens a socket that throws nothing. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Resolves when a socket is closed, be it that the other side broke off. */
export function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve()
    else socket.once('close', () => resolve())
  })
}

/** Bare binary, without SASL. */
export async function connectNoSasl({ port }: ConnectionChoices): Promise<ThriftConnection> {
  return socketConnection(await openSocket(port), (message) => message, readBareMessage)
}

/** Binary after a login with SASL PLAIN. @throws {SaslRefusal} the server says no */
export async function connectPlain({ port, userName = 'me', password = 'x' }: ConnectionChoices): Promise<ThriftConnection> {
  const socket = await openSocket(port)
  socket.write(Buffer.concat([saslFrame(1, 'PLAIN'), saslFrame(2, `\0${userName}\0${password}`)]))
  const [status, text] = await readSaslFrame(socket)
  if (status !== 5) throw new SaslRefusal(status, text)
  return socketConnection(socket, lengthFrame, readLengthFrame)
}

/** A login that the server refused. */
export class SaslRefusal extends Error {
  readonly status: number
  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

/** A frame of the login: status, length, payload. */
export function saslFrame(status: number, payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload)
  const header = Buffer.alloc(5)
  header.writeUInt8(status)
  header.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([header, bytes])
}

/** Reads one frame of the login. @throws {TypeError} the connection ends before */
export async function readSaslFrame(socket: Socket): Promise<readonly [status: number, text: string]> {
  const bytes = await readUntil(socket, (received) => {
    if (received.length < 5) return undefined
    const end = 5 + received.readUInt32BE(1)
    return received.length < end ? undefined : end
  })
  return [bytes.readUInt8(), bytes.toString('utf8', 5)]
}

/** Puts a message's length before it. */
export function lengthFrame(message: Buffer): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt32BE(message.length)
  return Buffer.concat([header, message])
}

/** Waits for so many bytes as `endOf` finds to belong together; what comes behind is put back. */
function readUntil(socket: Socket, endOf: (received: Buffer) => number | undefined): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  let received: Buffer = Buffer.alloc(0)
  const onData = (chunk: Buffer): void => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const end = endOf(received)
    if (end === undefined) return
    done()
    if (end < received.length) socket.unshift(received.subarray(end))
    resolve(received.subarray(0, end))
  }
  const onClose = (): void => {
    done()
    reject(new TypeError('The connection has ended.'))
  }
  const done = (): void => {
    socket.pause()
    socket.off('data', onData).off('close', onClose)
  }
  if (socket.destroyed) reject(new TypeError('The connection has ended.'))
  else {
    socket.on('data', onData).on('close', onClose)
    socket.resume()
  }
  return promise
}

function socketConnection(socket: Socket, wrap: (message: Buffer) => Buffer, read: (socket: Socket) => Promise<Buffer>): ThriftConnection {
  const send = (message: Buffer): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.write(wrap(message), () => resolve())
    return promise
  }
  return {
    exchange: async (message) => {
      const answer = read(socket)
      await send(message)
      return answer
    },
    send,
    destroy: () => {
      socket.destroy()
    },
  }
}

/** Reads an answer in a frame. */
export async function readLengthFrame(socket: Socket): Promise<Buffer> {
  const frame = await readUntil(socket, (received) => {
    if (received.length < 4) return undefined
    const end = 4 + received.readUInt32BE()
    return received.length < end ? undefined : end
  })
  return frame.subarray(4)
}

/** Reads an answer that nothing but its structure says the end of. */
export function readBareMessage(socket: Socket): Promise<Buffer> {
  return readUntil(socket, (received) => {
    const reader = new ThriftReader(received)
    try {
      reader.readMessageBegin()
      reader.skip(12)
      return reader.position
    } catch (error) {
      if (error instanceof UnderrunError) return undefined
      throw error
    }
  })
}

/** An answer of HTTP other than 200. */
class HttpRefusal extends Error {
  readonly status: number
  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

/** Calls by HTTP; each is a request of its own. */
export async function connectHttp(choices: ConnectionChoices): Promise<ThriftConnection> {
  const { port, userName = 'me', password = 'x', path = '/cliservice' } = choices
  const open = new Set<ClientRequest>()
  const post = (message: Buffer): ClientRequest => {
    const headers = {
      'Content-Type': 'application/x-thrift',
      Authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`,
    }
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      path,
      method: 'POST',
      headers: { ...headers, 'Content-Length': message.length },
    })
    open.add(request)
    request.on('close', () => open.delete(request))
    request.end(message)
    return request
  }
  return {
    exchange: (message) => {
      const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
      const request = post(message)
      request.on('error', reject)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const body = Buffer.concat(chunks)
          if (response.statusCode === 200) resolve(body)
          else reject(new HttpRefusal(response.statusCode ?? 0, body.toString()))
        })
      })
      return promise
    },
    send: async (message) => {
      const request = post(message)
      request.on('error', () => undefined)
      await once(request, 'finish')
    },
    destroy: () => {
      for (const request of open) request.destroy()
    },
  }
}
