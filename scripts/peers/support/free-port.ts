import { once } from 'node:events'
import { createServer } from 'node:net'
import { PeerError } from './peer-error.js'

/** As many different ports of 127.0.0.1 as asked for, all free a moment ago: for peers that cannot choose one themselves. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new PeerError('no free port was found on 127.0.0.1')
    return address.port
  })
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
