import { median } from '../client/load.js'
import { startGateway } from '../process/gateway.js'
import { residentBytes } from '../process/process-usage.js'
import { mebibytes, milliseconds, verdict } from './figures.js'
import type { Measurement } from './measurement.js'

const TARGET_MS = 1000

/** From the launcher's start to the first answer, with everything built. */
export const start: Measurement = {
  name: 'start',
  title: 'From start to the first answer',
  async run(scale) {
    const times: number[] = []
    const memory: number[] = []
    for (let round = 0; round < scale.starts; round++) {
      const gateway = await startGateway()
      times.push(gateway.startMs)
      memory.push(residentBytes(gateway.pid))
      await gateway.stop()
    }
    return [
      {
        columns: ['start to first answer', 'range', 'target', 'resident memory then'],
        rows: [
          [
            milliseconds(median(times)),
            `${milliseconds(Math.min(...times))} to ${milliseconds(Math.max(...times))}`,
            verdict(median(times) < TARGET_MS, '< 1 s'),
            mebibytes(median(memory)),
          ],
        ],
        note: `bin/sql-gateway.sh start-foreground on an empty data folder until GET /v1/info is answered, asked every 2 ms; the median of ${scale.starts} starts.`,
      },
    ]
  },
}
