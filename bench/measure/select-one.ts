import { resolve } from 'node:path'
import { createClients } from '../client/client-pool.js'
import { connect } from '../client/connection.js'
import { median, runLoad } from '../client/load.js'
import { runProgram, startProgram } from '../process/child.js'
import { startGateway } from '../process/gateway.js'
import { figure, milliseconds, percentages, verdict } from './figures.js'
import type { Measurement } from './measurement.js'
import { EMPTY_KOA } from './open-session.js'
import { type SideResult, withServerCost } from './server-cost.js'

const BARE_SERVER = resolve(import.meta.dirname, '../baseline/bare-server.js')
const DUCKDB_SELECT_ONE = resolve(import.meta.dirname, '../baseline/duckdb-select-one.js')
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
    const emptyServer = { url: String(empty.hello['url']), pid: empty.pid }
    const prepared = await startBareServer(servers, 'prepared')
    const plain = await startBareServer(servers, 'run')
    const rows: string[][] = []
    const bounds: string[][] = []
    const jobs = Math.ceil(scale.jobs / REQUESTS)
    for (const clients of CLIENTS) {
      const run: SideResult[] = []
      const asked: SideResult[] = []
      const bare: SideResult[] = []
      const barePlain: SideResult[] = []
      const embedded: number[] = []
      for (const server of [gateway, prepared, plain]) await runStatements(server, clients, Math.min(WARM_UP, jobs))
      await askThrice(emptyServer, clients, Math.min(WARM_UP, jobs))
      for (let round = 0; round < scale.rounds; round++) {
        asked.push(await askThrice(emptyServer, clients, jobs))
        run.push(await runStatements(gateway, clients, jobs))
        embedded.push(JSON.parse(await runProgram(DUCKDB_SELECT_ONE, [STATEMENT, String(jobs), String(clients)])).perSecond)
      }
      // Afterwards, since a server that stood still for long between its rounds is slower in them.
      for (let round = 0; round < scale.rounds; round++) {
        bare.push(await runStatements(prepared, clients, jobs))
        barePlain.push(await runStatements(plain, clients, jobs))
      }
      const ratios = ratiosOf(run, asked)
      rows.push([
        String(clients),
        rate(run),
        rate(asked),
        percentages(ratios),
        verdict(median(ratios) >= TARGET, `≥ ${TARGET * 100} %`),
        `${figure(median(embedded))}/s`,
        percentages(run.map((side, round) => side.perSecond / (embedded[round] ?? Number.NaN))),
        milliseconds(median(run.map((side) => side.medianMs))),
        milliseconds(median(run.map((side) => side.p90Ms))),
        `${serverTime(run)} / ${serverTime(asked)}`,
      ])
      for (const [name, side] of [
        ['the statement kept prepared', bare],
        ["the driver's run()", barePlain],
      ] as const) {
        bounds.push([
          String(clients),
          name,
          rate(side),
          percentages(ratiosOf(side, asked)),
          percentages(ratiosOf(run, side)),
          serverTime(side),
        ])
      }
    }
    return [
      {
        columns: [
          'clients',
          STATEMENT,
          'three empty Koa requests',
          'ratio',
          'target',
          'DuckDB alone, in one process',
          'ratio to that',
          'statement: median',
          '9th decile',
          'processor time of the server, statement / three empty',
        ],
        rows,
        note: `${jobs} statements a side and round, ${scale.rounds} rounds in turn, a session or connection for each client. A statement over REST is one POST and the fetches up to the page of type EOS; NOT_READY would be asked again after 1 ms.`,
      },
      {
        columns: [
          'clients',
          'a bare server',
          STATEMENT,
          'of three empty requests',
          'the gateway beside it',
          'processor time of the server',
        ],
        rows: bounds,
        note: 'The least that a server of statements can be, measured after the rounds above: Koa, its router and the driver behind the same three calls, without limits, states, errors, time limits or types. It tells how much of the distance to empty requests is left to a gateway at all.',
      },
    ]
  },
}

async function startBareServer(servers: AsyncDisposableStack, mode: 'prepared' | 'run'): Promise<MeasuredServer> {
  const { hello, pid } = servers.adopt(await startProgram(BARE_SERVER, [mode]), (it) => it.stop())
  return { url: String(hello['url']), pid }
}

function ratiosOf(sides: readonly SideResult[], others: readonly SideResult[]): readonly number[] {
  return sides.map((side, round) => side.perSecond / (others[round]?.perSecond ?? Number.NaN))
}

function rate(sides: readonly SideResult[]): string {
  return `${figure(median(sides.map((side) => side.perSecond)))}/s`
}

function serverTime(sides: readonly SideResult[]): string {
  return milliseconds(median(sides.map((side) => side.serverMsPerJob)))
}

/** A server that is measured. */
interface MeasuredServer {
  readonly url: string
  readonly pid: number
}

async function runStatements({ url, pid }: MeasuredServer, clients: number, jobs: number): Promise<SideResult> {
  const pool = await createClients(url, clients)
  const sessions = await Promise.all(pool.map((client) => client.openSession()))
  const result = await withServerCost(pid, jobs, () =>
    runLoad(jobs, clients, (client) => pool[client]?.runStatement(sessions[client] ?? '', STATEMENT) ?? Promise.resolve()),
  )
  await Promise.all(pool.map((client, index) => client.closeSession(sessions[index] ?? '')))
  for (const client of pool) client.close()
  return result
}

async function askThrice({ url, pid }: MeasuredServer, clients: number, jobs: number): Promise<SideResult> {
  const pool = await Promise.all(Array.from({ length: clients }, () => connect(url)))
  const result = await withServerCost(pid, jobs, () =>
    runLoad(jobs, clients, async (client) => {
      await pool[client]?.request('POST', '/empty', STATEMENT_BODY)
      await pool[client]?.request('GET', '/empty')
      await pool[client]?.request('GET', '/empty')
    }),
  )
  for (const connection of pool) connection.close()
  return result
}
