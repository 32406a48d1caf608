/**
 * Keeps a gateway busy from a process of its own: one session for each client, statement after statement, until SIGTERM.
 * Arguments: address of the gateway, number of clients. Prints `{"ready":true}` when every client has had its first result.
 */
import { createClients } from './client-pool.js'

/** Short and long, little and much to fetch: what many users at once look like. */
const STATEMENTS = [
  'SELECT 1',
  'SELECT sum(i * i % 7), count(DISTINCT i % 1000) FROM range(1000000) AS numbers(i)',
  "SELECT i, i * 0.5e0, 'name ' || i FROM range(20000) AS numbers(i)",
  'SELECT a.i % 10 AS k, count(*) FROM range(1000) AS a(i), range(2000) AS b(i) GROUP BY k ORDER BY k',
]

const [url = '', count = ''] = process.argv.slice(2)
const clients = await createClients(url, Number(count))
let going = true
let statements = 0
const first = Promise.withResolvers<void>()
let waiting = clients.length

const work = clients.map(async (client, index) => {
  const session = await client.openSession()
  for (let turn = index; going; turn++) {
    await client.runStatement(session, STATEMENTS[turn % STATEMENTS.length] ?? '')
    statements++
    if (turn === index && --waiting === 0) first.resolve()
  }
  await client.closeSession(session)
  client.close()
})

process.once('SIGTERM', () => {
  going = false
})
await Promise.race([first.promise, Promise.all(work)])
process.stdout.write('{"ready":true}\n')
await Promise.all(work)
process.stdout.write(`${JSON.stringify({ statements })}\n`)
