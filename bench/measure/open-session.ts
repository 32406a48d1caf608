import { resolve } from 'node:path'
import { createClients } from '../client/client-pool.js'
import { connect } from '../client/connection.js'
import { median, runLoad } from '../client/load.js'
import { startProgram } from '../process/child.js'
import { startGateway } from '../process/gateway.js'
import { figure, milliseconds, percentages, verdict } from './figures.js'
import type { BenchScale, Measurement, ResultTable } from './measurement.js'
import { type SideResult, withServerCost } from './server-cost.js'

/** The program that serves empty routes, compiled. */
export const EMPTY_KOA = resolve(import.meta.dirname, '../baseline/empty-koa.js')

const CLIENTS = [1, 16]
const OPEN_BODY = '{"properties":{}}'
const TARGET = 0.6
const WARM_UP = 2000

/** Opening a session over REST against the same request to a route that does nothing. */
export const openSession: Measurement = {
  name: 'open',
  title: 'Opening a session',
  async run(scale) {
    await using servers = new AsyncDisposableStack()
    const gateway = servers.adopt(await startGateway(), (it) => it.stop())
    const empty = servers.adopt(await startProgram(EMPTY_KOA), (it) => it.stop())
    const emptyUrl = String(empty.hello['url'])
    const rows: string[][] = []
    for (const clients of CLIENTS) {
      const opened: SideResult[] = []
      const answered: SideResult[] = []
      await openMany(gateway.url, gateway.pid, clients, Math.min(WARM_UP, scale.jobs))
      await askEmpty(emptyUrl, empty.pid, clients, Math.min(WARM_UP, scale.jobs))
      for (let round = 0; round < scale.rounds; round++) {
        answered.push(await askEmpty(emptyUrl, empty.pid, clients, scale.jobs))
        opened.push(await openMany(gateway.url, gateway.pid, clients, scale.jobs))
      }
      rows.push(tableRow(clients, opened, answered))
    }
    return [openTable(rows, scale)]
  },
}

async function openMany(url: string, pid: number, clients: number, jobs: number): Promise<SideResult> {
  const pool = await createClients(url, clients)
  const result = await withServerCost(pid, jobs, () =>
    runLoad(jobs, clients, (client) => pool[client]?.openSession(OPEN_BODY) ?? Promise.resolve()),
  )
  for (const client of pool) client.close()
  return result
}

async function askEmpty(url: string, pid: number, clients: number, jobs: number): Promise<SideResult> {
  const pool = await Promise.all(Array.from({ length: clients }, () => connect(url)))
  const result = await withServerCost(pid, jobs, () =>
    runLoad(jobs, clients, (client) => pool[client]?.request('POST', '/empty', OPEN_BODY) ?? Promise.resolve()),
  )
  for (const connection of pool) connection.close()
  return result
}

function tableRow(clients: number, opened: readonly SideResult[], answered: readonly SideResult[]): string[] {
  const ratios = opened.map((side, round) => side.perSecond / (answered[round]?.perSecond ?? Number.NaN))
  const middle = (sides: readonly SideResult[], pick: (side: SideResult) => number) => median(sides.map(pick))
  return [
    String(clients),
    `${figure(middle(opened, (side) => side.perSecond))}/s`,
    `${figure(middle(answered, (side) => side.perSecond))}/s`,
    percentages(ratios),
    verdict(median(ratios) >= TARGET, `≥ ${TARGET * 100} %`),
    milliseconds(middle(opened, (side) => side.p90Ms)),
    `${milliseconds(middle(opened, (side) => side.serverMsPerJob))} / ${milliseconds(middle(answered, (side) => side.serverMsPerJob))}`,
  ]
}

function openTable(rows: readonly string[][], scale: BenchScale): ResultTable {
  return {
    columns: [
      'clients',
      'open session',
      'empty Koa route',
      'ratio',
      'target',
      'open: 9th decile',
      'processor time of the server, open / empty',
    ],
    rows,
    note: `${scale.jobs} requests a side, the two sides in turn, ${scale.rounds} rounds; rates are medians, the ratio is the median of the rounds with its range. Both sides get the same bytes from the same client.`,
  }
}
