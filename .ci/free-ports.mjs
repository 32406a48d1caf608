/**
 * Prints as many free ports of the loopback address as the first argument says, on one line. They are below those that the system gives to
 * whoever asks for any: some time goes by until the gateway takes them.
 */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** So many ports in a row are not all taken: who goes on looking behind them never ends. */
const TRIES = 100
/** Somebody else has the port; all other failures would be the same with the next one. */
const TAKEN = new Set(['EADDRINUSE', 'EACCES'])

const count = Number(process.argv[2])
const servers = new Map()
for (let tries = 0; servers.size < count; tries++) {
  if (tries === count + TRIES) throw new TypeError(`Of ${tries} ports only ${servers.size} are free`)
  const port = randomInt(12_000, 30_000)
  const server = createServer().listen(port, '127.0.0.1')
  const isFree = await once(server, 'listening').then(
    () => true,
    (error) => {
      if (!TAKEN.has(error.code)) throw error
      return false
    },
  )
  if (isFree) servers.set(port, server)
}
process.stdout.write(`${[...servers.keys()].join(' ')}\n`)
for (const server of servers.values()) server.close()
