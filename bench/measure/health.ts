import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createClients } from '../client/client-pool.js'
import { connect } from '../client/connection.js'
import { quantile, runLoad } from '../client/load.js'
import { startProgram } from '../process/child.js'
import { startGateway } from '../process/gateway.js'
import { milliseconds, verdict } from './figures.js'
import type { Measurement } from './measurement.js'

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
    const quiet = await checkHealth(gateway.url, scale.healthChecks)
    const pool = await createClients(gateway.url, OPENERS)
    await runLoad(scale.idleSessions - scale.busySessions, OPENERS, (client) => pool[client]?.openSession() ?? Promise.resolve())
    for (const client of pool) client.close()
    const busy = await startProgram(BUSY_CLIENTS, [gateway.url, String(scale.busySessions)])
    const loaded = await checkHealth(gateway.url, scale.healthChecks)
    await busy.stop()
    const row = (state: string, times: readonly number[], target: string) => [
      state,
      milliseconds(quantile(times, 0.5)),
      milliseconds(quantile(times, 0.9)),
      milliseconds(quantile(times, 0.99)),
      milliseconds(quantile(times, 1)),
      target,
    ]
    return [
      {
        columns: ['state', 'median', '9th decile', '99th percentile', 'longest', 'target'],
        rows: [
          row('nothing going on', quiet, ''),
          row(
            `${scale.busySessions} sessions run statements, ${scale.idleSessions.toLocaleString('en-US')} are open`,
            loaded,
            verdict(quantile(loaded, 0.9) < TARGET_MS, `9th decile < ${TARGET_MS} ms`),
          ),
        ],
        note: `GET /healthz, ${scale.healthChecks} times, ${PAUSE_MS} ms apart, on a connection of its own. The ${scale.busySessions} sessions are driven by a process of its own: SELECT 1, two aggregates over 1 and 2 million rows, a result of 20,000 rows, in turn, without a pause.`,
      },
    ]
  },
}

async function checkHealth(url: string, checks: number): Promise<number[]> {
  const connection = await connect(url)
  const times: number[] = []
  for (let check = 0; check < checks; check++) {
    const startedAt = performance.now()
    await connection.request('GET', '/healthz')
    times.push(performance.now() - startedAt)
    await delay(PAUSE_MS)
  }
  connection.close()
  return times
}
