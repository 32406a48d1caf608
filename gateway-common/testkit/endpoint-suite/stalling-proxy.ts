import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { EndpointAddress } from '../../src/endpoint/sql-gateway-endpoint.js'

/** A way to an endpoint on which a client can be made to read no more, whatever the client itself does. */
export interface StallingProxy {
  /** Where clients connect in place of the endpoint's own address. */
  readonly address: EndpointAddress
  /** From now on nothing that the endpoint sends is taken from it. */
  stall(): void
  /** Breaks all connections off. */
  close(): Promise<void>
}

/** Opens a proxy to a port of this machine. */
export async function openStallingProxy(address: EndpointAddress, port: number): Promise<StallingProxy> {
  const pairs = new Set<readonly [client: Socket, upstream: Socket]>()
  let isStalled = false

  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    const pair = [client, upstream] as const
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const socket of pair) socket.on('error', () => undefined).on('close', end)
    client.pipe(upstream)
    if (!isStalled) upstream.pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = (server.address() as AddressInfo).port

  return {
    address: { ...address, url: address.url.replace(new RegExp(`:${port}(?!.*:\\d)`), `:${own}`) },
    stall: () => {
      isStalled = true
      for (const [, upstream] of pairs) upstream.unpipe().pause()
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const pair of pairs) for (const socket of pair) socket.destroy()
      await closed
    },
  }
}
