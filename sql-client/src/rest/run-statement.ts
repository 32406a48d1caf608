import { setImmediate as turnOfLoop } from 'node:timers/promises'
import type { RowFormat } from '@sql-gateway/endpoint-rest/wire'
import type { Clock } from '@sql-gateway/gateway-common'
import { isClientError } from '../error/client-error.js'
import type { ResultPage, StatementResult } from '../result/statement-result.js'
import type { GatewayClient } from './gateway-client.js'
import { isEmptyArray } from './json-bytes.js'
import { orCanceled } from './or-canceled.js'
import { createPageFetch } from './page-fetch.js'
import { createResultPage, notAPage, type PageHead, readPageHead } from './result-page.js'

/** Where a statement runs, and what for. */
export interface StatementContext {
  readonly client: GatewayClient
  readonly session: string
  readonly clock: Clock
  readonly rowFormat: RowFormat
  /** Aborted when the user stops the statement. */
  readonly signal: AbortSignal
  /** Takes calls that nobody waits for, so that the end of the session can. */
  readonly inBackground: (call: Promise<unknown>) => void
}

/** Between two asks of a gateway that answers at once that nothing is there: as Flink's client does. */
const LONGEST_PAUSE_MS = 100
const FIRST_PAUSE_MS = 2

/** How often a page is asked for again when its connection breaks: the same page can be had twice. */
const REPEATS = 2

/**
 * Submits a statement and waits until it answers or fails. Stopping it closes its operation, which ends it whatever it does: cancel does
 * nothing any more to a query whose first rows could be fetched.
 *
 * @throws {ClientError} canceled, and all that calls throw
 */
export async function runStatement(statement: string, context: StatementContext): Promise<StatementResult> {
  const { client, session, signal } = context
  const submission = client.submit(session, statement)
  const operation = await orCanceled(submission, signal, () => {
    // The gateway may accept it yet.
    context.inBackground(submission.then((handle) => client.closeOperation(session, handle)))
  })
  const fetcher = createFetcher(operation, context)
  try {
    const first = await fetcher.next()
    return createResult(first, fetcher)
  } catch (error) {
    fetcher.close()
    throw error
  }
}

interface FetchedPage extends ResultPage {
  readonly hasRows: boolean
  readonly head: Exclude<PageHead, { readonly resultType: 'NOT_READY' }>
}

interface Fetcher {
  /** The next page; waits for the end of execution if it is the first. */
  next(): Promise<FetchedPage>
  /** Says that nobody looks at a page any more. */
  release(page: FetchedPage): void
  /** Ends the operation. */
  close(): void
}

function createFetcher(operation: string, context: StatementContext): Fetcher {
  const { client, session, rowFormat, clock, inBackground } = context
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, context.signal])
  const pages = createPageFetch(client)
  let [token, pauseMs, isClosed, isIdle] = [0, FIRST_PAUSE_MS, false, false]

  async function ask(): Promise<Buffer> {
    for (let repeats = 0; ; repeats++) {
      try {
        return await pages.fetch({ session, operation, token, rowFormat }, signal)
      } catch (error) {
        if (!isClientError(error) || error.kind !== 'unreachable' || repeats === REPEATS) throw error
        await pause(clock, LONGEST_PAUSE_MS, signal)
      }
    }
  }

  async function next(): Promise<FetchedPage> {
    for (;;) {
      if (isIdle) {
        await pause(clock, pauseMs, signal)
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      } else pauseMs = FIRST_PAUSE_MS
      const askedAtMs = clock.monotonic()
      const body = await ask()
      const head = readPageHead(body)
      if (head === undefined) throw notAPage()
      const hasRows = head.resultType !== 'NOT_READY' && !isEmptyArray(body, head.dataAt)
      // A gateway that holds the call until there is something is asked again at once.
      isIdle = !hasRows && clock.monotonic() - askedAtMs < LONGEST_PAUSE_MS
      if (head.resultType === 'NOT_READY') continue
      token++
      return { head, hasRows, ...createResultPage(body, head.dataAt) }
    }
  }

  return {
    next: async () => await orCanceled(next(), context.signal),
    release: ({ body }) => pages.release(body),
    close: () => {
      if (isClosed) return
      isClosed = true
      ended.abort()
      pages.close()
      inBackground(client.closeOperation(session, operation))
    },
  }
}

function createResult(first: FetchedPage, fetcher: Fetcher): StatementResult {
  const { columns, isQueryResult, resultKind, jobID } = first.head
  // The job of an INSERT goes on; a query's ends with its operation.
  const close = (): void => fetcher.close()
  return {
    columns,
    isQuery: isQueryResult,
    resultKind,
    ...(jobID === undefined ? {} : { jobId: jobID }),
    pages: async function* () {
      let page = first
      try {
        while (page.head.resultType === 'PAYLOAD') {
          const following = fetcher.next()
          // Its failure is met when it is awaited below, unless nobody asks for more.
          following.catch(() => undefined)
          // Node's client hands a request to the connection at the end of this turn: the gateway is to work on it meanwhile.
          await turnOfLoop()
          yield page
          fetcher.release(page)
          page = await following
        }
        if (page.hasRows) yield page
      } finally {
        close()
      }
    },
    close: async () => close(),
  }
}

async function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = clock.schedule(delayMs, resolve)
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
  timer.cancel()
  signal.throwIfAborted()
}
