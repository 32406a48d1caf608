/** How much a run does: the sizes that README quotes, or a few of everything to see that it runs. */
export interface BenchScale {
  /** Repetitions of a comparison; the quoted ratio is their median. */
  readonly rounds: number
  /** Requests or statements of one round and side. */
  readonly jobs: number
  readonly rows: number
  readonly bigRows: number
  /** Open sessions at which memory is read, rising. */
  readonly sessions: readonly number[]
  /** Readings of resident memory after the last session was opened; the lowest counts. */
  readonly memoryReadings: number
  readonly starts: number
  readonly busySessions: number
  readonly idleSessions: number
  readonly healthChecks: number
}

/** One table of a result, as README shows it. */
export interface ResultTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What must be known to read it: method and noise. */
  readonly note: string
}

/** One thing that is measured, by the name that the command line takes. */
export interface Measurement {
  readonly name: string
  readonly title: string
  run(scale: BenchScale): Promise<readonly ResultTable[]>
}
