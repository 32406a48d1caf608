import { resolve } from 'node:path'
import { installSpark } from '#scripts/peers/spark/install.js'
import { startSparkThriftServer } from '#scripts/peers/spark/thrift-server.js'
import { freePorts } from '#scripts/process/free-port.js'
import { BenchError } from '../client/bench-error.js'
import { type HiveBenchClient, openHiveClient, openIdleConnection } from '../client/hive-client.js'
import { median, runLoad } from '../client/load.js'
import { runProgram } from '../process/child.js'
import { startGateway } from '../process/gateway.js'
import { residentBytes } from '../process/process-usage.js'
import { figure, mebibytes, percentages, verdict } from './figures.js'
import type { BenchScale, Measurement, ResultTable } from './measurement.js'

const DUCKDB_COLUMNS = resolve(import.meta.dirname, '../baseline/duckdb-columns.js')
const OF_IN_PROCESS = 0.5
const TIMES_SPARK = 5
const CLIENTS = [1, 16]
const STATEMENT = 'SELECT 1'
const CHECKED_ROWS = 1_000
/** A Java server is slow at first. */
const WARM_UP = 3
/** Spark's statements take some twenty times as long. */
const JOBS_OF_SPARK = 10

/** The same eight columns in the words of both engines: integers, a double, text, a decimal, a timestamp, nulls. */
const wide = (rows: number, timestamp: string) =>
  "SELECT CAST(id AS INT) AS i, id * 1000003 AS l, CAST(id AS DOUBLE) / 7 AS d, CONCAT('row-', CAST(id AS STRING)) AS s," +
  " CONCAT('category-', CAST(id % 100 AS STRING)) AS c, CAST(id AS DECIMAL(18,2)) AS m," +
  ` ${timestamp} AS ts, CASE WHEN id % 10 = 0 THEN NULL ELSE CAST(id % 1000 AS INT) END AS n FROM range(${rows}) AS t(id)`
const ofDuckdb = (rows: number) => wide(rows, 'make_timestamp((1577836800 + id) * 1000000)')
const ofSpark = (rows: number) => wide(rows, 'timestamp_seconds(1577836800 + id)')

/** HiveServer2 beside Spark's Thrift Server, by the same client in one run. */
export const hiveserver2: Measurement = {
  name: 'hiveserver2',
  title: "HiveServer2 beside Spark's Thrift Server",
  async run(scale) {
    await using servers = new AsyncDisposableStack()
    const spark = await installSpark((text) => process.stderr.write(`${text}\n`))
    const [port = 0, freshPort = 0] = await freePorts(2)
    servers.adopt(await startGateway(optionsFor(port)), (it) => it.stop())
    // Memory is read in a gateway that has done nothing else.
    const fresh = servers.adopt(await startGateway(optionsFor(freshPort)), (it) => it.stop())
    const thriftServer = servers.adopt(await startSparkThriftServer(spark), (it) => it.stop())
    return [
      await largeResult(scale, port, thriftServer.port),
      await shortStatements(scale, port, thriftServer.port),
      await idleConnections(scale, freshPort, fresh.pid),
    ]
  },
}

function optionsFor(port: number): Readonly<Record<string, string>> {
  return { 'sql-gateway.endpoint.type': 'rest, hiveserver2', 'sql-gateway.endpoint.hiveserver2.thrift.port': String(port) }
}

/** The rates below count rows; that they are the same rows is seen here, value by value. */
async function checkSameValues(ours: HiveBenchClient, theirs: HiveBenchClient): Promise<void> {
  const [left, right] = [
    await ours.firstPage(ofDuckdb(CHECKED_ROWS), CHECKED_ROWS),
    await theirs.firstPage(ofSpark(CHECKED_ROWS), CHECKED_ROWS),
  ]
  const different = left.findIndex((column, c) => column.length !== CHECKED_ROWS || column.some((value, row) => value !== right[c]?.[row]))
  if (different >= 0 || left.length !== right.length) throw new BenchError(`the values of column ${different} differ from Spark's`)
}

