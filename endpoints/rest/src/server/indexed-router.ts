import Router, { type Layer, type MatchResult } from '@koa/router'
import type { Middleware, ParameterizedContext } from 'koa'
import type { Route } from '../routes/route.js'
import type { Exchange } from './exchange.js'
import { createRouteIndex } from './route-index.js'

/** What the endpoint keeps with a request, in Koa's `ctx.state`. */
export interface RequestState {
  exchange: Exchange
  /** What stands behind the `?`. */
  query: string
  /** The route that was found, and the parameters of the path. */
  route: Route | undefined
  parameters: Readonly<Record<string, string>>
}

/** Koa's context of a request that found its route. */
export type RoutedContext = ParameterizedContext<RequestState, { readonly params: Record<string, string> }>

/** Leads requests to routes. */
export interface IndexedRouter {
  add(method: string, path: string, handler: (context: RoutedContext) => Promise<void>): void
  /** The router as a layer of the application. */
  middleware(): Middleware<RequestState>
}

/**
 * Makes a router with an index in place of its search: the library tries the pattern of each of some seventy routes on
 * every request. Method and path are matched exactly; in particular HEAD is not taken for GET, and segments are
 * case-sensitive.
 */
export function createIndexedRouter(): IndexedRouter {
  const router = new Router<RequestState>({ sensitive: true, strict: true })
  const index = createRouteIndex<Layer<RequestState>>()
  router.match = (path, method): MatchResult<RequestState> => {
    const layer = index.find(method, path)
    const layers = layer === undefined ? [] : [layer]
    return { path: layers, pathAndMethod: layers, route: layer !== undefined }
  }
  return {
    add: (method, path, handler) => {
      router.register(path, [method], handler)
      index.add(method, path, router.stack.at(-1) as Layer<RequestState>)
    },
    middleware: () => router.routes() as Middleware<RequestState>,
  }
}
