import { setTimeout as delay } from 'node:timers/promises'
import { BenchError } from './bench-error.js'
import type { Connection } from './connection.js'
import { bodyText, type HttpResponse } from './response-reader.js'

/** One client of a gateway that speaks Flink's REST protocol, version 2: over one connection, one request at a time. */
export interface RestClient {
  /** Opens a session and answers its handle. */
  openSession(body?: string): Promise<string>
  closeSession(session: string): Promise<void>
  /** Submits a statement, fetches its result to the end and answers what came. */
  runStatement(session: string, statement: string, rowFormat?: RowFormat): Promise<StatementRun>
  close(): void
}

/** How values stand in pages: as JSON, or each as a text. */
export type RowFormat = 'JSON' | 'PLAIN_TEXT'

/** What a statement's result amounted to. */
export interface StatementRun {
  readonly rows: number
  /** Bytes of all the result's pages, heads not counted. */
  readonly bytes: number
  readonly requests: number
}

const OK = 200
const NO_PROPERTIES = '{"properties":{}}'
const ROW_MARK = Buffer.from('{"kind":"')
const SEAM_LENGTH = ROW_MARK.length - 1
/** A page begins with its type and ends with the link to the next one. */
const TYPE_LENGTH = 40
const LINK_LENGTH = 300
/** What a client waits that was told that there is nothing yet. */
const POLL_MS = 1

/** Speaks the protocol over a connection. Every request rejects with a BenchError unless it is answered with 200. */
export function createRestClient(connection: Connection): RestClient {
  const call = async (method: string, path: string, body?: string): Promise<HttpResponse> => {
    const response = await connection.request(method, path, body)
    if (response.status !== OK)
      throw new BenchError(`${method} ${path} was answered ${response.status}: ${bodyText(response).slice(0, 300)}`)
    return response
  }
  const handleIn = async (response: Promise<HttpResponse>, field: string): Promise<string> => JSON.parse(bodyText(await response))[field]
  return {
    openSession: (body = NO_PROPERTIES) => handleIn(call('POST', '/v2/sessions', body), 'sessionHandle'),
    async closeSession(session) {
      await call('DELETE', `/v2/sessions/${session}`)
    },
    async runStatement(session, statement, rowFormat = 'JSON') {
      const base = `/v2/sessions/${session}`
      const operation = await handleIn(call('POST', `${base}/statements`, JSON.stringify({ statement })), 'operationHandle')
      const run = { rows: 0, bytes: 0, requests: 1 }
      let next: string | undefined = `${base}/operations/${operation}/result/0?rowFormat=${rowFormat}`
      while (next !== undefined) {
        const page: ResultPage = readPage(await call('GET', next))
        run.requests++
        run.rows += page.rows
        run.bytes += page.bytes
        if (page.rows === 0 && page.next !== undefined) await delay(POLL_MS)
        next = page.next
      }
      return run
    },
    close: () => connection.close(),
  }
}

interface ResultPage {
  readonly rows: number
  readonly bytes: number
  /** Where the next page is; absent on the last one. */
  readonly next: string | undefined
}

function readPage({ body }: HttpResponse): ResultPage {
  const bytes = body.reduce((sum, piece) => sum + piece.length, 0)
  const head = body[0]?.toString('latin1', 0, TYPE_LENGTH) ?? ''
  if (head.startsWith('{"resultType":"EOS"')) return { rows: countRows(body), bytes, next: undefined }
  const tail = Buffer.concat(body.slice(-2).map((piece) => piece.subarray(-LINK_LENGTH))).toString('latin1')
  const next = /"nextResultUri":"([^"]*)"}$/.exec(tail)?.[1]
  if (next === undefined) throw new BenchError(`a result page is neither the last one nor does it name the next: ${head} … ${tail}`)
  return { rows: countRows(body), bytes, next }
}

/** Counts the rows without parsing them; a mark that lies across two pieces is found in the seam between them. */
function countRows(body: readonly Buffer[]): number {
  let rows = 0
  let seam: Buffer = Buffer.alloc(0)
  for (const piece of body) {
    rows += count(Buffer.concat([seam, piece.subarray(0, SEAM_LENGTH)])) + count(piece)
    seam = Buffer.concat([seam, piece.subarray(-SEAM_LENGTH)]).subarray(-SEAM_LENGTH)
  }
  return rows
}

function count(bytes: Buffer): number {
  let found = 0
  for (let at = bytes.indexOf(ROW_MARK); at >= 0; at = bytes.indexOf(ROW_MARK, at + ROW_MARK.length)) found++
  return found
}
