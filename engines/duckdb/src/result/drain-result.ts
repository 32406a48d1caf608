import { ResultReturnType } from '@duckdb/node-api'
import { type GatewayError, gatewayError, type SeekableResultSource } from '@sql-gateway/gateway-common'
import type { ChunkReclaimer } from '../database/chunk-reclaimer.js'
import { stoppedError } from '../database/native-call.js'
import { normalizeError } from '../normalize-error.js'
import { readChunk } from './read-chunks.js'
import { createResultStore, type ResultLimits, type ResultStore } from './result-store.js'
import { callEngine, type StartedStatement, type StatementChannel } from './start-statement.js'

/** What a drain needs beside the started statement. */
export interface DrainInit {
  /** Its signal is aborted when the engine closes. */
  readonly channel: StatementChannel
  readonly started: StartedStatement
  readonly limits: ResultLimits
  readonly reclaimer: ChunkReclaimer
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

/**
 * Reads a result to its end in the background, as fast as DuckDB gives it, so that the connection is free for the next
 * statement; the source hands the rows out from where they are kept.
 */
export function drainResult(init: DrainInit): SeekableResultSource {
  const store = createResultStore(init.limits)
  const closed = new AbortController()
  const stop = AbortSignal.any([closed.signal, init.channel.signal])
  const channel = init.mayInterrupt ? { ...init.channel, signal: stop } : init.channel

  async function run(): Promise<void> {
    try {
      const isWhole = await drain(channel, init.started, store, init.reclaimer, stop)
      if (isWhole) store.complete()
      else store.fail(stop.aborted ? unreadError() : await init.onLateFailure(channel, store.rowCount))
    } catch (error) {
      store.fail(stop.aborted ? unreadError() : drainError(error))
    } finally {
      init.onEnd()
    }
  }

  const ended = run()
  return {
    seekable: true,
    ready: (startRow, signal) => store.ready(startRow, signal),
    read: (startRow, limit) => store.read(startRow, limit),
    close: async () => {
      closed.abort()
      await store.close()
      await ended
    },
  }
}

/** Reads to the end; tells whether it is the end of the result and not that of a failure. */
async function drain(
  channel: StatementChannel,
  { result, readers }: StartedStatement,
  store: ResultStore,
  reclaimer: ChunkReclaimer,
  stop: AbortSignal,
): Promise<boolean> {
  try {
    for (;;) {
      if (stop.aborted) throw stoppedError()
      const chunk = await callEngine(channel, () => result.fetchChunk())
      if (chunk === null || chunk.rowCount === 0) break
      await store.append(await readChunk(chunk, readers, reclaimer))
    }
    // The driver ends a failed result like a whole one; only this tells them apart.
    return result.returnType !== ResultReturnType.INVALID
  } catch (error) {
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
