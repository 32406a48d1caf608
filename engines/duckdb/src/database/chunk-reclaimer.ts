import v8 from 'node:v8'
import vm from 'node:vm'
import type { DuckDBDataChunk } from '@duckdb/node-api'

/**
 * Gives the memory of read chunks back in time. The driver frees a chunk in the finalizer of a tiny JavaScript object,
 * so that V8 sees no reason to collect while hundreds of megabytes pile up; this asks for a collection of the young
 * generation, about a millisecond, each time that so much was read.
 */
export interface ChunkReclaimer {
  /** Says that a chunk was read. Passing it here also keeps it alive up to this call. */
  consumed(chunk: DuckDBDataChunk, bytes: number): void
  /**
   * Collects where enough was read since. To be called where nothing refers to the chunk any more, not even a local name of
   * a function that waits: what lives through two collections is old, and stays until all of the heap is collected.
   */
  reclaim(): void
}

/** Bytes of chunks between two collections. */
const RECLAIM_BYTES = 16 * 1024 * 1024

/** V8's own collector, which Node hides by default. */
function exposedCollector(): (options: { type: 'minor' }) => void {
  v8.setFlagsFromString('--expose-gc')
  return vm.runInNewContext('gc')
}

/** Makes a reclaimer for all results of an engine. */
export function createChunkReclaimer(): ChunkReclaimer {
  const collect = exposedCollector()
  let pending = 0
  return {
    consumed: (chunk, bytes) => {
      if (chunk.columnCount === 0) return
      pending += bytes
    },
    reclaim: () => {
      if (pending < RECLAIM_BYTES) return
      pending = 0
      collect({ type: 'minor' })
    },
  }
}
