import { startFlinkCluster } from '#scripts/peers/flink/cluster.js'
import { installFlink } from '#scripts/peers/flink/install.js'
import { createClients } from '../client/client-pool.js'
import { type LoadResult, runLoad } from '../client/load.js'
import { startGateway } from '../process/gateway.js'
import { residentBytes } from '../process/process-usage.js'
import { figure, mebibytes, milliseconds } from './figures.js'
import type { Measurement } from './measurement.js'

const VERSION = '2.3.0'
const CLIENTS = [1, 16]
const BATCH_MODE = "SET 'execution.runtime-mode' = 'batch'"

/** One kind of work, and by how much less of it is done where it is slow: a job of Flink takes the better part of a second. */
interface Work {
  readonly name: string
  readonly statement?: string
  readonly share: number
}

const WORK: readonly Work[] = [
  { name: 'open session', share: 0.2 },
  { name: "SET 'a' = 'b'", statement: "SET 'a' = 'b'", share: 0.1 },
  { name: 'SHOW CATALOGS', statement: 'SHOW CATALOGS', share: 0.1 },
  { name: 'SELECT 1', statement: 'SELECT 1', share: 0.004 },
]

/** Flink's own SQL gateway beside this one, with the same client and the same statements. */
export const flink: Measurement = {
  name: 'flink',
  title: "Beside Flink's own gateway",
  async run(scale) {
    const home = await installFlink(VERSION, () => {})
    await using servers = new AsyncDisposableStack()
    const theirs = servers.adopt(await startFlinkCluster(home), (it) => it.stop())
    const ours = servers.adopt(await startGateway(), (it) => it.stop())
    const rows: string[][] = [
      [
        'start to first answer',
        '',
        milliseconds(ours.startMs),
        milliseconds(theirs.gatewayStartMs),
        `${figure(theirs.gatewayStartMs / ours.startMs)} ×`,
      ],
      memoryRow(residentBytes(ours.pid), residentBytes(theirs.gatewayPid)),
    ]
    for (const clients of CLIENTS) {
      for (const work of WORK) {
        const jobs = Math.max(clients, Math.ceil(scale.jobs * work.share))
        await load(theirs.gatewayUrl, work, clients, Math.min(jobs, clients * 5))
        await load(ours.url, work, clients, Math.min(jobs, clients * 5))
        const slow = await load(theirs.gatewayUrl, work, clients, jobs)
        const fast = await load(ours.url, work, clients, jobs)
        rows.push([work.name, String(clients), rateText(fast), rateText(slow), `${figure(fast.perSecond / slow.perSecond)} ×`])
      }
    }
    return [
      {
        columns: ['work', 'clients', 'this gateway on DuckDB', `Flink ${VERSION}'s gateway`, 'times'],
        rows,
        note: `One run, the same client for both. Flink's gateway has its own JobManager and TaskManager on the same machine, up before it starts; SELECT 1 runs there in batch mode, as a job of the cluster. A statement counts from its submission to the end of its result. What differs is more than the gateway: DuckDB is in the process, Flink is a distributed engine.`,
      },
    ]
  },
}

function memoryRow(ours: number, theirs: number): string[] {
  return ['resident memory after the start', '', mebibytes(ours), mebibytes(theirs), `${figure(theirs / ours)} ×`]
}

function rateText(load: LoadResult): string {
  return `${figure(load.perSecond)}/s, median ${milliseconds(load.medianMs)}`
}

async function load(url: string, work: Work, clients: number, jobs: number): Promise<LoadResult> {
  const pool = await createClients(url, clients)
  const { statement } = work
  const opened: string[] = []
  const sessions = await Promise.all(pool.map((client) => client.openSession()))
  await Promise.all(pool.map((client, index) => client.runStatement(sessions[index] ?? '', BATCH_MODE)))
  const result = await runLoad(jobs, clients, async (index) => {
    const client = pool[index]
    if (statement === undefined) opened.push((await client?.openSession()) ?? '')
    else await client?.runStatement(sessions[index] ?? '', statement)
  })
  for (const session of [...opened, ...sessions]) await pool[0]?.closeSession(session)
  for (const client of pool) client.close()
  return result
}
