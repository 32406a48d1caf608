/** Prints as many free ports of the loopback address as the first argument says, on one line. */
import { once } from 'node:events'
import { createServer } from 'node:net'

const servers = Array.from({ length: Number(process.argv[2]) }, () => createServer().listen(0, '127.0.0.1'))
await Promise.all(servers.map((server) => once(server, 'listening')))
process.stdout.write(`${servers.map((server) => server.address().port).join(' ')}\n`)
for (const server of servers) server.close()
