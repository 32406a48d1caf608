/**
 * Prints as many free ports of the loopback address as the first argument says, on one line. They are below those that the system gives to
 * whoever asks for any: some time goes by until the gateway takes them.
 */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

const servers = new Map()
while (servers.size < Number(process.argv[2])) {
  const port = randomInt(12_000, 30_000)
  const server = createServer().listen(port, '127.0.0.1')
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (isFree) servers.set(port, server)
}
process.stdout.write(`${[...servers.keys()].join(' ')}\n`)
for (const server of servers.values()) server.close()