async function largeResult(scale: BenchScale, port: number, sparkPort: number): Promise<ResultTable> {
  const [ours, theirs] = [await openHiveClient(port), await openHiveClient(sparkPort)]
  await checkSameValues(ours, theirs)
  const rates = { ours: [] as number[], spark: [] as number[], inProcess: [] as number[] }
  const fetched = async (client: typeof ours, statement: string): Promise<number> => {
    const startedAt = performance.now()
    const { rows } = await client.run(statement)
    if (rows !== scale.rows) throw new BenchError(`${rows} rows came of ${scale.rows}`)
    return rows / ((performance.now() - startedAt) / 1000)
  }
  for (let round = 0; round < WARM_UP; round++) {
    await fetched(ours, ofDuckdb(scale.rows))
    await fetched(theirs, ofSpark(scale.rows))
  }
  for (let round = 0; round < scale.rounds; round++) {
    const { rows, seconds } = JSON.parse(await runProgram(DUCKDB_COLUMNS, [ofDuckdb(scale.rows)]))
    rates.inProcess.push(rows / seconds)
    rates.ours.push(await fetched(ours, ofDuckdb(scale.rows)))
    rates.spark.push(await fetched(theirs, ofSpark(scale.rows)))
  }
  ours.close()
  theirs.close()
  const against = (others: readonly number[]) => rates.ours.map((rate, round) => rate / (others[round] ?? Number.NaN))
  const row = (name: string, others: readonly number[], target: number) => [
    name,
    `${figure(median(rates.ours))} rows/s`,
    `${figure(median(others))} rows/s`,
    percentages(against(others)),
    verdict(median(against(others)) >= target, `≥ ${target * 100} %`),
  ]
  return {
    columns: ['beside', 'HiveServer2', 'the other', 'ratio', 'target'],
    rows: [
      row('every value of the columns read from DuckDB in one process, and dropped', rates.inProcess, OF_IN_PROCESS),
      row("Spark's Thrift Server", rates.spark, TIMES_SPARK),
    ],
    note: `${figure(scale.rows)} rows of 8 columns (two integers, double, two texts, decimal, timestamp, integer with NULLs), 10,000 rows a call, ${scale.rounds} rounds in turn after ${WARM_UP} to warm up; from the submission to the last page. The client takes every byte and reads of it how many rows there are; that both sides give the same values was checked on ${figure(CHECKED_ROWS)} rows.`,
  }
}

async function shortStatements(scale: BenchScale, port: number, sparkPort: number): Promise<ResultTable> {
  const rows: string[][] = []
  for (const clients of CLIENTS) {
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < scale.rounds; round++) {
      ours.push(await statementsPerSecond(port, clients, scale.jobs / JOBS_OF_SPARK))
      theirs.push(await statementsPerSecond(sparkPort, clients, scale.jobs / JOBS_OF_SPARK / JOBS_OF_SPARK))
    }
    const ratios = ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN))
    const target = verdict(median(ratios) >= TIMES_SPARK, `≥ ${TIMES_SPARK * 100} %`)
    rows.push([String(clients), `${figure(median(ours))}/s`, `${figure(median(theirs))}/s`, percentages(ratios), target])
  }
  return {
    columns: ['connections', `${STATEMENT}, HiveServer2`, "Spark's Thrift Server", 'ratio', 'target'],
    rows,
    note: 'A statement is ExecuteStatement without runAsync, FetchResults up to the empty page, and CloseOperation: four calls.',
  }
}

async function statementsPerSecond(port: number, clients: number, jobs: number): Promise<number> {
  const pool = await Promise.all(Array.from({ length: clients }, () => openHiveClient(port)))
  for (let round = 0; round < WARM_UP; round++) await Promise.all(pool.map((client) => client.run(STATEMENT)))
  const { perSecond } = await runLoad(Math.max(clients, Math.round(jobs)), clients, async (client) => {
    await pool[client]?.run(STATEMENT)
  })
  for (const client of pool) client.close()
  return perSecond
}

async function idleConnections({ busySessions }: BenchScale, port: number, pid: number): Promise<ResultTable> {
  const count = busySessions * 100
  const before = residentBytes(pid)
  const connections = await openMany(count, () => openIdleConnection(port))
  const loggedIn = residentBytes(pid)
  for (const connection of connections) connection.close()
  const sessions = await openMany(count, () => openHiveClient(port))
  const withSessions = residentBytes(pid)
  for (const client of sessions) client.close()
  const each = (bytes: number) => `${figure((bytes - before) / count / 1024)} KiB`
  return {
    columns: ['idle connections', 'logged in', 'each', 'with a session each', 'each'],
    rows: [[figure(count), mebibytes(loggedIn), each(loggedIn), mebibytes(withSessions), each(withSessions)]],
    note: `Resident memory of the gateway, ${mebibytes(before)} before. The sessions come after the bare connections were closed.`,
  }
}

async function openMany<T>(count: number, open: () => Promise<T>): Promise<readonly T[]> {
  const opened: T[] = []
  while (opened.length < count) opened.push(...(await Promise.all(Array.from({ length: Math.min(100, count - opened.length) }, open))))
  return opened
}
