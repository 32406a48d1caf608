import {
  estimateBatchBytes,
  type ForwardResultSource,
  gatewayError,
  type ReadLimit,
  type ReadResult,
  type RowBatch,
  sliceBatch,
} from '@sql-gateway/gateway-common'
import { pause } from '../rest/retry.js'
import { createRowPacing, type FetchPacing, type RowPacing } from './fetch-pacing.js'
import type { PageSource } from './first-page.js'
import type { FlinkPage } from './page.js'

/** What a result is made of. */
export interface FlinkResultInit {
  readonly first: FlinkPage
  readonly pages: PageSource
  readonly pacing: FetchPacing
  /** So many rows, and rows of so much memory, are fetched before somebody reads them. */
  readonly prefetchRows: number
  readonly prefetchBytes: number
  /** Called once, when no page will be fetched any more: the end came, the result failed, or it was closed. */
  readonly onDone: () => void
}

/** One for all, as each would have a stack of its own. */
const CLOSED = gatewayError('OPERATION.CLOSED', 'The result is closed.')

/** How long rows are fetched after somebody asked for some; a result that everybody forgot is left alone. */
const INTEREST_MS = 10_000

/**
 * Makes the rows of an upstream operation readable. Pages are fetched ahead up to a number of rows. Where there is none yet,
 * it is asked for again after a wait that grows.
 */
export function createFlinkResultSource(init: FlinkResultInit): ForwardResultSource {
  return new FlinkResultSource(init)
}

class FlinkResultSource implements ForwardResultSource {
  readonly seekable = false
  readonly #init: Omit<FlinkResultInit, 'first'>
  readonly #stop = new AbortController()
  readonly #pacing: RowPacing
  #queue: RowBatch[] = []
  #queuedRows = 0
  #queuedBytes = 0
  #nextToken: number | undefined
  #failure: unknown
  #isDone = false
  #isFetching = false
  #changed = Promise.withResolvers<void>()
  #waiting = 0
  #askedAtMs: number

  constructor({ first, ...init }: FlinkResultInit) {
    this.#init = init
    this.#pacing = createRowPacing(init.pacing)
    this.#askedAtMs = init.pacing.clock.monotonic()
    this.#take(first)
    void this.#fetchOn()
  }

  async ready(signal: AbortSignal): Promise<void> {
    this.#waiting++
    const aborted = Promise.withResolvers<never>()
    const abort = () => aborted.reject(gatewayError('OPERATION.CANCELED', 'The wait for rows was given up.'))
    signal.addEventListener('abort', abort)
    try {
      while (!this.#hasNews()) {
        signal.throwIfAborted()
        void this.#fetchOn()
        await Promise.race([this.#changed.promise, aborted.promise])
      }
    } finally {
      this.#waiting--
      signal.removeEventListener('abort', abort)
    }
    this.#throwIfOver()
  }

  async read(limit: ReadLimit): Promise<ReadResult> {
    if (this.#queue.length === 0) this.#throwIfOver()
    this.#askedAtMs = this.#init.pacing.clock.monotonic()
    const batches = this.#takeRows(limit)
    void this.#fetchOn()
    return { batches, endOfData: this.#queue.length === 0 && this.#isDone && this.#failure === undefined }
  }

  async close(): Promise<void> {
    this.#stop.abort(CLOSED)
    this.#queue = []
    this.#queuedRows = 0
    this.#queuedBytes = 0
    this.#failure = CLOSED
    this.#finish()
  }

  #hasNews(): boolean {
    return this.#queue.length > 0 || this.#isDone
  }

  /** What is there is read first. */
  #throwIfOver(): void {
    if (this.#queue.length === 0 && this.#failure !== undefined) throw this.#failure
  }

  #takeRows({ maxRows, maxBytes }: ReadLimit): readonly RowBatch[] {
    const taken: RowBatch[] = []
    let [rows, bytes] = [0, 0]
    for (let batch = this.#queue[0]; batch !== undefined && rows < maxRows && bytes < maxBytes; batch = this.#queue[0]) {
      const count = Math.min(batch.rowCount, maxRows - rows, rowsWithin(batch, maxBytes - bytes))
      if (count === 0 && rows > 0) break
      const part = sliceBatch(batch, 0, Math.max(1, count))
      if (part.rowCount === batch.rowCount) this.#queue.shift()
      else this.#queue[0] = sliceBatch(batch, part.rowCount, batch.rowCount)
      taken.push(part)
      rows += part.rowCount
      bytes += estimateBatchBytes(part)
    }
    this.#queuedRows -= rows
    this.#queuedBytes = this.#queue.length === 0 ? 0 : this.#queuedBytes - bytes
    return taken
  }

  /** Fetches until enough rows are there, the end has come, or nobody asks any more. Only one such loop is at work. */
  async #fetchOn(): Promise<void> {
    if (this.#isFetching) return
    this.#isFetching = true
    try {
      await this.#fetchWhileWanted()
    } catch (error) {
      if (!this.#isDone) this.#failure = error
      this.#finish()
    } finally {
      this.#isFetching = false
    }
  }

  async #fetchWhileWanted(): Promise<void> {
    const { pages, pacing } = this.#init
    this.#pacing.begin()
    while (this.#isWanted()) {
      const page = await pages.fetch(this.#nextToken ?? 0, this.#stop.signal)
      if (this.#isDone) return
      if (page !== undefined) this.#take(page)
      if (page?.batch === undefined && !this.#isDone) await pause(pacing.clock, this.#pacing.noteNothing(), this.#stop.signal)
    }
  }

  #isWanted(): boolean {
    const { prefetchRows, prefetchBytes } = this.#init
    if (this.#isDone || this.#queuedRows >= prefetchRows || this.#queuedBytes >= prefetchBytes) return false
    return this.#waiting > 0 || this.#init.pacing.clock.monotonic() - this.#askedAtMs < INTEREST_MS
  }

  #take({ batch, nextToken }: FlinkPage): void {
    this.#nextToken = nextToken
    if (batch !== undefined) {
      this.#pacing.noteRows()
      this.#queue.push(batch)
      this.#queuedRows += batch.rowCount
      this.#queuedBytes += estimateBatchBytes(batch)
    }
    if (nextToken === undefined) this.#finish()
    else if (batch !== undefined) this.#wake()
  }

  #finish(): void {
    this.#wake()
    if (this.#isDone) return
    this.#isDone = true
    this.#init.onDone()
  }

  #wake(): void {
    const { resolve } = this.#changed
    this.#changed = Promise.withResolvers()
    resolve()
  }
}

/** By the average row: the limit of bytes is a rough one. */
function rowsWithin(batch: RowBatch, bytes: number): number {
  const bytesPerRow = Math.max(1, estimateBatchBytes(batch) / batch.rowCount)
  return Math.floor(bytes / bytesPerRow)
}
