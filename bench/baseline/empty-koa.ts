/** A Koa server with routes that do nothing: what a request costs before anyone looks at it. Prints `{"url":…}` when it listens. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import Router from '@koa/router'
import Koa from 'koa'

const router = new Router()
router.all('/empty', (context) => {
  context.body = {}
})
const app = new Koa()
app.use(router.routes())

const server = createServer(app.callback()).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const port = typeof address === 'object' && address !== null ? address.port : 0
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})
