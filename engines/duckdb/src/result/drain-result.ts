import { type DuckDBDataChunk, ResultReturnType } from '@duckdb/node-api'
import { type GatewayError, gatewayError, type RowBatch, type SeekableResultSource } from '@sql-gateway/gateway-common'
import type { LoopShare } from '../database/loop-share.js'
import { stoppedError } from '../database/native-call.js'
import { normalizeError } from '../normalize-error.js'
import { type ChunkReading, readChunk } from './read-chunks.js'
import { createResultStore, type ResultLimits, type ResultStore } from './result-store.js'
import { splitBatch } from './split-batch.js'
import { callEngine, type StartedStatement, type StatementChannel } from './start-statement.js'

/** Rows of a full chunk. */
const FULL_CHUNK = 2048

/** What a drain needs beside the started statement. */
export interface DrainInit {
  /** Without a signal, which the drain makes itself. */
  readonly channel: Omit<StatementChannel, 'signal'>
  readonly started: StartedStatement
  readonly limits: ResultLimits
  readonly reading: ChunkReading
  /** Where the result is until it is closed. */
  readonly open: OpenResults
  /**
   * Whether closing the source may interrupt DuckDB at work. Not within a transaction of the user's: an interrupt would
   * abort it.
   */
  readonly mayInterrupt: boolean
  /** Makes the error of a result that ended too early after so many rows. */
  onLateFailure(channel: StatementChannel, rows: number): Promise<GatewayError>
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

/** Why reading stops; a constant, since a reason made anew costs a stack each time. */
const STOP = 'The result is closed.'

/**
 * Reads a result to its end in the background, as fast as DuckDB gives it, so that the connection is free for the next
 * statement; the source hands the rows out from where they are kept.
 */
export function drainResult(init: DrainInit): SeekableResultSource {
  const store = createResultStore(init.limits)
  const interrupt = new AbortController()
  const channel = { ...init.channel, signal: interrupt.signal }
  const state = { isStopped: false, hasEnded: false }

  async function run(): Promise<void> {
    try {
      const isWhole = await drain(channel, init.started, store, init.reading, state)
      if (isWhole) await store.complete()
      else store.fail(state.isStopped ? unreadError() : await init.onLateFailure(channel, store.rowCount()))
    } catch (error) {
      store.fail(state.isStopped ? unreadError() : drainError(error))
    } finally {
      state.hasEnded = true
      init.onEnd()
    }
  }

  const ended = run()

  async function close(mayInterrupt: boolean): Promise<void> {
    init.open.delete(self)
    state.isStopped = true
    if (mayInterrupt && !state.hasEnded) interrupt.abort(STOP)
    await store.close()
    await ended
  }

  const self: OpenResult = { abandon: () => close(true) }
  init.open.add(self)
  return {
    seekable: true,
    ready: (startRow, signal) => store.ready(startRow, signal),
    read: (startRow, limit) => store.read(startRow, limit),
    close: () => close(init.mayInterrupt),
  }
}

/** Reads to the end; tells whether it is the end of the result and not that of a failure. */
async function drain(
  channel: StatementChannel,
  { result, readers }: StartedStatement,
  store: ResultStore,
  reading: ChunkReading,
  state: { readonly isStopped: boolean },
): Promise<boolean> {
  const fetch = async (): Promise<DuckDBDataChunk | undefined> => {
    if (state.isStopped) throw stoppedError()
    const chunk = await callEngine(channel, 'rows', () => result.fetchChunk())
    return chunk === null || chunk.rowCount === 0 ? undefined : chunk
  }
  let coming = fetch()
  /** DuckDB computes the next chunk while this one is copied; what it fails with is met when its turn comes. */
  const nextBatch = async (): Promise<RowBatch | undefined> => {
    const chunk = await coming
    if (chunk === undefined) return undefined
    coming = fetch()
    coming.catch(() => undefined)
    return readChunk(chunk, readers, reading)
  }
  try {
    let isFirst = true
    for (let batch = await nextBatch(); batch !== undefined; batch = await nextBatch()) {
      reading.reclaimer.reclaim()
      // Most likely the only one: whoever waits gets the rows and the end at once.
      if (isFirst && batch.rowCount < FULL_CHUNK) await coming
      isFirst = false
      await keep(batch, store, reading.loop)
    }
    // The driver ends a failed result like a whole one; only this tells them apart.
    return result.returnType !== ResultReturnType.INVALID
  } catch (error) {
    await coming.catch(() => undefined)
    // A result that is not read to its end holds its transaction open; the next statement of a connection ends it.
    await channel.native.run('SELECT 1').catch(() => undefined)
    throw error
  }
}

async function keep(batch: RowBatch, store: ResultStore, loop: LoopShare): Promise<void> {
  const split = splitBatch(batch)
  if (split === undefined) return store.append(batch)
  try {
    for (let i = 0; i < split.partCount; i++) await store.append(await loop.run(() => split.part(i)))
  } finally {
    split.discard()
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
