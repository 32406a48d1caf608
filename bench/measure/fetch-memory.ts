import { BenchError } from '../client/bench-error.js'
import { createClients } from '../client/client-pool.js'
import { startGateway } from '../process/gateway.js'
import { peakResidentBytes } from '../process/process-usage.js'
import { figure, mebibytes, verdict } from './figures.js'
import type { Measurement } from './measurement.js'

const MEMORY_LIMIT = '300 mb'
const TARGET_BYTES = 700 * 1024 * 1024

const bigQuery = (rows: number) => `SELECT i AS id, i * 0.5e0 AS half, 'name ' || i AS name,
  DATE '2020-01-01' + CAST(i % 5000 AS INTEGER) AS day, CAST(i / 100 AS DECIMAL(18, 2)) AS amount FROM range(${rows}) AS numbers(i)`

/** The highest resident memory of the gateway while a result far larger than its memory limit is fetched to the end. */
export const fetchMemory: Measurement = {
  name: 'fetch-memory',
  title: 'Memory while a huge result is fetched',
  async run(scale) {
    await using servers = new AsyncDisposableStack()
    const gateway = servers.adopt(await startGateway({ 'sql-gateway.engine.duckdb.memory-limit': MEMORY_LIMIT }), (it) => it.stop())
    const [client] = await createClients(gateway.url, 1)
    if (client === undefined) throw new BenchError('no client')
    const before = peakResidentBytes(gateway.pid)
    const startedAt = performance.now()
    const run = await client.runStatement(await client.openSession(), bigQuery(scale.bigRows))
    const seconds = (performance.now() - startedAt) / 1000
    if (run.rows !== scale.bigRows) throw new BenchError(`${scale.bigRows} rows were expected and ${run.rows} came`)
    const peak = peakResidentBytes(gateway.pid)
    client.close()
    return [
      {
        columns: ['rows', 'JSON', 'highest resident memory', 'target', 'before the statement', 'time', 'rate'],
        rows: [
          [
            `${figure(run.rows)} × 5`,
            mebibytes(run.bytes),
            mebibytes(peak),
            verdict(peak < TARGET_BYTES, '< 700 MiB'),
            mebibytes(before),
            `${figure(seconds)} s`,
            `${figure(run.rows / seconds)} rows/s`,
          ],
        ],
        note: `sql-gateway.engine.duckdb.memory-limit is ${MEMORY_LIMIT}; one client fetches page after page, ${figure(run.requests)} requests. The peak is the kernel's own (VmHWM) of the whole process.`,
      },
    ]
  },
}
