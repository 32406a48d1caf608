import type { ColumnInfoBody, FetchResultsResponseBody, PageResponseBody } from '@sql-gateway/endpoint-rest/wire'
import type { ResultPage, TextRow } from '../result/statement-result.js'
import { eachMember, valueEnd } from './json-bytes.js'

/** What an answer to a fetch says beside its rows. */
export type PageHead =
  | { readonly resultType: 'NOT_READY' }
  | (Pick<PageResponseBody, 'resultType' | 'isQueryResult' | 'resultKind' | 'jobID'> & {
      readonly columns: readonly ColumnInfoBody[]
      /** The place of the array of rows. */
      readonly dataAt: number
    })

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

function rowsOf(body: Buffer): readonly TextRow[] {
  const answer = JSON.parse(body.toString('utf8')) as FetchResultsResponseBody
  return answer.resultType === 'NOT_READY' ? [] : (answer.results.data as readonly TextRow[])
}
