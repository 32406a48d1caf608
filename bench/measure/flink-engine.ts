import { startFlinkCluster } from '#scripts/peers/flink/cluster.js'
import { installFlink } from '#scripts/peers/flink/install.js'
import { BenchError } from '../client/bench-error.js'
import { createClients } from '../client/client-pool.js'
import { median, runLoad } from '../client/load.js'
import type { RestClient } from '../client/rest-client.js'
import { startGateway } from '../process/gateway.js'
import { residentBytes } from '../process/process-usage.js'
import { figure, milliseconds, percentages, verdict } from './figures.js'
import type { BenchScale, Measurement, ResultTable } from './measurement.js'

const VERSION = '2.3.0'
const ADDED_MS = 5
const OF_DIRECT = 0.9
const SESSION_BYTES = 4096
/** A Java server is slow at first. */
const WARM_UP = 30
/** Flink's gateway itself takes some 11 KB for each. */
const SESSIONS = 10_000
/** So many times more are opened then: what the collector keeps in reserve, tens of megabytes up or down, is shared by more of them. */
const TIMES_MORE = 2
const SESSION_CLIENTS = 8

const BATCH = "SET 'execution.runtime-mode' = 'batch'"

/** A statement, and by how much less of it is done where it is slow. */
const STATEMENTS = [
  { statement: "SET 'a' = 'b'", share: 0.02 },
  { statement: 'SHOW CATALOGS', share: 0.02 },
  { statement: 'EXPLAIN SELECT 1', share: 0.01 },
  { statement: 'SELECT 1', share: 0.002 },
]

const createRows = (rows: number) =>
  `CREATE TABLE bench_rows (id BIGINT, k INT, name STRING) WITH ('connector' = 'datagen', 'number-of-rows' = '${rows}',
   'rows-per-second' = '1000000000', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '${rows}', 'fields.name.length' = '10')`

/** One way to Flink: its own gateway directly, or ours before it. */
interface Side {
  readonly client: RestClient
  readonly session: string
}

/** What our gateway costs before Flink's own: the same client, the same Flink, in one run. */
export const flinkEngine: Measurement = {
  name: 'flink-engine',
  title: "The Flink engine beside Flink's gateway used directly",
  async run(scale) {
    await using servers = new AsyncDisposableStack()
    const home = await installFlink(VERSION, (text) => process.stderr.write(`${text}\n`))
    const flink = servers.adopt(await startFlinkCluster(home), (it) => it.stop())
    const start = () =>
      startGateway({
        'sql-gateway.engine.type': 'flink',
        'sql-gateway.engine.flink.url': flink.gatewayUrl,
        'sql-gateway.session.idle-timeout': '6 h',
        'sql-gateway.session.engine-release-time': '6 h',
        'sql-gateway.operation.max-retained': '100',
      })
    const ours = servers.adopt(await start(), (it) => it.stop())
    const fresh = servers.adopt(await start(), (it) => it.stop())
    return [
      await latency(scale, flink.gatewayUrl, ours.url),
      await largeResult(scale, flink.gatewayUrl, ours.url),
      await sessionMemory(scale, fresh.url, fresh.pid),
    ]
  },
}

async function openSide(url: string): Promise<Side> {
  const [client] = await createClients(url, 1)
  if (client === undefined) throw new BenchError('no client')
  const session = await client.openSession()
  await client.runStatement(session, BATCH)
  return { client, session }
}

async function latency(scale: BenchScale, directUrl: string, ourUrl: string): Promise<ResultTable> {
  const [direct, ours] = [await openSide(directUrl), await openSide(ourUrl)]
  const rows: string[][] = []
  for (const { statement, share } of STATEMENTS) {
    const jobs = Math.max(1, Math.round(scale.jobs * share))
    const medianMs = async ({ client, session }: Side, count: number) =>
      (await runLoad(count, 1, () => client.runStatement(session, statement))).medianMs
    for (const side of [direct, ours]) await medianMs(side, Math.min(WARM_UP, jobs))
    const [directMs, ourMs]: [number[], number[]] = [[], []]
    for (let round = 0; round < scale.rounds; round++) {
      directMs.push(await medianMs(direct, jobs))
      ourMs.push(await medianMs(ours, jobs))
    }
    const added = median(ourMs.map((ms, round) => ms - (directMs[round] ?? Number.NaN)))
    rows.push([
      statement,
      String(jobs),
      milliseconds(median(ourMs)),
      milliseconds(median(directMs)),
      milliseconds(added),
      verdict(added <= ADDED_MS, `≤ ${ADDED_MS} ms`),
    ])
  }
  for (const { client } of [direct, ours]) client.close()
  return {
    columns: ['statement', 'times', 'through this gateway, median', 'directly, median', 'added', 'target'],
    rows,
    note: `From the submission to the end of the result, one client, so many times a side and round, ${scale.rounds} rounds in turn; the median of the rounds' differences. NOT_READY is asked again after 1 ms.`,
  }
}

