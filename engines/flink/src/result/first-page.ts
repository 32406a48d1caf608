import type { Clock } from '@sql-gateway/gateway-common'
import { signOf } from '../error/upstream-error.js'
import type { FlinkRest, UpstreamOperation } from '../rest/flink-rest.js'
import { pause } from '../rest/retry.js'
import type { RowFormat } from './column-builders.js'
import { createPageReader, type FlinkPage } from './page.js'
import type { ZoneOffset } from './time-builders.js'

/** How often an upstream operation is asked after; milliseconds. */
export interface FetchPacing {
  readonly clock: Clock
  readonly minDelayMs: number
  readonly maxDelayMs: number
}

/** Fetches the pages of one upstream operation, in order. */
export interface PageSource {
  /**
   * Fetches a page; undefined as long as the statement has not come so far.
   *
   * @throws {GatewayError} what the statement failed with; OPERATION.CANCELED when the signal is aborted
   */
  fetch(token: number, signal: AbortSignal): Promise<FlinkPage | undefined>
}

/** The part of the time since the beginning that a wait takes: late statements are asked after less often. */
const SHARE_OF_ELAPSED = 1 / 32

/**
 * Makes a source of pages. They are asked for as JSON, or where Flink cannot write a type of theirs with it, as text from then on:
 * the page that failed is still there to be asked for again.
 *
 * @param offset - of the session's time zone
 */
export function createPageSource(rest: FlinkRest, operation: UpstreamOperation, offset: ZoneOffset | undefined): PageSource {
  const contextFor = (format: RowFormat) => (offset === undefined ? { format } : { format, offset })
  let format: RowFormat = 'JSON'
  let reader = createPageReader(contextFor(format))

  return {
    fetch: async (token, signal) => {
      try {
        return reader.read(await rest.fetchResults(operation, token, format, signal))
      } catch (error) {
        if (format !== 'JSON' || signOf(error) !== 'not-json') throw error
        format = 'PLAIN_TEXT'
        reader = createPageReader(contextFor(format))
        return reader.read(await rest.fetchResults(operation, token, format, signal))
      }
    },
  }
}

/** Waits until the statement has come so far that its columns are known, and gives its first page. */
export async function awaitFirstPage(
  pages: PageSource,
  { clock, minDelayMs, maxDelayMs }: FetchPacing,
  signal: AbortSignal,
): Promise<FlinkPage> {
  const startMs = clock.monotonic()
  for (;;) {
    const page = await pages.fetch(0, signal)
    if (page !== undefined) return page
    const elapsedMs = clock.monotonic() - startMs
    await pause(clock, Math.min(maxDelayMs, Math.max(minDelayMs, elapsedMs * SHARE_OF_ELAPSED)), signal)
  }
}
