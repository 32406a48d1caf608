import { createClients } from '../client/client-pool.js'
import { runLoad } from '../client/load.js'
import { startGateway } from '../process/gateway.js'
import { READING_EVERY_MS, settledBytes } from '../process/settled-memory.js'
import { figure, mebibytes, verdict } from './figures.js'
import type { BenchScale, Measurement } from './measurement.js'

const CLIENTS = 16
const TARGET_BYTES = 1024

const PROPERTIES = 100

/** What Flink's own client sends at the start of a session: its whole configuration, the same from every user of an installation. */
function flinkLikeProperties(): Record<string, string> {
  const keys = Array.from({ length: PROPERTIES }, (_, index) => `table.exec.section-${index % 10}.some-long-option-name-${index}`)
  return Object.fromEntries(keys.map((key, index) => [key, `value of option ${index}`]))
}

const BODIES = [
  { name: 'none', body: '{"properties":{}}' },
  {
    name: `${PROPERTIES}, as Flink's client sends them`,
    body: JSON.stringify({ sessionName: 'default', properties: flinkLikeProperties() }),
  },
]

/** Resident memory of the gateway for each open session. */
export const sessionMemory: Measurement = {
  name: 'session-memory',
  title: 'Memory of open sessions',
  async run(scale) {
    const rows: string[][] = []
    for (const { name, body } of BODIES) rows.push(...(await openAll(scale, name, body)))
    return [
      {
        columns: [
          'open sessions',
          'properties of each',
          'resident memory',
          'more than before the first, for each session',
          'target',
          'opened at',
        ],
        rows,
        note: `Opened over REST by ${CLIENTS} clients and kept; resident memory of the whole process, the lowest of ${scale.memoryReadings} readings, ${READING_EVERY_MS} ms apart, after the last was opened. A fresh gateway for each set of properties; nothing makes it collect its garbage.`,
      },
    ]
  },
}

async function openAll(scale: BenchScale, properties: string, body: string): Promise<string[][]> {
  await using servers = new AsyncDisposableStack()
  const gateway = servers.adopt(await startGateway({ 'sql-gateway.session.idle-timeout': '6 h' }), (it) => it.stop())
  const pool = await createClients(gateway.url, CLIENTS)
  const before = await settledBytes(gateway.pid, scale.memoryReadings)
  const rows: string[][] = []
  let open = 0
  for (const mark of scale.sessions) {
    const load = await runLoad(mark - open, CLIENTS, (client) => pool[client]?.openSession(body) ?? Promise.resolve())
    open = mark
    const now = await settledBytes(gateway.pid, scale.memoryReadings)
    const each = (now - before) / open
    rows.push([
      open.toLocaleString('en-US'),
      properties,
      mebibytes(now),
      `${figure(each)} bytes`,
      mark === Math.max(...scale.sessions) ? verdict(each <= TARGET_BYTES, '≤ 1 KiB') : '',
      `${figure(load.perSecond)}/s`,
    ])
  }
  for (const client of pool) client.close()
  return rows
}
