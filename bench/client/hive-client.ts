import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { BenchError } from './bench-error.js'

/** A session over binary Thrift with SASL PLAIN, written for measuring: it builds its few messages by hand and reads only what it counts. */
export interface HiveBenchClient {
  /** Runs a statement to its end and fetches its result to the end. */
  run(statement: string, maxRows?: number): Promise<HiveRun>
  close(): void
}

/** What a statement gave. */
export interface HiveRun {
  readonly rows: number
  readonly bytes: number
}

const LENGTH_BYTES = 4
const CALL = 0x80010001 | 0
const [STOP, BOOL, I32, I64, STRING, STRUCT] = [0, 2, 8, 10, 11, 12]
const V10 = 9
const SUCCESS = 0

/** Connects, logs in and opens a session. */
export async function openHiveClient(port: number): Promise<HiveBenchClient> {
  const channel = await login(port)
  const opened = await channel.call('OpenSession', [field(I32, 1), i32(V10), stop])
  const session = handleIn(opened, 'OpenSession')
  return {
    run: async (statement, maxRows = 10_000) => {
      const request = [field(STRUCT, 1), session, field(STRING, 2), text(statement), field(BOOL, 4), Buffer.from([0]), stop]
      const operation = handleIn(await channel.call('ExecuteStatement', request), 'ExecuteStatement')
      const handle = [field(STRUCT, 1), operation]
      const fetch = channel.message('FetchResults', [...handle, field(I32, 2), i32(0), field(I64, 3), i64(maxRows), stop])
      let rows = 0
      let bytes = 0
      for (;;) {
        const page = await channel.exchange(fetch)
        const count = rowCountIn(page)
        bytes += page.length
        if (count === 0) break
        rows += count
      }
      await channel.call('CloseOperation', [...handle, stop])
      return { rows, bytes }
    },
    close: () => channel.close(),
  }
}

/** Connects and logs in, without a session. */
export async function openIdleConnection(port: number): Promise<{ close(): void }> {
  return login(port)
}

const stop = Buffer.from([STOP])

function field(type: number, id: number): Buffer {
  return Buffer.from([type, id >> 8, id])
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function i64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([i32(bytes.length), bytes])
}

async function login(port: number): Promise<Channel> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  await once(socket, 'connect')
  const frame = (status: number, payload: string) => Buffer.concat([Buffer.from([status]), text(payload)])
  socket.write(Buffer.concat([frame(1, 'PLAIN'), frame(2, '\0me\0x')]))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  if (answer[0] !== 5) throw new BenchError(`the login was refused: ${answer.toString('utf8', 5)}`)
  return new Channel(socket)
}

/** Frames with their length before them, one answer at a time. */
class Channel {
  readonly #socket: Socket
  #chunks: Buffer[] = []
  #bytes = 0
  #wanted = -1
  #waiting: PromiseWithResolvers<Buffer> | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.#bytes += chunk.length
      this.#deliver()
    })
    socket.on('close', () => this.#waiting?.reject(new BenchError('the server closed the connection')))
    socket.on('error', () => undefined)
  }

  /** A call's message in its frame. */
  message(method: string, request: readonly Buffer[]): Buffer {
    const bytes = Buffer.concat([i32(CALL), text(method), i32(1), field(STRUCT, 1), ...request, stop])
    return Buffer.concat([i32(bytes.length), bytes])
  }

  exchange(message: Buffer): Promise<Buffer> {
    this.#waiting = Promise.withResolvers<Buffer>()
    this.#socket.write(message)
    return this.#waiting.promise
  }

  call(method: string, request: readonly Buffer[]): Promise<Buffer> {
    return this.exchange(this.message(method, request))
  }

  close(): void {
    this.#socket.destroy()
  }

  #deliver(): void {
    if (this.#wanted < 0 && this.#bytes >= LENGTH_BYTES) {
      if ((this.#chunks[0]?.length ?? 0) < LENGTH_BYTES) this.#chunks = [Buffer.concat(this.#chunks)]
      this.#wanted = LENGTH_BYTES + (this.#chunks[0]?.readInt32BE() ?? 0)
    }
    if (this.#wanted < 0 || this.#bytes < this.#wanted) return
    const answer = this.#chunks.length === 1 ? (this.#chunks[0] ?? stop) : Buffer.concat(this.#chunks)
    this.#chunks = []
    this.#bytes = 0
    this.#wanted = -1
    this.#waiting?.resolve(answer.subarray(LENGTH_BYTES))
  }
}

/** Where the answer's structure begins: behind the message's head and the head of the result's field. */
function bodyAt(answer: Buffer): number {
  return 4 + 4 + answer.readInt32BE(4) + 4 + 3
}

/** Skips a status that says success. */
function afterStatus(answer: Buffer, method: string): number {
  const at = bodyAt(answer) + 3
  if (answer.readInt32BE(at + 3) !== SUCCESS) throw new BenchError(`${method} failed: ${answer.toString('latin1', at, at + 500)}`)
  return at + 3 + 4 + 1
}

/** The bytes of the handle in an answer, as they are to be sent again. */
function handleIn(answer: Buffer, method: string): Buffer {
  let at = afterStatus(answer, method)
  if (answer[at] === I32) at += 3 + 4
  const start = at + 3
  const identifierEnd = start + 3 + (3 + 4 + 16) * 2 + 1
  if (method === 'OpenSession') return answer.subarray(start, identifierEnd + 1)
  return answer.subarray(start, identifierEnd + (3 + 4) + (3 + 1) + 1)
}

/** How many values the first column has. */
function rowCountIn(answer: Buffer): number {
  let at = afterStatus(answer, 'FetchResults')
  if (answer[at] === BOOL) at += 3 + 1
  const columns = at + 3 + (3 + 8) + (3 + 5) + (3 + 5)
  return answer.readInt32BE(columns + 3 + 3 + 1)
}
