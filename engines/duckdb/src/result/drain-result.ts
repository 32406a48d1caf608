import { type DuckDBDataChunk, ResultReturnType } from '@duckdb/node-api'
import { estimateBatchBytes, type GatewayError, gatewayError, type RowBatch, type SeekableResultSource } from '@sql-gateway/gateway-common'
import { stoppedError } from '../database/native-call.js'
import { normalizeError } from '../normalize-error.js'
import { type ChunkReading, readNarrow, type WideChunk } from './read-chunks.js'
import { createResultStore, type ResultLimits, type ResultStore } from './result-store.js'
import { callEngine, type StartedStatement, type StatementChannel } from './start-statement.js'

/** What a drain needs beside the started statement. */
export interface DrainInit {
  /** Without a signal, which the drain makes itself. */
  readonly channel: Omit<StatementChannel, 'signal'>
  readonly started: StartedStatement
  readonly limits: ResultLimits
  readonly reading: ChunkReading
  /** The result has begun once so many bytes of it are kept. */
  readonly beginBytes: number
  /** Where the result is until it is closed. */
  readonly open: OpenResults
  /**
   * Whether closing the source may interrupt DuckDB at work. Not within a transaction of the user's: an interrupt would
   * abort it.
   */
  readonly mayInterrupt: boolean
  /** Makes the error of a result that ended too early after so many rows, whether it had begun or not. */
  onFailure(channel: StatementChannel, rows: number, hasBegun: boolean): Promise<GatewayError>
  /** Called once the connection is free again. */
  onEnd(): void
}

/** A result that nobody has closed. */
export interface OpenResult {
  /** Stops reading, though it may abort a transaction, and closes. Never rejects. */
  abandon(): Promise<void>
}

/** The results of an engine that nobody has closed. */
export type OpenResults = Set<OpenResult>

/** A result that is being read in the background. */
export interface DrainedResult {
  readonly source: SeekableResultSource
  /**
   * Resolves once the result has begun or is whole. After an error the connection is free, and the result closed.
   *
   * @param signal - stops the result
   * @throws {GatewayError} what the statement failed with until then
   * @throws {GatewayError} OPERATION.CANCELED
   */
  begun(signal: AbortSignal): Promise<void>
}

/** Why reading stops; a constant, since a reason made anew costs a stack each time. */
const STOP = 'The result is closed.'

/** How far the drain of a result is. */
interface DrainState {
  isStopped: boolean
  hasBegun: boolean
  hasEnded: boolean
}

/**
 * Reads a result to its end in the background, as fast as DuckDB gives it, so that the connection is free for the next
 * statement; the source hands the rows out from where they are kept.
 */
