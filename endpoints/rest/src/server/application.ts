import type { IncomingMessage, ServerResponse } from 'node:http'
import { isGatewayError } from '@sql-gateway/gateway-common'
import Koa, { type Middleware, type ParameterizedContext } from 'koa'
import { createHostGuard, type HostGuard } from '../http/host-guard.js'
import { parseTarget } from '../http/path.js'
import { isProtocolRoute, type Route } from '../routes/route.js'
import { type ApiVersion, DEFAULT_API_VERSION } from '../wire/index.js'
import { runCall } from './call-runner.js'
import { isPreflight, preflightAnswer } from './cors.js'
import type { EndpointHost } from './endpoint-host.js'
import { createExchange } from './exchange.js'
import { failureAnswer, noSuchRoute } from './failure-answer.js'
import { createIndexedRouter, type RequestState } from './indexed-router.js'

type Context = ParameterizedContext<RequestState, { newRouterPath?: string }>

/** Answers a request; resolves when the answer was handed to the connection. Never rejects. */
export type Application = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Makes the function that answers requests: a Koa application of two layers, the answering and the router. */
export function createApplication(host: EndpointHost): Application {
  const app = new Koa<RequestState>()
  // Koa tells of clients that went away here; without a listener it prints them.
  app.on('error', (error: unknown) => host.logger.debug({ err: error }, 'connection lost'))
  app.use(answering(host))
  app.use(createRouter(host))
  return app.callback()
}

/** Whatever happens further in, this layer answers, counts and logs. */
function answering(host: EndpointHost): Middleware<RequestState> {
  const guard = createHostGuard(host.settings)
  const { clock } = host
  return async (context, next) => {
    const startedMs = clock.monotonic()
    context.respond = false
    const exchange = createExchange(context.req, context.res, clock)
    const { state } = context
    state.exchange = exchange
    state.route = undefined
    state.parameters = {}
    try {
      await admit(guard, context, next)
    } catch (thrown) {
      const answer = failureAnswer(host, thrown, state)
      exchange.isLast = host.isStopping()
      if (isGatewayError(thrown) && thrown.code === 'REQUEST.TOO_LARGE') exchange.sendAndClose(answer)
      else await exchange.send(answer)
    }
    record(host, state, clock.monotonic() - startedMs)
  }
}

async function admit(guard: HostGuard, context: Context, next: () => Promise<unknown>): Promise<void> {
  const { req, state } = context
  const { headers, url = '/' } = req
  const { exchange } = state
  exchange.corsOrigin = guard.check({
    host: headers.host,
    origin: headers.origin,
    fetchSite: headers['sec-fetch-site'],
    fetchMode: headers['sec-fetch-mode'],
  })
  if (exchange.corsOrigin !== undefined && isPreflight(req)) return exchange.send(preflightAnswer(req))
  const { path, query } = parseTarget(url)
  state.query = query
  context.newRouterPath = path
  await next()
  if (state.route === undefined) throw noSuchRoute(url)
}

function createRouter(host: EndpointHost): Middleware<RequestState> {
  const router = createIndexedRouter()
  const add = (route: Route, version: ApiVersion, path: string): void => {
    router.add(route.method, path, async ({ state, params }) => {
      state.route = route
      state.parameters = params
      const answer = await runCall(host, state.exchange, route, { version, parameters: params, query: state.query })
      state.exchange.isLast = host.isStopping()
      await state.exchange.send(answer)
    })
  }
  for (const route of host.routes) {
    for (const version of route.versions) add(route, version, `/${version.toLowerCase()}${route.path}`)
    const isBare = !isProtocolRoute(route) || route.versions.includes(DEFAULT_API_VERSION)
    if (isBare) add(route, DEFAULT_API_VERSION, route.path)
  }
  return router.middleware()
}

function record({ metrics, logger }: EndpointHost, { exchange, route }: RequestState, durationMs: number): void {
  const { status, byteCount, rowCount, request } = exchange
  const method = route?.method ?? 'other'
  metrics.record({ route: route?.path ?? 'unknown', method, status, durationMs, byteCount, rowCount })
  logger.debug({ method: request.method, url: request.url, status, durationMs, byteCount, rowCount }, 'request answered')
}
