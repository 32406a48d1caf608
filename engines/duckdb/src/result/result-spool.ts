import type { RowBatch } from '@sql-gateway/gateway-common'
import type { LoopShare } from '../database/loop-share.js'
import { decodeBatch } from './decode-batch.js'
import { encodeBatch } from './encode-batch.js'
import type { Extent } from './extent-list.js'
import { lastStartingAt } from './last-starting-at.js'
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
  /** Drops the rows, and gives the disk back once what is being written or read is. What comes later is not kept. Never rejects. */
  close(): Promise<void>
}

/** Where a batch stands. */
interface Frame {
  readonly startRow: number
  readonly block: Block
  readonly offset: number
  readonly length: number
  /** Until the file has it. */
  batch: RowBatch | undefined
}

/** Batches that are written and read together. */
interface Block {
  readonly index: number
  readonly frames: Frame[]
  readonly parts: Uint8Array[]
  byteLength: number
  extent: Extent | undefined
}

/** A block ends with the batch that reaches this. */
const BLOCK_BYTES = 512 * 1024
/** Larger blocks, of very wide rows, are read when they are asked for and not before. */
const LARGEST_AHEAD = 2 * BLOCK_BYTES

/** Makes an empty part of the spool. */
export function createResultSpool(file: SpoolFile, loop: LoopShare): ResultSpool {
  return new Spool(file, loop)
}

class Spool implements ResultSpool {
  readonly #file: SpoolFile
  readonly #loop: LoopShare
  readonly #frames: Frame[] = []
  readonly #blocks: Block[] = []
  readonly #extents: Extent[] = []
  readonly #uses = new Set<Promise<unknown>>()
  #open: Block | undefined
  /** The block that was read last. */
  #reading: Block | undefined
  #isClosed = false
  #ownBytes = 0
  rowCount = 0

  constructor(file: SpoolFile, loop: LoopShare) {
    this.#file = file
    this.#loop = loop
  }

  async append(batch: RowBatch): Promise<void> {
    const { parts, byteLength } = await this.#loop.run(() => encodeBatch(batch))
    if (this.#isClosed) return
    const block = this.#openBlock()
    const frame: Frame = { startRow: this.rowCount, block, offset: block.byteLength, length: byteLength, batch }
    this.#frames.push(frame)
    block.frames.push(frame)
    block.parts.push(...parts)
    block.byteLength += byteLength
    this.rowCount += batch.rowCount
    if (block.byteLength >= BLOCK_BYTES) await this.finish()
  }

  async finish(): Promise<void> {
    const block = this.#open
    if (block === undefined) return
    this.#open = undefined
    const extent = await this.#use(this.#file.write(block.parts, block.byteLength, this.#ownBytes))
    if (this.#isClosed) return this.#file.free([extent])
    this.#extents.push(extent)
    this.#ownBytes += extent.length
    block.extent = extent
    block.parts.length = 0
    for (const frame of block.frames) frame.batch = undefined
  }

  async batchAt(row: number): Promise<{ readonly batch: RowBatch; readonly startRow: number; readonly bytes: number }> {
    const frame = lastStartingAt(this.#frames, row)
    const { startRow, length } = frame
    return { batch: frame.batch ?? (await this.#read(frame)), startRow, bytes: length }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#open = undefined
    this.#reading = undefined
    // What the file has not taken goes, too, however long the result itself is kept.
    this.#frames.length = 0
    this.#blocks.length = 0
    await Promise.allSettled([...this.#uses])
    this.#file.free(this.#extents)
  }

  async #read({ block, offset, length }: Frame): Promise<RowBatch> {
    // Left behind at once it is collected with the young; kept for a while it would not be.
    if (this.#reading !== block && this.#reading?.extent !== undefined) this.#file.leave(this.#reading.extent)
    this.#reading = block
    const loading = this.#load(block)
    this.#readAhead(this.#blocks[block.index + 1])
    const bytes = await loading
    return this.#loop.run(() => decodeBatch(bytes.subarray(offset, offset + length)))
  }

  /** Clients go through a result from its beginning to its end. Who asks for the block later gets the error, if there is one. */
  #readAhead(next: Block | undefined): void {
    if (next?.extent !== undefined && next.byteLength <= LARGEST_AHEAD) this.#load(next).catch(() => undefined)
  }

  #load(block: Block): Promise<Uint8Array> {
    return this.#use(this.#file.read(block.extent as Extent))
  }

  #openBlock(): Block {
    if (this.#open !== undefined) return this.#open
    const block: Block = { index: this.#blocks.length, frames: [], parts: [], byteLength: 0, extent: undefined }
    this.#blocks.push(block)
    this.#open = block
    return block
  }

  /** Disk is given back only when nothing uses it any more. */
  async #use<T>(work: Promise<T>): Promise<T> {
    this.#uses.add(work)
    try {
      return await work
    } finally {
      this.#uses.delete(work)
    }
  }
}
