import v8 from 'node:v8'
import type { RowBatch } from '@sql-gateway/gateway-common'
import type { LoopShare } from '../database/loop-share.js'
import type { Extent } from './extent-list.js'
import type { SpoolFile } from './spool-file.js'

/** The batches of one result in the spool, for reading in any order. */
export interface ResultSpool {
  /**
   * Adds a batch. Resolves when the file has taken what is too much to keep back.
   *
   * @throws {GatewayError} RESULT.TOO_LARGE, ENGINE.OUT_OF_RESOURCES
   */
  append(batch: RowBatch): Promise<void>
  /**
   * Writes what was kept back.
   *
   * @throws {GatewayError} RESULT.TOO_LARGE, ENGINE.OUT_OF_RESOURCES
   */
  finish(): Promise<void>
  readonly rowCount: number
  /** The batch that holds a row, and the row at which it begins. The row must be there. */
  batchAt(row: number): Promise<{ readonly batch: RowBatch; readonly startRow: number; readonly bytes: number }>
  /** Gives the disk back, once what is being written or read is. Never rejects. */
  close(): Promise<void>
}

/** Where a batch stands. Its bytes are held here until the file has them. */
interface Frame {
  readonly startRow: number
  readonly length: number
  bytes: Uint8Array | undefined
  extent: Extent | undefined
}

/** What is written at once. */
const WRITE_BYTES = 1024 * 1024

/** Makes an empty part of the spool. */
export function createResultSpool(file: SpoolFile, loop: LoopShare): ResultSpool {
  const frames: Frame[] = []
  const extents: Extent[] = []
  let rowCount = 0
  let unwritten: Frame[] = []
  let unwrittenBytes = 0
  let last: { readonly frame: Frame; readonly batch: RowBatch } | undefined
  let isClosed = false
  const uses = new Set<Promise<unknown>>()

  /** Disk is given back only when nothing uses it any more. */
  async function use<T>(work: Promise<T>): Promise<T> {
    uses.add(work)
    try {
      return await work
    } finally {
      uses.delete(work)
    }
  }

  async function flush(): Promise<void> {
    const taken = unwritten
    unwritten = []
    unwrittenBytes = 0
    const extent = await use(file.write(Buffer.concat(taken.map(({ bytes }) => bytes as Uint8Array))))
    if (isClosed) return file.free([extent])
    extents.push(extent)
    let offset = extent.offset
    for (const frame of taken) {
      frame.extent = { offset, length: frame.length }
      frame.bytes = undefined
      offset += frame.length
    }
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

  return {
    append: async (batch) => {
      const bytes = await loop.run(() => v8.serialize(batch))
      const frame: Frame = { startRow: rowCount, length: bytes.length, bytes, extent: undefined }
      frames.push(frame)
      unwritten.push(frame)
      rowCount += batch.rowCount
      unwrittenBytes += bytes.length
      if (unwrittenBytes >= WRITE_BYTES) await flush()
    },
    finish: async () => {
      if (unwritten.length > 0) await flush()
    },
    get rowCount() {
      return rowCount
    },
    batchAt: async (row) => {
      const frame = frameOf(row)
      // Pages are often smaller than batches: the next one begins in the batch that the last one ended in.
      let read = last?.frame === frame ? last : undefined
      if (read === undefined) {
        const bytes = frame.bytes ?? (await use(file.read(frame.extent as Extent)))
        read = { frame, batch: (await loop.run(() => v8.deserialize(bytes))) as RowBatch }
        if (!isClosed) last = read
      }
      return { batch: read.batch, startRow: frame.startRow, bytes: frame.length }
    },
    close: async () => {
      isClosed = true
      last = undefined
      unwritten = []
      await Promise.allSettled([...uses])
      file.free(extents)
    },
  }
}
