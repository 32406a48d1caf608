/** Threads kept free for catalog calls, completion and files. */
const SPARE_THREADS = 8
/** Size of libuv's pool where nothing sets it. */
const DEFAULT_POOL = 4
/**
 * With fewer, processors are idle between short calls; with more, the main thread waits ever longer for its turn.
 */
const YOUNG_PER_PROCESSOR = 3

/** How DuckDB's calls share the threads of the process. */
export interface ThreadShares {
  /** The size of the pool. */
  readonly pool: number
  /** Statements at once. */
  readonly statements: number
  /** Calls into the driver at once that may compute for long: statements, and results being read. */
  readonly calls: number
  /** Of those calls, the ones at once that may take long and have not done so yet. */
  readonly young: number
}

/**
 * Shares out the thread pool in which the driver's calls run: one that computes occupies its thread, and when all are
 * occupied nothing else goes on, files included.
 *
 * @param wanted - statements at once
 * @param poolText - value of UV_THREADPOOL_SIZE
 * @param processors - those that the process may use
 * @see Node.js documentation, "UV_THREADPOOL_SIZE"
 */
export function shareThreads(wanted: number, poolText: string | undefined, processors: number): ThreadShares {
  const given = Number(poolText)
  const pool = Number.isInteger(given) && given > 0 ? Math.min(given, 1024) : DEFAULT_POOL
  const calls = pool > 2 * SPARE_THREADS ? pool - SPARE_THREADS : Math.max(1, pool >> 1)
  return { pool, statements: Math.min(wanted, calls), calls, young: Math.min(calls, YOUNG_PER_PROCESSOR * processors) }
}
