import { resolve } from 'node:path'
import { BenchError } from '../client/bench-error.js'
import { createClients } from '../client/client-pool.js'
import { median } from '../client/load.js'
import { runProgram } from '../process/child.js'
import { startGateway } from '../process/gateway.js'
import { peakResidentBytes } from '../process/process-usage.js'
import { figure, mebibytes, percentages, verdict } from './figures.js'
import type { Measurement } from './measurement.js'

const DUCKDB_JSON = resolve(import.meta.dirname, '../baseline/duckdb-json.js')
const WAYS = ['by hand', 'converter']
const TARGET = 0.5
const QUERY = 'SELECT * FROM bench_rows'

/** Integers, a double, a decimal, text, a timestamp and two columns with NULLs. */
const createRows = (rows: number) => `CREATE OR REPLACE TABLE bench_rows AS
  SELECT i AS id, CAST(i % 1000 AS INTEGER) AS small, i * 0.37e0 AS ratio, CAST(i % 1000000 / 100 AS DECIMAL(12, 2)) AS price,
    'name ' || (i % 5000) AS name, TIMESTAMP '2020-01-01 00:00:00' + INTERVAL (i) SECOND AS happened,
    CASE WHEN i % 3 > 0 THEN i END AS maybe, CASE WHEN i % 7 > 0 THEN 'tag' || (i % 10) END AS tag
  FROM range(${rows}) AS numbers(i)`

/** What one reading of all the rows gave. */
interface Reading {
  readonly rows: number
  readonly bytes: number
  readonly seconds: number
}

/** A large result over REST against the same columns read from DuckDB into JSON text in one process. */
export const manyRows: Measurement = {
  name: 'rows',
  title: 'A large result',
  async run(scale) {
    await using servers = new AsyncDisposableStack()
    const gateway = servers.adopt(await startGateway(), (it) => it.stop())
    const [client] = await createClients(gateway.url, 1)
    if (client === undefined) throw new BenchError('no client')
    const session = await client.openSession()
    await client.runStatement(session, createRows(scale.rows))
    const overRest: Reading[] = []
    const inProcess = new Map<string, Reading[]>(WAYS.map((way) => [way, []]))
    for (let round = 0; round < scale.rounds; round++) {
      for (const way of WAYS)
        inProcess.get(way)?.push(checked(JSON.parse(await runProgram(DUCKDB_JSON, [way, createRows(scale.rows), QUERY])), scale.rows))
      const startedAt = performance.now()
      const run = await client.runStatement(session, QUERY)
      overRest.push(checked({ ...run, seconds: (performance.now() - startedAt) / 1000 }, scale.rows))
    }
    client.close()
    const rate = (reading: Reading | undefined) => (reading?.rows ?? Number.NaN) / (reading?.seconds ?? Number.NaN)
    const rows = WAYS.map((way) => {
      const baseline = inProcess.get(way) ?? []
      const ratios = overRest.map((reading, round) => rate(reading) / rate(baseline[round]))
      return [
        way === 'converter' ? "the driver's JSON converter and JSON.stringify" : 'written by hand, column after column',
        `${figure(median(overRest.map(rate)))} rows/s`,
        `${figure(median(baseline.map(rate)))} rows/s`,
        percentages(ratios),
        verdict(median(ratios) >= TARGET, `≥ ${TARGET * 100} %`),
      ]
    })
    const bytes = mebibytes(overRest[0]?.bytes ?? Number.NaN)
    return [
      {
        columns: ['one process reads DuckDB into JSON text', 'over REST', 'in one process', 'ratio', 'target'],
        rows,
        note: `${figure(scale.rows)} rows of 8 columns (two integers, double, decimal, text, timestamp, integer and text with NULLs), ${scale.rounds} rounds in turn; ${bytes} of JSON over REST, from the submission to the last page; the client counts rows and does not parse them. Peak resident memory of the gateway meanwhile: ${mebibytes(peakResidentBytes(gateway.pid))}.`,
      },
    ]
  },
}

function checked(reading: Reading, rows: number): Reading {
  if (reading.rows !== rows) throw new BenchError(`${rows} rows were expected and ${reading.rows} came`)
  return reading
}
