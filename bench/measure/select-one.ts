import { createClients } from '../client/client-pool.js'
import { connect } from '../client/connection.js'
import { type LoadResult, median, runLoad } from '../client/load.js'
import { startProgram } from '../process/child.js'
import { startGateway } from '../process/gateway.js'
import { figure, milliseconds, percentages, verdict } from './figures.js'
import type { Measurement } from './measurement.js'
import { EMPTY_KOA } from './open-session.js'

const CLIENTS = [1, 16]
const STATEMENT = 'SELECT 1'
const STATEMENT_BODY = JSON.stringify({ statement: STATEMENT })
const REQUESTS = 3
const TARGET = 0.5
const WARM_UP = 1000

/** A short statement, from its submission to the end of its result, against as many requests to a route that does nothing. */
export const selectOne: Measurement = {
  name: 'select-one',
  title: 'SELECT 1: submit, fetch to the end',
  async run(scale) {
    await using servers = new AsyncDisposableStack()
    const gateway = servers.adopt(await startGateway(), (it) => it.stop())
    const empty = servers.adopt(await startProgram(EMPTY_KOA), (it) => it.stop())
    const rows: string[][] = []
    const jobs = Math.ceil(scale.jobs / REQUESTS)
    for (const clients of CLIENTS) {
      const run: LoadResult[] = []
      const asked: LoadResult[] = []
      await runStatements(gateway.url, clients, Math.min(WARM_UP, jobs))
      await askThrice(String(empty.hello['url']), clients, Math.min(WARM_UP, jobs))
      for (let round = 0; round < scale.rounds; round++) {
        asked.push(await askThrice(String(empty.hello['url']), clients, jobs))
        run.push(await runStatements(gateway.url, clients, jobs))
      }
      const ratios = run.map((side, round) => side.perSecond / (asked[round]?.perSecond ?? Number.NaN))
      rows.push([
        String(clients),
        `${figure(median(run.map((side) => side.perSecond)))}/s`,
        `${figure(median(asked.map((side) => side.perSecond)))}/s`,
        percentages(ratios),
        verdict(median(ratios) >= TARGET, `≥ ${TARGET * 100} %`),
        milliseconds(median(run.map((side) => side.medianMs))),
        milliseconds(median(run.map((side) => side.p90Ms))),
      ])
    }
    return [
      {
        columns: ['clients', STATEMENT, 'three empty Koa requests', 'ratio', 'target', 'statement: median', '9th decile'],
        rows,
        note: `${jobs} statements a side and round, ${scale.rounds} rounds in turn, a session for each client. A statement is one POST and the fetches up to the page of type EOS; NOT_READY would be asked again after 1 ms.`,
      },
    ]
  },
}

async function runStatements(url: string, clients: number, jobs: number): Promise<LoadResult> {
  const pool = await createClients(url, clients)
  const sessions = await Promise.all(pool.map((client) => client.openSession()))
  const result = await runLoad(
    jobs,
    clients,
    (client) => pool[client]?.runStatement(sessions[client] ?? '', STATEMENT) ?? Promise.resolve(),
  )
  await Promise.all(pool.map((client, index) => client.closeSession(sessions[index] ?? '')))
  for (const client of pool) client.close()
  return result
}

async function askThrice(url: string, clients: number, jobs: number): Promise<LoadResult> {
  const pool = await Promise.all(Array.from({ length: clients }, () => connect(url)))
  const result = await runLoad(jobs, clients, async (client) => {
    await pool[client]?.request('POST', '/empty', STATEMENT_BODY)
    await pool[client]?.request('GET', '/empty')
    await pool[client]?.request('GET', '/empty')
  })
  for (const connection of pool) connection.close()
  return result
}
