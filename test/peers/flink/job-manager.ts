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
    async cancel(jobId) {
      await fetch(`${clusterUrl}/jobs/${jobId}?mode=cancel`, { method: 'PATCH' })
    },
  }
}