export function drainResult(init: DrainInit): DrainedResult {
  // What a result is made of stays no longer than its drain: the result may be kept for long, and a statement may be of 100 MB.
  const { beginBytes, open, mayInterrupt } = init
  const store = createResultStore(init.limits)
  const interrupt = new AbortController()
  const state: DrainState = { isStopped: false, hasBegun: false, hasEnded: false }
  const beginning = Promise.withResolvers<void>()
  beginning.promise.catch(() => undefined)
  let bytes = 0

  async function keep(batch: RowBatch): Promise<void> {
    await store.append(batch)
    if (state.hasBegun) return
    bytes += estimateBatchBytes(batch)
    if (bytes < beginBytes) return
    state.hasBegun = true
    beginning.resolve()
  }

  function end(error: GatewayError | undefined): void {
    if (error === undefined) beginning.resolve()
    else beginning.reject(error)
  }

  const ended = run(init, interrupt.signal, store, keep, state).then(end)

  async function close(isInterrupted: boolean): Promise<void> {
    open.delete(self)
    state.isStopped = true
    if (isInterrupted && !state.hasEnded) interrupt.abort(STOP)
    await store.close()
    await ended
  }

  async function begun(signal: AbortSignal): Promise<void> {
    const stop = () => void close(true)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    try {
      await beginning.promise
    } catch (error) {
      await close(true)
      throw signal.aborted ? stoppedError() : error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  const self: OpenResult = { abandon: () => close(true) }
  open.add(self)
  const source: SeekableResultSource = {
    seekable: true,
    ready: (startRow, signal) => store.ready(startRow, signal),
    read: (startRow, limit) => store.read(startRow, limit),
    close: () => close(mayInterrupt),
  }
  return { source, begun }
}

/** Reads to the end, and gives the connection free. Resolves with what the result failed with. */
async function run(
  init: DrainInit,
  signal: AbortSignal,
  store: ResultStore,
  keep: (batch: RowBatch) => Promise<void>,
  state: DrainState,
): Promise<GatewayError | undefined> {
  const error = await readToEnd(init, { ...init.channel, signal }, store, keep, state)
  if (error !== undefined) store.fail(error)
  state.hasEnded = true
  init.onEnd()
  return error
}

async function readToEnd(
  init: DrainInit,
  channel: StatementChannel,
  store: ResultStore,
  keep: (batch: RowBatch) => Promise<void>,
  state: DrainState,
): Promise<GatewayError | undefined> {
  try {
    const isWhole = await drain(channel, init, keep, state)
    if (!isWhole) return state.isStopped ? unreadError() : await init.onFailure(channel, store.rowCount(), state.hasBegun)
    await store.complete()
    return undefined
  } catch (error) {
    return state.isStopped ? unreadError() : drainError(error)
  }
}

/** Reads to the end; tells whether it is the end of the result and not that of a failure. */
async function drain(
  channel: StatementChannel,
  { started: { result, openers }, reading }: DrainInit,
  keep: (batch: RowBatch) => Promise<void>,
  state: { readonly isStopped: boolean },
): Promise<boolean> {
  const fetch = async (): Promise<DuckDBDataChunk | undefined> => {
    if (state.isStopped) throw stoppedError()
    const chunk = await callEngine(channel, 'rows', () => result.fetchChunk())
    return chunk === null || chunk.rowCount === 0 ? undefined : chunk
  }
  let coming: Promise<DuckDBDataChunk | undefined> | undefined
  /** Two wide chunks at a time would be too much; the first one may be such. */
  let mayBeWide = true
  const startFetch = () => {
    const fetched = fetch()
    // What DuckDB fails with is met when its turn comes.
    fetched.catch(() => undefined)
    coming = fetched
    return fetched
  }
  /** DuckDB computes the next chunk while this one is copied. */
  const next = async (): Promise<RowBatch | WideChunk | undefined> => {
    const chunk = await (coming ?? startFetch())
    coming = undefined
    if (chunk === undefined) return undefined
    if (!mayBeWide) void startFetch()
    const rows = await readNarrow(chunk, openers, reading)
    mayBeWide = !('rowCount' in rows)
    return rows
  }
  try {
    for (let rows = await next(); rows !== undefined; rows = await next()) {
      reading.reclaimer.reclaim()
      if ('rowCount' in rows) {
        await keep(rows)
      } else {
        for await (const part of rows.parts()) await keep(part)
      }
    }
    // The driver ends a failed result like a whole one; only this tells them apart.
    return result.returnType !== ResultReturnType.INVALID
  } catch (error) {
    await coming?.catch(() => undefined)
    // A result that is not read to its end holds its transaction open; the next statement of a connection ends it.
    await channel.native.run('SELECT 1').catch(() => undefined)
    throw error
  }
}

function unreadError(): GatewayError {
  return gatewayError('OPERATION.CLOSED', 'The result was stopped before its end.')
}

function drainError(error: unknown): GatewayError {
  const isTooLong = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_STRING_TOO_LONG'
  if (!isTooLong) return normalizeError(error)
  return gatewayError('RESULT.TOO_LARGE', 'A value of the result is longer than a text can be here (512 MB).', { cause: error })
}
