import type { DuckDBDataChunk } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { type ColumnVector, estimateBatchBytes, type RowBatch } from '@sql-gateway/gateway-common'
import type { ChunkReclaimer } from '../database/chunk-reclaimer.js'
import type { LoopShare } from '../database/loop-share.js'
import type { ChunkColumn, ColumnOpener, PutOff } from '../vector/raw-vector.js'

/** Columns that are read before the event loop may turn. */
const COLUMNS_AT_ONCE = 32
/** Of copying that was put off, each up to 1 MB: a few milliseconds. */
const COPIES_AT_ONCE = 4
/** A value takes at least this much in a chunk, or a little less. */
const VALUE_BYTES = 16
/** A chunk whose values take more than this beside their slots is wide. */
const WIDE_BYTES = 4 * 1024 * 1024
/** About so much goes into each batch of a wide chunk. */
const PART_BYTES = 1024 * 1024
/** What stands at the same place for many rows would be copied for every batch. */
const MOST_SHARING = 1.5

/** How chunks are read. */
export interface ChunkReading {
  readonly reclaimer: ChunkReclaimer
  readonly loop: LoopShare
}

/**
 * A chunk that should not be copied in one piece: DuckDB makes chunks of 2,048 rows however long these are, so that it may take gigabytes.
 */
export interface WideChunk {
  /** Copies it batch by batch, about a megabyte or a row each, and gives its memory back at the end. */
  parts(): AsyncGenerator<RowBatch>
}

/** Copies a chunk out of DuckDB's memory, which is free for collection afterwards, unless it is a wide one. */
export async function readNarrow(
  chunk: DuckDBDataChunk,
  openers: readonly ColumnOpener[],
  reading: ChunkReading,
): Promise<RowBatch | WideChunk> {
  const { rowCount } = chunk
  const { loop } = reading
  const columns: ChunkColumn[] = []
  let taken: TakenRows | undefined
  let farBytes = 0
  const openSome = () => {
    const from = columns.length
    for (const [i, open] of openers.slice(from, from + COLUMNS_AT_ONCE).entries()) {
      columns.push(open(duckdb.data_chunk_get_vector(chunk.chunk, from + i), rowCount))
    }
    if (columns.length < openers.length) return
    farBytes = columns.reduce((sum, column) => sum + column.farBytes, 0)
    if (columns.length > COLUMNS_AT_ONCE || farBytes > WIDE_BYTES) return
    // Few and narrow columns are read in one turn.
    taken = new TakenRows(columns, takeAll)
    taken.takeSome()
  }
  do await loop.run(openSome)
  while (columns.length < openers.length)
  if (farBytes > WIDE_BYTES) return new Wide(chunk, rowCount, columns, farBytes, reading)
  const batch = await (taken ?? new TakenRows(columns, takeAll)).batch(rowCount, loop)
  reading.reclaimer.consumed(chunk, Math.max(rowCount * columns.length * VALUE_BYTES, estimateBatchBytes(batch)))
  return batch
}

/** Copies a chunk, wide or not, as one batch or several. */
export async function readChunk(
  chunk: DuckDBDataChunk,
  openers: readonly ColumnOpener[],
  reading: ChunkReading,
): Promise<readonly RowBatch[]> {
  const rows = await readNarrow(chunk, openers, reading)
  if ('rowCount' in rows) return [rows]
  const batches: RowBatch[] = []
  for await (const part of rows.parts()) batches.push(part)
  return batches
}

type Take = (column: ChunkColumn, putOff: PutOff) => ColumnVector

const takeAll: Take = (column, putOff) => column.takeAll(putOff)

/** Columns that are being taken, in several turns of the event loop where they are very many or long. */
class TakenRows {
  readonly #from: readonly ChunkColumn[]
  readonly #take: Take
  readonly #columns: ColumnVector[] = []
  readonly #copies: (() => void)[] = []
  readonly #putOff: PutOff = (copy) => void this.#copies.push(copy)

  constructor(from: readonly ChunkColumn[], take: Take) {
    this.#from = from
    this.#take = take
  }

  readonly takeSome = () => {
    const done = this.#columns.length
    for (const column of this.#from.slice(done, done + COLUMNS_AT_ONCE)) this.#columns.push(this.#take(column, this.#putOff))
  }

  async batch(rowCount: number, loop: LoopShare): Promise<RowBatch> {
    while (this.#columns.length < this.#from.length) await loop.run(this.takeSome)
    for (let done = 0; done < this.#copies.length; done += COPIES_AT_ONCE) {
      await loop.run(() => {
        for (const copy of this.#copies.slice(done, done + COPIES_AT_ONCE)) copy()
      })
    }
    return { rowCount, columns: this.#columns }
  }
}

class Wide implements WideChunk {
  readonly #chunk: DuckDBDataChunk
  readonly #rowCount: number
  readonly #columns: readonly ChunkColumn[]
  readonly #farBytes: number
  readonly #reading: ChunkReading

  constructor(chunk: DuckDBDataChunk, rowCount: number, columns: readonly ChunkColumn[], farBytes: number, reading: ChunkReading) {
    this.#chunk = chunk
    this.#rowCount = rowCount
    this.#columns = columns
    this.#farBytes = farBytes
    this.#reading = reading
  }

  async *parts(): AsyncGenerator<RowBatch> {
    const { loop, reclaimer } = this.#reading
    try {
      let from = 0
      for (const to of await loop.run(() => partEnds(this.#columns, this.#rowCount, this.#farBytes))) {
        yield await this.#part(from, to, loop)
        from = to
      }
    } finally {
      // The chunk itself is freed when V8 has collected it; what its values point to need not wait for that.
      this.#chunk.reset()
      reclaimer.consumed(this.#chunk, this.#rowCount * this.#columns.length * VALUE_BYTES)
    }
  }

  #part(from: number, to: number, loop: LoopShare): Promise<RowBatch> {
    return new TakenRows(this.#columns, (column, putOff) => column.take(from, to, putOff)).batch(to - from, loop)
  }
}

/** The row behind the last one of each part. */
function partEnds(columns: readonly ChunkColumn[], rowCount: number, farBytes: number): number[] {
  const rows = new Float64Array(rowCount)
  for (const column of columns) column.addFarBytes(rows)
  if (rows.reduce((sum, bytes) => sum + bytes, 0) > farBytes * MOST_SHARING) return [rowCount]
  const ends: number[] = []
  let part = 0
  for (const [i, bytes] of rows.entries()) {
    if (part > 0 && part + bytes > PART_BYTES) {
      ends.push(i)
      part = 0
    }
    part += bytes
  }
  return [...ends, rowCount]
}
