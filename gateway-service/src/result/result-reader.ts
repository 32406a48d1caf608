import {
  type Clock,
  countRows,
  type FetchRequest,
  gatewayError,
  type ReadResult,
  type RowBatch,
  type SeekableResultSource,
} from '@sql-gateway/gateway-common'
import type { Deadline } from '../operation/deadline.js'
import { filledPage } from './filled-page.js'
import { isWhole } from './replay-window.js'

/** A page as the reader hands it out. */
export interface ReadPage {
  readonly startRow: number
  readonly batches: readonly RowBatch[]
  /** There are no rows in this page, and there will be no more. */
  readonly isEnd: boolean
  /** Set where the page was asked for by a token and is not the end. */
  readonly nextToken?: number
}

/** Hands out pages of one result, by tokens or by orientation. Fetches are served one after the other. */
export interface ResultReader {
  /**
   * @param until - over when the fetch may wait for a row no longer
   * @throws {GatewayError} RESULT.TOKEN_INVALID, RESULT.ORIENTATION_UNSUPPORTED, or what the result failed with
   */
  fetch(request: FetchRequest, until: Deadline): Promise<ReadPage>
  close(): Promise<void>
  /** Whether the engine has no more rows to make. */
  readonly isWhole: boolean
}

interface PageRange {
  readonly startRow: number
  readonly rowCount: number
}

/**
 * Makes a reader that stands at the first row.
 *
 * @see Apache Flink, `org.apache.flink.table.gateway.service.result.ResultFetcher`, for the rules of tokens
 */
export function createResultReader(source: SeekableResultSource, clock: Clock): ResultReader {
  /** Where the next page begins, and the page handed out last. */
  let nextRow = 0
  let nextToken = 0
  let last: PageRange = { startRow: 0, rowCount: 0 }
  let isOver = false
  /** The fetch that was asked for last, as long as it is under way. */
  let busy: Promise<void> | undefined

  /** Waits only where no row is there, and no longer than the signal allows. */
  async function readAt(startRow: number, request: FetchRequest, until: Deadline): Promise<ReadResult> {
    const there = await source.read(startRow, request)
    if (there.endOfData || until.isOver) return there
    // What is read forward makes rows only as they are fetched.
    if (countRows(there.batches) > 0) return isWhole(source) ? filledPage(there, startRow, request, source, clock) : there
    try {
      await source.ready(startRow, until.signal)
    } catch (thrown) {
      // The wait that is over rejects, too; a failure of the result shows again at the next read.
      if (until.isOver) return there
      throw thrown
    }
    return source.read(startRow, request)
  }

  /** The end is a page of its own. A read that fails moves nothing. */
  async function readFrom(startRow: number, request: FetchRequest, until: Deadline): Promise<ReadPage> {
    const { batches, endOfData } = await readAt(startRow, request, until)
    const rowCount = countRows(batches)
    last = { startRow, rowCount }
    nextRow = startRow + rowCount
    return { startRow, batches, isEnd: rowCount === 0 && endOfData }
  }

  /** The last page again, to the row: a repeated request has to give the same answer. */
  async function readLast(): Promise<ReadPage> {
    const { startRow, rowCount } = last
    const batches: RowBatch[] = []
    for (let rows = 0; rows < rowCount; ) {
      const part = await source.read(startRow + rows, { maxRows: rowCount - rows, maxBytes: Number.MAX_SAFE_INTEGER })
      const count = countRows(part.batches)
      if (count === 0) throw gatewayError('GATEWAY.BUG', 'The rows of the last page could not be read again.')
      batches.push(...part.batches)
      rows += count
    }
    return { startRow, batches, isEnd: false }
  }

  /**
   * Who has seen the end by tokens can ask for no row again, so the rows are let go: many clients never close their
   * operations, and what they have read would pile up until the retention time.
   */
  function letGo(): void {
    last = { startRow: nextRow, rowCount: 0 }
    isOver = true
    void source.close()
  }

  async function fetchToken(token: number, request: FetchRequest, until: Deadline): Promise<ReadPage> {
    if (token === nextToken) {
      if (isOver) return { startRow: nextRow, batches: [], isEnd: true }
      const page = await readFrom(nextRow, request, until)
      if (!page.isEnd) return { ...page, nextToken: ++nextToken }
      letGo()
      return page
    }
    if (token >= 0 && token === nextToken - 1) return { ...(await readLast()), nextToken }
    const valid = nextToken === 0 ? '0' : `${nextToken} or ${nextToken - 1}`
    throw gatewayError('RESULT.TOKEN_INVALID', `Expecting token to be ${valid}, but found ${token}.`)
  }

  async function fetchPrior(request: FetchRequest): Promise<ReadPage> {
    const startRow = Math.max(0, last.startRow - request.maxRows)
    const wanted = last.startRow - startRow
    const { batches } = wanted === 0 ? { batches: [] } : await source.read(startRow, { ...request, maxRows: wanted })
    const rowCount = countRows(batches)
    last = { startRow, rowCount }
    nextRow = startRow + rowCount
    return { startRow, batches, isEnd: rowCount === 0 }
  }

  async function fetchOne(request: FetchRequest, until: Deadline): Promise<ReadPage> {
    const { position } = request
    if ('token' in position) return fetchToken(position.token, request, until)
    switch (position.orientation) {
      case 'FETCH_NEXT':
        return readFrom(nextRow, request, until)
      case 'FETCH_PRIOR':
        return fetchPrior(request)
      case 'FETCH_FIRST':
        return readFrom(0, request, until)
    }
  }

  return {
    fetch: (request, until) => {
      const page = busy === undefined ? fetchOne(request, until) : busy.then(() => fetchOne(request, until))
      const settled = page.then(
        () => undefined,
        () => undefined,
      )
      busy = settled
      void settled.then(() => {
        if (busy === settled) busy = undefined
      })
      return page
    },
    close: () => source.close(),
    get isWhole() {
      return isOver || isWhole(source)
    },
  }
}
