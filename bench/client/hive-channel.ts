import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { BenchError } from './bench-error.js'
import { CALL, field, i32, STRUCT, stop, text } from './hive-bytes.js'

/** A logged-in connection over which calls go one at a time. */
export interface HiveChannel {
  /** Makes a call; gives the whole answer. */
  call(method: string, request: readonly Buffer[]): Promise<Buffer>
  /** A call's message in its frame, for sending it many times. */
  message(method: string, request: readonly Buffer[]): Buffer
  /** Sends a message and takes all of its answer, of which it keeps no more than the beginning. */
  exchange(message: Buffer): Promise<HiveAnswer>
  close(): void
}

/** An answer that has come to its end. */
export interface HiveAnswer {
  /** Its beginning, valid until the next call. */
  readonly head: Buffer
  readonly byteLength: number
}

const LENGTH_BYTES = 4
/** More than the beginning of any answer up to its first column's values. */
const HEAD_BYTES = 1024
/**
 * Everything that is received lands here, whatever the connection: pieces are looked at as they come, and a client that
 * makes new memory for each takes twice as long.
 */
const RECEIVED = Buffer.allocUnsafeSlow(256 * 1024)
const LOGIN_OK = 5

/** Connects and logs in with SASL PLAIN. */
export async function openHiveChannel(port: number): Promise<HiveChannel> {
  const inbox = new Inbox()
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: inbox.onread })
  socket.on('close', () => inbox.fail())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const frame = (status: number, payload: string) => Buffer.concat([Buffer.from([status]), text(payload)])
  const answer = inbox.next(1, true)
  socket.write(Buffer.concat([frame(1, 'PLAIN'), frame(2, '\0me\0x')]))
  const { head } = await answer
  if (head[0] !== LOGIN_OK) throw new BenchError(`the login was refused: ${head.toString('utf8', 1 + LENGTH_BYTES)}`)
  return channelOver(socket, inbox)
}

function channelOver(socket: Socket, inbox: Inbox): HiveChannel {
  const send = (message: Buffer, isWhole: boolean): Promise<HiveAnswer> => {
    const answer = inbox.next(0, isWhole)
    socket.write(message)
    return answer
  }
  const message = (method: string, request: readonly Buffer[]): Buffer => {
    const bytes = Buffer.concat([i32(CALL), text(method), i32(1), field(STRUCT, 1), ...request, stop])
    return Buffer.concat([i32(bytes.length), bytes])
  }
  return {
    message,
    exchange: (bytes) => send(bytes, false),
    call: async (method, request) => Buffer.from((await send(message(method, request), true)).head),
    close: () => socket.destroy(),
  }
}

/** Takes frames with their length before them; of long ones it keeps the beginning and counts the rest. */
class Inbox {
  readonly onread = {
    buffer: RECEIVED,
    callback: (length: number, buffer: Uint8Array): boolean => {
      this.#take(buffer, length)
      return true
    },
  }
  /** The frame from its first byte on, as far as it is kept. */
  #kept = Buffer.allocUnsafeSlow(HEAD_BYTES)
  #received = 0
  #prefix = 0
  #isWhole = false
  #waiting: PromiseWithResolvers<HiveAnswer> | undefined

  /** Waits for the next frame, which has so many bytes before its length. */
  next(prefix: number, isWhole: boolean): Promise<HiveAnswer> {
    this.#prefix = prefix
    this.#isWhole = isWhole
    this.#received = 0
    this.#waiting = Promise.withResolvers<HiveAnswer>()
    return this.#waiting.promise
  }

  fail(): void {
    this.#waiting?.reject(new BenchError('the server closed the connection'))
  }

  #take(buffer: Uint8Array, length: number): void {
    const start = this.#received
    if (this.#isWhole && start + length > this.#kept.length) this.#kept = Buffer.concat([this.#kept], (start + length) * 2)
    if (start < this.#kept.length) this.#kept.set(buffer.subarray(0, Math.min(length, this.#kept.length - start)), start)
    this.#received = start + length
    const headerBytes = this.#prefix + LENGTH_BYTES
    if (this.#received < headerBytes) return
    const byteLength = headerBytes + this.#kept.readInt32BE(this.#prefix)
    if (this.#received < byteLength) return
    const from = this.#prefix === 0 ? LENGTH_BYTES : 0
    this.#waiting?.resolve({ head: this.#kept.subarray(from, Math.min(byteLength, this.#kept.length)), byteLength: byteLength - from })
  }
}
