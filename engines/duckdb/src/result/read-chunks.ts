import { setImmediate } from 'node:timers/promises'
import type { DuckDBDataChunk } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import type { ColumnVector, RowBatch } from '@sql-gateway/gateway-common'
import type { ChunkReclaimer } from '../database/chunk-reclaimer.js'
import type { VectorReader } from '../vector/raw-vector.js'

/** Columns that are read before the event loop may turn. */
const COLUMNS_AT_ONCE = 32
/** Most values take no more than this in a chunk. */
const VALUE_BYTES = 16

/** Copies a chunk out of DuckDB's memory, which is free for collection afterwards. */
export async function readChunk(
  chunk: DuckDBDataChunk,
  readers: readonly VectorReader<ColumnVector>[],
  reclaimer: ChunkReclaimer,
): Promise<RowBatch> {
  const { rowCount } = chunk
  const columns: ColumnVector[] = []
  for (const [c, read] of readers.entries()) {
    if (c > 0 && c % COLUMNS_AT_ONCE === 0) await setImmediate()
    columns.push(read(duckdb.data_chunk_get_vector(chunk.chunk, c), rowCount))
  }
  reclaimer.consumed(chunk, rowCount * readers.length * VALUE_BYTES)
  return { rowCount, columns }
}