async function largeResult(scale: BenchScale, directUrl: string, ourUrl: string): Promise<ResultTable> {
  const [direct, ours] = [await openSide(directUrl), await openSide(ourUrl)]
  for (const { client, session } of [direct, ours]) await client.runStatement(session, createRows(scale.rows))
  const rate = async ({ client, session }: Side): Promise<number> => {
    const startedAt = performance.now()
    const { rows } = await client.runStatement(session, 'SELECT * FROM bench_rows')
    if (rows !== scale.rows) throw new BenchError(`${scale.rows} rows were expected and ${rows} came`)
    return rows / ((performance.now() - startedAt) / 1000)
  }
  for (const side of [direct, ours]) await rate(side)
  const [directRates, ourRates]: [number[], number[]] = [[], []]
  for (let round = 0; round < scale.rounds; round++) {
    directRates.push(await rate(direct))
    ourRates.push(await rate(ours))
  }
  for (const { client } of [direct, ours]) client.close()
  const ratios = ourRates.map((ourRate, round) => ourRate / (directRates[round] ?? Number.NaN))
  return {
    columns: ['rows', 'through this gateway', 'directly', 'ratio', 'target'],
    rows: [
      [
        figure(scale.rows),
        `${figure(median(ourRates))} rows/s`,
        `${figure(median(directRates))} rows/s`,
        percentages(ratios),
        verdict(median(ratios) >= OF_DIRECT, `≥ ${OF_DIRECT * 100} %`),
      ],
    ],
    note: `A batch SELECT of three columns (BIGINT, INT, STRING of ten characters) from datagen, from the submission to the last page, the job's start included; ${scale.rounds} rounds in turn after one to warm up. The client counts rows and does not parse them. Everything shares the machine: client, gateways, JobManager and TaskManager.`,
  }
}

async function sessionMemory(scale: BenchScale, url: string, pid: number): Promise<ResultTable> {
  const count = Math.min(SESSIONS, scale.busySessions * 100)
  const pool = await createClients(url, SESSION_CLIENTS)
  const openBusy = async (client: RestClient | undefined): Promise<string> => {
    const session = (await client?.openSession()) ?? ''
    await client?.runStatement(session, "SET 'a' = 'b'")
    return session
  }
  const openMany = (sessions: number) => runLoad(sessions, SESSION_CLIENTS, (client) => openBusy(pool[client]))
  // With the first ones the process takes what it would have taken anyway.
  await openMany(count)
  const before = residentBytes(pid)
  const more = count * TIMES_MORE
  const load = await openMany(more)
  const after = residentBytes(pid)
  for (const client of pool) client.close()
  const each = (after - before) / more
  return {
    columns: ['open sessions, each with one at Flink', 'resident memory for each', 'target', 'opened at'],
    rows: [
      [
        `${figure(more)} more than ${figure(count)}`,
        `${figure(each)} bytes`,
        verdict(each <= SESSION_BYTES, '≤ 4 KiB'),
        `${figure(load.perSecond)}/s`,
      ],
    ],
    note: `A session is opened and has run SET, so that it has a session at Flink. What the process takes for itself is not in the figure: it is the difference between two numbers of sessions. Read when the last of them was opened and before the gateway has been idle, since V8 gives back its young generation (about 100 MB) some time after, or not at all: at both readings the process has all that it takes while it works, garbage of the last requests included. Ended operations are let go but for the newest 100.`,
  }
}
