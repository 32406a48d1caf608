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
  return new Reader(source, clock)
}

const BEGINNING: PageRange = { startRow: 0, rowCount: 0 }

/** In the place of one that was read to its end: many operations are kept for long then, and what their engines made for them is not. */
const LET_GO: SeekableResultSource = {
  seekable: true,
  ready: async () => undefined,
  read: async () => {
    throw gatewayError('RESULT.ORIENTATION_UNSUPPORTED', 'The result was read to its end by tokens, and its rows are gone.')
  },
  close: async () => undefined,
}

class Reader implements ResultReader {
  #source: SeekableResultSource
  readonly #clock: Clock
  /** Where the next page begins, and the page handed out last. */
  #nextRow = 0
  #nextToken = 0
  #last = BEGINNING
  #isOver = false
  /** The fetch that was asked for last, as long as it is under way. */
  #busy: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor(source: SeekableResultSource, clock: Clock) {
    this.#source = source
    this.#clock = clock
  }

  get isWhole(): boolean {
    return this.#isOver || isWhole(this.#source)
  }

  fetch(request: FetchRequest, until: Deadline): Promise<ReadPage> {
    const page = this.#busy === undefined ? this.#fetchOne(request, until) : this.#busy.then(() => this.#fetchOne(request, until))
    const settled = page.then(
      () => undefined,
      () => undefined,
    )
    this.#busy = settled
    void settled.then(() => {
      if (this.#busy === settled) this.#busy = undefined
    })
    return page
  }

  close(): Promise<void> {
    return this.#closing ?? this.#source.close()
  }

  async #fetchOne(request: FetchRequest, until: Deadline): Promise<ReadPage> {
    const { position } = request
    if ('token' in position) return this.#fetchToken(position.token, request, until)
    switch (position.orientation) {
      case 'FETCH_NEXT':
        return this.#readFrom(this.#nextRow, request, until)
      case 'FETCH_PRIOR':
        return this.#fetchPrior(request)
      case 'FETCH_FIRST':
        return this.#readFrom(0, request, until)
    }
  }

  async #fetchToken(token: number, request: FetchRequest, until: Deadline): Promise<ReadPage> {
    const next = this.#nextToken
    if (token === next) {
      if (this.#isOver) return { startRow: this.#nextRow, batches: [], isEnd: true }
      const page = await this.#readFrom(this.#nextRow, request, until)
      if (!page.isEnd) return { ...page, nextToken: ++this.#nextToken }
      this.#letGo()
      return page
    }
    if (token >= 0 && token === next - 1) return { ...(await this.#readLast()), nextToken: next }
    const valid = next === 0 ? '0' : `${next} or ${next - 1}`
    throw gatewayError('RESULT.TOKEN_INVALID', `Expecting token to be ${valid}, but found ${token}.`)
  }

  async #fetchPrior(request: FetchRequest): Promise<ReadPage> {
    const startRow = Math.max(0, this.#last.startRow - request.maxRows)
    const wanted = this.#last.startRow - startRow
    const limit = { maxRows: wanted, maxBytes: request.maxBytes }
    const { batches } = wanted === 0 ? { batches: [] } : await this.#source.read(startRow, limit)
    const rowCount = this.#moveTo(startRow, batches)
    return { startRow, batches, isEnd: rowCount === 0 }
  }

  /** The end is a page of its own. A read that fails moves nothing. */
  async #readFrom(startRow: number, request: FetchRequest, until: Deadline): Promise<ReadPage> {
    const { batches, endOfData } = await this.#readAt(startRow, request, until)
    const rowCount = this.#moveTo(startRow, batches)
    return { startRow, batches, isEnd: rowCount === 0 && endOfData }
  }

  /** Notes the page that is handed out; gives its number of rows. */
  #moveTo(startRow: number, batches: readonly RowBatch[]): number {
    const rowCount = countRows(batches)
    this.#last = { startRow, rowCount }
    this.#nextRow = startRow + rowCount
    return rowCount
  }

  /** Waits only where no row is there, and no longer than the signal allows. */
  async #readAt(startRow: number, request: FetchRequest, until: Deadline): Promise<ReadResult> {
    const source = this.#source
    const there = await source.read(startRow, request)
    if (there.endOfData || until.isOver) return there
    // What is read forward makes rows only as they are fetched.
    if (countRows(there.batches) > 0) return isWhole(source) ? filledPage(there, startRow, request, source, this.#clock) : there
    try {
      await source.ready(startRow, until.signal)
    } catch (thrown) {
      // The wait that is over rejects, too; a failure of the result shows again at the next read.
      if (until.isOver) return there
      throw thrown
    }
    return source.read(startRow, request)
  }

  /** The last page again, to the row: a repeated request has to give the same answer. */
  async #readLast(): Promise<ReadPage> {
    const { startRow, rowCount } = this.#last
    const batches: RowBatch[] = []
    for (let rows = 0; rows < rowCount; ) {
      const part = await this.#source.read(startRow + rows, { maxRows: rowCount - rows, maxBytes: Number.MAX_SAFE_INTEGER })
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
  #letGo(): void {
    this.#last = { startRow: this.#nextRow, rowCount: 0 }
    this.#isOver = true
    this.#closing = this.#source.close()
    this.#source = LET_GO
  }
}
