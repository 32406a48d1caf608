import type { BenchScale } from './measure/measurement.js'

/** The sizes that README quotes. */
export const FULL_SCALE: BenchScale = {
  rounds: 5,
  jobs: 15_000,
  rows: 1_000_000,
  bigRows: 10_000_000,
  sessions: [100_000, 1_000_000],
  memoryReadings: 20,
  starts: 7,
  busySessions: 100,
  idleSessions: 1_000_000,
  healthChecks: 500,
}

/** A little of everything, to see that the measurements run. */
export const TINY_SCALE: BenchScale = {
  rounds: 1,
  jobs: 60,
  rows: 12_000,
  bigRows: 60_000,
  sessions: [50, 100],
  memoryReadings: 1,
  starts: 1,
  busySessions: 4,
  idleSessions: 100,
  healthChecks: 5,
}
