import {
  estimateBatchBytes,
  type GatewayError,
  gatewayError,
  type ReadLimit,
  type ReadResult,
  type RowBatch,
  sliceBatch,
} from '@sql-gateway/gateway-common'
import type { LoopShare } from '../database/loop-share.js'
import type { Budget } from './budget.js'
import { lastStartingAt } from './last-starting-at.js'
import { createResultSpool, type ResultSpool } from './result-spool.js'
import type { SpoolFile } from './spool-file.js'

/** What the results of one engine share. */
export interface ResultLimits {
  /** Rows and bytes of one result in memory. */
  readonly memoryRows: number
  readonly memoryBytes: number
  /** What all results take in memory, but for the small ones. */
  readonly memory: Budget
  /** Where the rest goes. */
  readonly spool: SpoolFile
  readonly loop: LoopShare
}

/**
 * The rows of one result: its beginning in memory, the rest in a file. One writer, any number of readers.
 */
export interface ResultStore {
  /**
   * Adds rows.
   *
   * @throws {GatewayError} RESULT.TOO_LARGE, ENGINE.OUT_OF_RESOURCES
   */
  append(batch: RowBatch): Promise<void>
  /**
   * Says that all rows are there.
   *
   * @throws {GatewayError} RESULT.TOO_LARGE, ENGINE.OUT_OF_RESOURCES
   */
  complete(): Promise<void>
  /** Says that no more rows come, and why; every later read throws it. The rows are dropped, as nobody can read them any more. */
  fail(error: GatewayError): void
  rowCount(): number
  /** Resolves when there is something to read at a row: the row, the end, or the error. */
  ready(row: number, signal: AbortSignal): Promise<void>
  /** As SeekableResultSource.read. */
  read(row: number, limit: ReadLimit): Promise<ReadResult>
  /** Drops the rows; waits and reads under way reject with OPERATION.CLOSED. Never rejects. */
  close(): Promise<void>
}

interface HeldBatch {
  readonly batch: RowBatch
  readonly startRow: number
  readonly bytes: number
}

/** A result up to this size stays in memory even when large ones have taken all that there is for results. */
const SMALL_RESULT_BYTES = 16 * 1024
/** A batch costs this much beside its values. */
const BATCH_BYTES = 256

/** Makes an empty store. */
export function createResultStore(limits: ResultLimits): ResultStore {
  const held: HeldBatch[] = []
  let heldRows = 0
  let heldBytes = 0
  let takenBytes = 0
  let spool: ResultSpool | undefined
  let ending: 'complete' | GatewayError | undefined
  let closed = false
  let released: Promise<void> | undefined
  let waiters: (() => void)[] = []

  const count = () => heldRows + (spool?.rowCount ?? 0)
  const isEnded = () => ending !== undefined || closed

  function wake(): void {
    const woken = waiters
    waiters = []
    for (const resolve of woken) resolve()
  }

  function assertOpen(): void {
    if (closed) throw gatewayError('OPERATION.CLOSED', 'The result is closed.')
  }

  function assertReadable(): void {
    assertOpen()
    if (ending !== undefined && ending !== 'complete') throw ending
  }

  /** Gives memory and disk back. What is being read meanwhile may be nonsense. */
  async function release(): Promise<void> {
    limits.memory.give(takenBytes)
    takenBytes = 0
    held.length = 0
    released ??= spool?.close()
    await released
  }

  /** Takes rows into memory if this result and all together have room for them, and none went to the file before. */
  function hold(batch: RowBatch): boolean {
    const bytes = estimateBatchBytes(batch) + BATCH_BYTES * (1 + batch.columns.length)
    const fits = heldRows + batch.rowCount <= limits.memoryRows && heldBytes + bytes <= limits.memoryBytes
    if (spool !== undefined || !fits) return false
    if (heldBytes + bytes > SMALL_RESULT_BYTES) {
      if (!limits.memory.take(bytes)) return false
      takenBytes += bytes
    }
    held.push({ batch, startRow: heldRows, bytes })
    heldRows += batch.rowCount
    heldBytes += bytes
    return true
  }

  async function append(batch: RowBatch): Promise<void> {
    assertOpen()
    if (!hold(batch)) {
      spool ??= createResultSpool(limits.spool, limits.loop)
      await spool.append(batch)
    }
    wake()
  }

  async function batchAt(row: number): Promise<HeldBatch> {
    if (row < heldRows) return lastStartingAt(held, row)
    const { batch, startRow, bytes } = await (spool as ResultSpool).batchAt(row - heldRows).catch((error: unknown) => {
      assertReadable()
      throw error
    })
    return { batch, startRow: startRow + heldRows, bytes }
  }

  async function read(row: number, limit: ReadLimit): Promise<ReadResult> {
    assertReadable()
    const available = count()
    const isComplete = ending !== undefined
    const batches: RowBatch[] = []
    let at = row
    let bytes = 0
    const stop = Math.min(available, row + limit.maxRows)
    while (at < stop) {
      const from = await batchAt(at)
      assertReadable()
      const rowBytes = from.bytes / from.batch.rowCount
      const fitting = Math.floor((limit.maxBytes - bytes) / rowBytes)
      if (fitting < 1 && at > row) break
      const to = Math.min(stop, from.startRow + from.batch.rowCount, at + Math.max(1, fitting))
      batches.push(sliceBatch(from.batch, at - from.startRow, to - from.startRow))
      bytes += (to - at) * rowBytes
      at = to
    }
    return { batches, endOfData: isComplete && at >= available }
  }

  return {
    append,
    complete: async () => {
      await spool?.finish()
      ending ??= 'complete'
      wake()
    },
    fail: (error) => {
      if (isEnded()) return
      ending = error
      void release()
      wake()
    },
    rowCount: count,
    ready: async (row, signal) => {
      while (row >= count() && !isEnded()) await nextChange(waiters, signal)
      assertReadable()
    },
    read,
    close: async () => {
      if (closed) return
      closed = true
      wake()
      await release()
    },
  }
}

function nextChange(waiters: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    waiters.push(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
  })
}
