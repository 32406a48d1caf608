import type { Answer, AnswerColumn, AnswerRow } from './answer.js'
import { type CallAnswer, type FlinkClientSession, fetchReady, nextToken, rootCause } from './flink-client.js'

/** How a statement's result is read. */
export interface AskOptions {
  /** Stops and closes the operation after so many rows: for results without an end. */
  readonly take?: number
}

const OK = 200

/**
 * Runs a statement and reads its result to the end, every page twice: as text and, by the rule that the newest page may be asked for
 * again, as JSON. The operation is closed at the end.
 */
export async function ask(session: FlinkClientSession, statement: string, { take }: AskOptions = {}): Promise<Answer> {
  const submitted = await session.submit(statement)
  if ('error' in submitted) return failed(submitted.error)
  const path = `/operations/${submitted.operation}`
  const pages = createPages()
  for (let token: string | undefined = '0'; token !== undefined; ) {
    const page = await fetchReady(session, `${path}/result/${token}?rowFormat=PLAIN_TEXT`)
    if (page.status !== OK) {
      await session.call('DELETE', `${path}/close`)
      return { ...pages.answer(false), error: rootCause(page) }
    }
    const json = await session.call('GET', `${path}/result/${token}?rowFormat=JSON`)
    pages.add(page, json)
    token = take !== undefined && pages.rowCount() >= take ? undefined : nextToken(page)
  }
  await session.call('DELETE', `${path}/close`)
  return pages.answer(take === undefined, take)
}

function failed(error: string): Answer {
  return { hasJob: false, columns: [], json: { rows: [] }, text: { rows: [] }, ended: false, error }
}

interface Pages {
  add(text: CallAnswer, json: CallAnswer): void
  rowCount(): number
  answer(ended: boolean, take?: number): Answer
}

function createPages(): Pages {
  let first: CallAnswer | undefined
  const texts: AnswerRow[] = []
  const values: AnswerRow[] = []
  let refused: string | undefined
  return {
    add(text, json) {
      first ??= text
      texts.push(...rowsOf(text))
      if (json.status === OK) values.push(...rowsOf(json))
      else refused = rootCause(json)
    },
    rowCount: () => texts.length,
    answer(ended, take = Number.POSITIVE_INFINITY) {
      const { isQueryResult, resultKind, jobID } = first?.body ?? {}
      return {
        ...(typeof isQueryResult === 'boolean' ? { isQueryResult } : {}),
        ...(typeof resultKind === 'string' ? { resultKind } : {}),
        hasJob: jobID !== undefined,
        columns: columnsOf(first),
        text: { rows: texts.slice(0, take) },
        json: { rows: values.slice(0, take), ...(refused === undefined ? {} : { refused }) },
        ended,
      }
    },
  }
}

function resultsOf(page: CallAnswer | undefined): { readonly data?: readonly AnswerRow[]; readonly columns?: readonly AnswerColumn[] } {
  return page?.body['results'] ?? {}
}

function rowsOf(page: CallAnswer): readonly AnswerRow[] {
  return resultsOf(page).data ?? []
}

function columnsOf(page: CallAnswer | undefined): readonly AnswerColumn[] {
  return resultsOf(page).columns ?? []
}
