import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { EndpointAddress } from '@sql-gateway/gateway-common'

/** A result, or as much of it as was asked for. */
export interface LinesAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** What a call rejects with when the endpoint answered with an error. */
export class AnsweredError extends Error {}

/** A client of the protocol. */
export interface LinesClient {
  readonly socket: Socket
  /** The next line that comes, as it is. */
  nextLine(): Promise<string>
  /** Sends a statement and reads its answer to the end. */
  run(statement: string): Promise<LinesAnswer>
}

/** Connects to an endpoint. */
export async function connectLines({ url }: EndpointAddress): Promise<LinesClient> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => undefined)
  await once(socket, 'connect')
  const reader = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })
  socket.once('close', () => reader.close())
  const lines = reader[Symbol.asyncIterator]()

  async function nextLine(): Promise<string> {
    const { value, done } = await lines.next()
    if (done === true) throw new TypeError('The connection has ended.')
    return value
  }

  return {
    socket,
    nextLine,
    run: async (statement) => {
      socket.write(`${statement}\n`)
      const rows: (readonly (string | null)[])[] = []
      let columns: readonly string[] | undefined
      for (;;) {
        const line = await nextLine()
        if (line === '\\.') return { columns: columns ?? [], rows }
        if (line.startsWith('\\! ')) throw new AnsweredError(unescaped(line.slice(3)))
        if (columns === undefined) columns = line === '' ? [] : line.split('\t').map(unescaped)
        else rows.push(fieldsOf(line))
      }
    },
  }
}

function fieldsOf(line: string): readonly (string | null)[] {
  const text = line.startsWith('\\-\t') ? line.slice(3) : line
  return text.split('\t').map((field) => (field === '\\N' ? null : unescaped(field)))
}

const CHARACTERS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' }

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character: string) => CHARACTERS[character] ?? character)
}
