import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import v8 from 'node:v8'
import { type GatewayError, gatewayError, type RowBatch } from '@sql-gateway/gateway-common'
import type { Budget } from './budget.js'

/** Batches of one result in a file, for reading in any order. */
export interface SpoolFile {
  /**
   * Adds a batch. Resolves when the file has taken what is too much to keep back.
   *
   * @throws {GatewayError} RESULT.TOO_LARGE — no disk is left for results
   * @throws {GatewayError} ENGINE.OUT_OF_RESOURCES — the file cannot be written
   */
  append(batch: RowBatch): Promise<void>
  readonly rowCount: number
  /** The batch that holds a row, and the row at which it begins. The row must be there. */
  batchAt(row: number): Promise<{ readonly batch: RowBatch; readonly startRow: number; readonly bytes: number }>
  /** Gives the disk back. Never rejects. */
  close(): Promise<void>
}

/** What all spools of an engine share. */
export interface SpoolLimits {
  /** Bytes. */
  readonly disk: Budget
  /** Open files. */
  readonly files: Budget
}

/** Where a batch stands. Its bytes are held here until the file has them. */
interface Frame {
  readonly startRow: number
  readonly rowCount: number
  readonly offset: number
  readonly length: number
  bytes: Uint8Array | undefined
}

/** What is written at once. */
const WRITE_BYTES = 1024 * 1024

/** An error of the file system: the path stays out of it. */
function fileError(thrown: unknown): GatewayError {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'unknown'
  return gatewayError('ENGINE.OUT_OF_RESOURCES', `The rest of the result cannot be kept on disk (${code}).`, { cause: thrown })
}

/** Writes all bytes: one call may write fewer where the disk runs full. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) {
      done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
    }
  } catch (error) {
    throw fileError(error)
  }
}

/**
 * Opens a spool in a folder. The file is unlinked at once: no statement can reach it, and it is gone with the process
 * however that ends.
 *
 * @throws {GatewayError} ENGINE.OUT_OF_RESOURCES — too many spools, or the file cannot be made
 */
export async function openSpoolFile(folder: string, { disk, files }: SpoolLimits): Promise<SpoolFile> {
  if (!files.take(1)) throw gatewayError('ENGINE.OUT_OF_RESOURCES', 'Too many large results are kept at once. Close some of them.')
  const path = join(folder, `${randomUUID()}.spool`)
  const file: FileHandle = await open(path, 'wx+', 0o600).catch((error: unknown) => {
    files.give(1)
    throw fileError(error)
  })
  await unlink(path)
  const frames: Frame[] = []
  let rowCount = 0
  let size = 0
  let written = 0
  let unwritten: Frame[] = []
  let last: { readonly frame: Frame; readonly batch: RowBatch } | undefined

  async function flush(): Promise<void> {
    const taken = unwritten
    unwritten = []
    await writeAll(file, Buffer.concat(taken.map(({ bytes }) => bytes as Uint8Array)), written)
    written = size
    for (const frame of taken) frame.bytes = undefined
  }

  function frameOf(row: number): Frame {
    let low = 0
    let high = frames.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((frames[middle] as Frame).startRow <= row) low = middle
      else high = middle - 1
    }
    return frames[low] as Frame
  }

  async function bytesOf(frame: Frame): Promise<Uint8Array> {
    if (frame.bytes !== undefined) return frame.bytes
    const bytes = new Uint8Array(frame.length)
    try {
      await file.read(bytes, 0, frame.length, frame.offset)
    } catch (error) {
      throw fileError(error)
    }
    return bytes
  }

  return {
    append: async (batch) => {
      const bytes = v8.serialize(batch)
      if (!disk.take(bytes.length)) {
        throw gatewayError(
          'RESULT.TOO_LARGE',
          `The result does not fit into the disk for results (result.disk-limit); ${rowCount} rows of it were kept there.`,
        )
      }
      const frame: Frame = { startRow: rowCount, rowCount: batch.rowCount, offset: size, length: bytes.length, bytes }
      frames.push(frame)
      unwritten.push(frame)
      rowCount += batch.rowCount
      size += bytes.length
      if (size - written >= WRITE_BYTES) await flush()
    },
    get rowCount() {
      return rowCount
    },
    batchAt: async (row) => {
      const frame = frameOf(row)
      // Pages are often smaller than batches: the next one begins in the batch that the last one ended in.
      if (last?.frame !== frame) last = { frame, batch: v8.deserialize(await bytesOf(frame)) as RowBatch }
      return { batch: last.batch, startRow: frame.startRow, bytes: frame.length }
    },
    close: async () => {
      disk.give(size)
      files.give(1)
      size = 0
      last = undefined
      await file.close().catch(() => undefined)
    },
  }
}
