import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createClients } from '../client/client-pool.js'
import { connect } from '../client/connection.js'
import { quantile, runLoad } from '../client/load.js'
import { createRestClient } from '../client/rest-client.js'
import { startProgram } from '../process/child.js'
import { startGateway } from '../process/gateway.js'
import { milliseconds, verdict } from './figures.js'
import type { Measurement } from './measurement.js'
import { EMPTY_KOA } from './open-session.js'

const BUSY_CLIENTS = resolve(import.meta.dirname, '../client/busy-clients.js')
const OPENERS = 16
const PAUSE_MS = 20
const TARGET_MS = 50

/** How fast a health check is answered while many sessions run statements and very many are open. */
export const health: Measurement = {
  name: 'health',
  title: 'Health checks under load',
  async run(scale) {
    await using servers = new AsyncDisposableStack()
    const gateway = servers.adopt(await startGateway({ 'sql-gateway.session.idle-timeout': '6 h' }), (it) => it.stop())
    const empty = servers.adopt(await startProgram(EMPTY_KOA), (it) => it.stop())
    const askAll = () => askAtOnce(gateway.url, String(empty.hello['url']), scale.healthChecks)
    const quiet = await askAll()
    const pool = await createClients(gateway.url, OPENERS)
    // The sessions that run statements are open, too, and so is the one that asks.
    const idle = scale.idleSessions - scale.busySessions - 1
    await runLoad(idle, OPENERS, (client) => pool[client]?.openSession() ?? Promise.resolve())
    for (const client of pool) client.close()
    const busy = await startProgram(BUSY_CLIENTS, [gateway.url, String(scale.busySessions)])
    const loaded = await askAll()
    await busy.stop()
    const row = (state: string, asked: string, times: readonly number[], target = '') => [
      state,
      asked,
      ...[0.5, 0.9, 0.99, 1].map((share) => milliseconds(quantile(times, share))),
      target,
    ]
    const load = `${scale.busySessions} sessions run statements, ${scale.idleSessions.toLocaleString('en-US')} are open`
    const target = verdict(quantile(loaded.health, 0.9) < TARGET_MS, `9th decile < ${TARGET_MS} ms`)
    return [
      {
        columns: ['state', 'asked', 'median', '9th decile', '99th percentile', 'longest', 'target'],
        rows: [
          row('nothing going on', 'health check', quiet.health),
          row('', 'SELECT 1 in one more session', quiet.statement),
          row('', 'an empty Koa server', quiet.empty),
          row(load, 'health check', loaded.health, target),
          row('', 'SELECT 1 in one more session', loaded.statement),
          row('', 'an empty Koa server', loaded.empty),
        ],
        note: `GET /healthz, ${scale.healthChecks} times, ${PAUSE_MS} ms apart, on a connection of its own; beside it, as often or for as long, SELECT 1 from its submission to the end of its result, and an empty Koa server on the same machine: what the machine alone makes a request wait. The ${scale.busySessions} sessions are driven by a process of its own: SELECT 1, two aggregates over 1 and 2 million rows, a result of 20,000 rows, in turn, without a pause.`,
      },
    ]
  },
}

/** What requests of three kinds took, in milliseconds. */
interface Times {
  readonly health: readonly number[]
  readonly statement: readonly number[]
  readonly empty: readonly number[]
}

/** Asks so many times how the gateway is, and meanwhile a statement of it and a request of the other server. */
async function askAtOnce(gatewayUrl: string, emptyUrl: string, checks: number): Promise<Times> {
  const [gateway, empty, statements] = await Promise.all([connect(gatewayUrl), connect(emptyUrl), connect(gatewayUrl)])
  const client = createRestClient(statements)
  const session = await client.openSession()
  let isOver = false
  const [health, statement, bare] = await Promise.all([
    repeat(
      (done) => done < checks,
      () => gateway.request('GET', '/healthz'),
    ).finally(() => {
      isOver = true
    }),
    repeat(
      (done) => done === 0 || (!isOver && done < checks),
      () => client.runStatement(session, 'SELECT 1'),
    ),
    repeat(
      (done) => done === 0 || (!isOver && done < checks),
      () => empty.request('GET', '/empty'),
    ),
  ])
  await client.closeSession(session)
  for (const connection of [gateway, empty, statements]) connection.close()
  return { health, statement, empty: bare }
}

async function repeat(goesOn: (done: number) => boolean, ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  while (goesOn(times.length)) {
    const startedAt = performance.now()
    await ask()
    times.push(performance.now() - startedAt)
    await delay(PAUSE_MS)
  }
  return times
}
