import type { ColumnInfoBody, FetchResultsResponseBody, PageResponseBody } from '@sql-gateway/endpoint-rest/wire'
import { clientError } from '../error/client-error.js'
import type { ResultPage, TextRow } from '../result/statement-result.js'
import { BYTE, eachMember, skipBlanks, valueEnd } from './json-bytes.js'

/** What an answer to a fetch says beside its rows. */
export type PageHead =
  | { readonly resultType: 'NOT_READY' }
  | (Pick<PageResponseBody, 'resultType' | 'isQueryResult' | 'resultKind' | 'jobID'> & {
      readonly columns: readonly ColumnInfoBody[]
      /** The place of the array of rows. */
      readonly dataAt: number
    })

/** Behind the rows is the address of the next page, or nothing; and maybe a line end. */
const LAST_BYTES = 8

/**
 * Reads what stands before the rows of a page, which may be many and are left alone. Flink's gateway and ours write the rows last but
 * for the address of the next page, which is not needed: tokens grow by one.
 *
 * @returns undefined where the text is no answer to a fetch
 */
export function readPageHead(body: Buffer): PageHead | undefined {
  const found: Record<string, unknown> = {}
  let [columns, dataAt]: [unknown, number] = [undefined, -1]
  const read = (at: number): unknown => JSON.parse(body.toString('utf8', at, valueEnd(body, at)))
  try {
    eachMember(body, 0, (key, at) => {
      if (key !== 'results') found[key] = read(at)
      else
        eachMember(body, at, (inner, valueAt) => {
          if (inner === 'columns') columns = read(valueAt)
          if (inner === 'data') dataAt = valueAt
          return columns !== undefined && dataAt !== -1
        })
      return (
        found['resultType'] === 'NOT_READY' || (dataAt !== -1 && found['resultType'] !== undefined && found['resultKind'] !== undefined)
      )
    })
  } catch {
    return undefined
  }
  if (found['resultType'] === 'NOT_READY') return { resultType: 'NOT_READY' }
  if ((found['resultType'] !== 'PAYLOAD' && found['resultType'] !== 'EOS') || !Array.isArray(columns) || dataAt === -1) return undefined
  return { ...(found as unknown as Pick<PageResponseBody, 'resultType' | 'isQueryResult' | 'resultKind'>), columns, dataAt }
}

/** Makes the page of an answer. */
export function createResultPage(body: Buffer, dataAt: number): ResultPage {
  let rows: readonly TextRow[] | undefined
  return {
    body,
    dataAt,
    rows: () => {
      rows ??= rowsOf(body)
      return rows
    },
  }
}

/** What is said of an answer that is none, or only the beginning of one. */
export function notAPage(): Error {
  return clientError('protocol', 'The gateway answered something that is no page of a result.')
}

/**
 * Makes sure that all of a page was there: a connection may have ended before its answer did.
 *
 * @param rowsEnd - the place behind the last row that was found
 * @throws {ClientError} protocol
 */
export function assertWholePage(body: Buffer, rowsEnd: number): void {
  if (body[skipBlanks(body, rowsEnd)] !== BYTE.closeArray || !body.subarray(-LAST_BYTES).toString('latin1').trimEnd().endsWith('}')) {
    throw notAPage()
  }
}

/** The text of a value that is a text in JSON, as all are in row format PLAIN_TEXT; of any other, what JavaScript makes of it. */
export function textOf(body: Buffer, start: number, end: number): string {
  try {
    return String(JSON.parse(body.toString('utf8', start, end)))
  } catch {
    throw notAPage()
  }
}

function rowsOf(body: Buffer): readonly TextRow[] {
  const answer = parse(body)
  return answer.resultType === 'NOT_READY' ? [] : (answer.results.data as readonly TextRow[])
}

function parse(body: Buffer): FetchResultsResponseBody {
  try {
    return JSON.parse(body.toString('utf8')) as FetchResultsResponseBody
  } catch {
    throw notAPage()
  }
}
