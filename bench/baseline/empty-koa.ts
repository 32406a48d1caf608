/** A Koa server with routes that do nothing: what a request costs before anyone looks at it. Prints `{"url":…}` when it listens. */
import Router from '@koa/router'
import Koa from 'koa'
import { listen } from './listen.js'

const router = new Router()
router.all('/empty', (context) => {
  context.body = {}
})
const app = new Koa()
app.use(router.routes())
await listen(app)
