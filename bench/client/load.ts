/** What a number of equal jobs took. */
export interface LoadResult {
  readonly jobs: number
  readonly perSecond: number
  /** Milliseconds of one job: the fifth, the ninth and the tenth decile. */
  readonly medianMs: number
  readonly p90Ms: number
  readonly maxMs: number
}

/** Runs `jobs` jobs over `clients` clients, each of which starts its next job when its last one is done. */
export async function runLoad(jobs: number, clients: number, job: (client: number) => Promise<unknown>): Promise<LoadResult> {
  const times: number[] = []
  let left = jobs
  const startedAt = performance.now()
  const oneClient = async (client: number) => {
    while (left-- > 0) {
      const jobAt = performance.now()
      await job(client)
      times.push(performance.now() - jobAt)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => oneClient(client)))
  const seconds = (performance.now() - startedAt) / 1000
  return { jobs, perSecond: jobs / seconds, medianMs: quantile(times, 0.5), p90Ms: quantile(times, 0.9), maxMs: quantile(times, 1) }
}

/** The value that the given share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}
