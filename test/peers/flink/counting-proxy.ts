import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import { PeerError } from '#scripts/peers/support/peer-error.js'

/** Stands before a gateway of Flink and passes everything on. */
export interface CountingProxy {
  readonly url: string
  /** How many requests for rows came so far. */
  fetches(): number
  stop(): Promise<void>
}

const BAD_GATEWAY = 502

/** Starts it on a free port, before the gateway at an address. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let fetches = 0
  const server = createServer((request, response) => {
    if (request.url?.includes('/result/') === true) fetches++
    const { method = 'GET', headers } = request
    const upstream = send(new URL(request.url ?? '', target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? BAD_GATEWAY, answer.headers)
      answer.pipe(response)
    })
    upstream.on('error', () => response.destroy())
    request.pipe(upstream)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new PeerError('the proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    fetches: () => fetches,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
