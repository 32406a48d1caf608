import { once } from 'node:events'
import { createServer } from 'node:http'
import type Koa from 'koa'

/** Serves an application on a free port of this machine until the process is told to end; prints `{"url":…}` once it listens. */
export async function listen(app: Koa): Promise<void> {
  const server = createServer(app.callback()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
  process.once('SIGTERM', () => {
    server.close()
    server.closeAllConnections()
  })
}
