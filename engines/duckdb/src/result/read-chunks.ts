import type { DuckDBDataChunk } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { type ColumnVector, estimateBatchBytes, type RowBatch } from '@sql-gateway/gateway-common'
import type { ChunkReclaimer } from '../database/chunk-reclaimer.js'
import type { LoopShare } from '../database/loop-share.js'
import type { VectorReader } from '../vector/raw-vector.js'

/** Columns that are read before the event loop may turn. */
const COLUMNS_AT_ONCE = 32
/** Of copying that was put off, each up to 1 MB: a few milliseconds. */
const COPIES_AT_ONCE = 4
/** A value takes at least this much in a chunk, or a little less. */
const VALUE_BYTES = 16

/** How chunks are read. */
export interface ChunkReading {
  readonly reclaimer: ChunkReclaimer
  readonly loop: LoopShare
}

/** Copies a chunk out of DuckDB's memory, which is free for collection afterwards. */
export async function readChunk(
  chunk: DuckDBDataChunk,
  readers: readonly VectorReader<ColumnVector>[],
  { reclaimer, loop }: ChunkReading,
): Promise<RowBatch> {
  const { rowCount } = chunk
  const columns: ColumnVector[] = []
  const copies: (() => void)[] = []
  const putOff = (copy: () => void) => void copies.push(copy)
  const readSome = () => {
    const from = columns.length
    for (const [i, read] of readers.slice(from, from + COLUMNS_AT_ONCE).entries()) {
      columns.push(read(duckdb.data_chunk_get_vector(chunk.chunk, from + i), rowCount, putOff))
    }
  }
  do await loop.run(readSome)
  while (columns.length < readers.length)
  for (let done = 0; done < copies.length; done += COPIES_AT_ONCE) {
    await loop.run(() => {
      for (const copy of copies.slice(done, done + COPIES_AT_ONCE)) copy()
    })
  }
  const batch = { rowCount, columns }
  reclaimer.consumed(chunk, Math.max(rowCount * readers.length * VALUE_BYTES, estimateBatchBytes(batch)))
  return batch
}
