/** A job of a cluster. */
export interface FlinkJob {
  readonly jid: string
  readonly name: string
  readonly state: string
}

/** Asks a JobManager by the base address of its REST interface. */
export interface JobManager {
  jobs(): Promise<readonly FlinkJob[]>
  /** Those that have not ended, by what their names contain. */
  openJobs(nameHolds: string): Promise<readonly FlinkJob[]>
  /** What a job was submitted with as `pipeline.max-parallelism`. */
  maxParallelism(jobId: string): Promise<number>
  cancel(jobId: string): Promise<void>
}

/** What a job ends in. */
const ENDED = ['FINISHED', 'CANCELED', 'FAILED']

/** Speaks to a JobManager. */
export function jobManagerAt(clusterUrl: string): JobManager {
  const jobs = async (): Promise<readonly FlinkJob[]> => {
    const response = await fetch(`${clusterUrl}/jobs/overview`)
    return JSON.parse(await response.text()).jobs
  }
  return {
    jobs,
    openJobs: async (nameHolds) => (await jobs()).filter(({ name, state }) => name.includes(nameHolds) && !ENDED.includes(state)),
    async maxParallelism(jobId) {
      const response = await fetch(`${clusterUrl}/jobs/${jobId}`)
      return JSON.parse(await response.text()).maxParallelism
    },
    async cancel(jobId) {
      await fetch(`${clusterUrl}/jobs/${jobId}?mode=cancel`, { method: 'PATCH' })
    },
  }
}
