import { gatewayError, isGatewayError } from '@sql-gateway/gateway-common'
import { signOf } from '../error/upstream-error.js'
import type { FlinkRest, UpstreamOperation } from '../rest/flink-rest.js'
import { failureOf } from '../rest/http-client.js'
import { pause } from '../rest/retry.js'
import type { RowFormat } from './column-builders.js'
import { type FetchPacing, nextDelay } from './fetch-pacing.js'
import { createPageReader, type FlinkPage } from './page.js'
import type { ZoneOffset } from './time-builders.js'

/** Fetches the pages of one upstream operation, in order. */
export interface PageSource {
  /**
   * Fetches a page; undefined as long as the statement has not come so far.
   *
   * @throws {GatewayError} what the statement failed with; OPERATION.CANCELED when the signal is aborted
   */
  fetch(token: number, signal: AbortSignal): Promise<FlinkPage | undefined>
}

/** The next page of a result, asked for while the one before it is being read. */
interface AheadFetch {
  readonly token: number
  readonly answer: Promise<Buffer>
}

/** Pages of so many bytes are worth it, and not too much to keep beside what is fetched ahead anyway. */
const [AHEAD_FROM, AHEAD_UP_TO] = [64 * 1024, 8 * 1024 * 1024]
/** What stands at the end of a page that another follows; within values its quotes would be escaped. */
const NEXT_AT_END = /"nextResultUri":"[^"]*\/result\/(\d+)(?:\?[^"]*)?"\s*\}$/
const LONGEST_END = 500

function namesNext(body: Buffer, token: number): boolean {
  const isWorthIt = body.length >= AHEAD_FROM && body.length <= AHEAD_UP_TO
  return isWorthIt && NEXT_AT_END.exec(body.toString('latin1', body.length - LONGEST_END).trimEnd())?.[1] === String(token)
}

/**
 * Makes a source of pages. While a large one is read, Flink is already asked for the next, since it makes rows only while there is
 * room for them. Pages are asked for as JSON, or where Flink cannot write the first page with it, as text from then on: a
 * page is still there to be asked for again. Flink has no JSON for some types, nor for a session whose time zone does not exist.
 *
 * @param offset - of the session's time zone
 * @param onGone - called when Flink does not know the session any more
 */
export function createPageSource(
  rest: FlinkRest,
  operation: UpstreamOperation,
  offset: ZoneOffset | undefined,
  onGone: () => void,
): PageSource {
  const contextFor = (format: RowFormat) => (offset === undefined ? { format } : { format, offset })
  let format: RowFormat = 'JSON'
  let reader = createPageReader(contextFor(format))
  let isBegun = false
  let ahead: AheadFetch | undefined

  async function bodyOf(token: number, signal: AbortSignal): Promise<Buffer> {
    const answer = ahead?.token === token ? ahead.answer : rest.fetchResults(operation, token, format, signal)
    ahead = undefined
    const body = await answer
    if (!isBegun || !namesNext(body, token + 1)) return body
    ahead = { token: token + 1, answer: rest.fetchResults(operation, token + 1, format, signal) }
    // It is told of when the page is wanted.
    ahead.answer.catch(() => undefined)
    return body
  }

  async function fetchAs(token: number, signal: AbortSignal): Promise<FlinkPage | undefined> {
    const page = await reader.read(await bodyOf(token, signal))
    if (page === undefined) return undefined
    isBegun = true
    // The same page again would repeat its rows, one farther on leave some out.
    if (page.nextToken !== undefined && page.nextToken !== token + 1) throw wrongOrder(token, page.nextToken)
    return page
  }

  async function fetchInstead(token: number, signal: AbortSignal, failure: unknown): Promise<FlinkPage | undefined> {
    format = 'PLAIN_TEXT'
    reader = createPageReader(contextFor(format))
    try {
      return await fetchAs(token, signal)
    } catch {
      throw failure
    }
  }

  return {
    fetch: async (token, signal) => {
      try {
        return await fetchAs(token, signal)
      } catch (error) {
        const sign = signOf(error)
        if (sign === 'session-gone') onGone()
        if (sign === 'session-gone' || sign === 'operation-gone') throw lost(error)
        if (isBegun || sign === 'statement-failed' || !isAnswer(error)) throw error
        return fetchInstead(token, signal, error)
      }
    },
  }
}

/** Whether Flink answered at all. */
function isAnswer(error: unknown): boolean {
  return failureOf(error) === undefined && isGatewayError(error) && error.code !== 'OPERATION.CANCELED'
}

function wrongOrder(token: number, next: number): Error {
  return gatewayError('ENGINE.FAILED', `Flink's gateway answered to a fetch of page ${token} that page ${next} comes next.`)
}

function lost(cause: unknown): Error {
  const text =
    "Flink's gateway does not know the statement any more: it was started again, or the session was idle there for too long. " +
    'What it was doing is not known, and rows that were not read yet are gone.'
  return gatewayError('ENGINE.SESSION_LOST', text, { cause })
}

/** Waits until the statement has come so far that its columns are known, and gives its first page. */
export async function awaitFirstPage(pages: PageSource, pacing: FetchPacing, signal: AbortSignal): Promise<FlinkPage> {
  const { clock } = pacing
  const startMs = clock.monotonic()
  for (;;) {
    const page = await pages.fetch(0, signal)
    if (page !== undefined) return page
    await pause(clock, nextDelay(pacing, clock.monotonic() - startMs), signal)
  }
}
