import type { LoadResult } from '../client/load.js'
import { processorMs } from '../process/process-usage.js'

/** What a load took, and what it cost the server. */
export interface SideResult extends LoadResult {
  /** Processor time of the server's process, all its threads, for one job; NaN where the system does not tell. */
  readonly serverMsPerJob: number
}

/** Runs a load and takes the processor time that a server used meanwhile. */
export async function withServerCost(pid: number, jobs: number, load: () => Promise<LoadResult>): Promise<SideResult> {
  const before = processorMs(pid) ?? Number.NaN
  const result = await load()
  return { ...result, serverMsPerJob: ((processorMs(pid) ?? Number.NaN) - before) / jobs }
}
