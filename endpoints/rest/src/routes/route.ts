import type { CallForm } from '../error/error-body.js'
import type { Answer } from '../http/answer.js'
import { EMPTY_REQUEST, type RequestSchema } from '../schema/request-schemas.js'
import type { ResponseSchema } from '../schema/response-schema.js'
import { API_VERSIONS, type ApiVersion } from '../wire/index.js'
import type { Call } from './call.js'

/** The methods that routes have. */
export type HttpMethod = 'GET' | 'POST' | 'DELETE'

/** A parameter behind the `?`. */
export interface QueryParameter {
  readonly name: string
  /** The versions that look at it; absent means all of the route's. */
  readonly versions?: readonly ApiVersion[]
  readonly doc: string
  /** Its JSON schema. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** What one route is; server, OpenAPI document and docs all come from it. */
export interface RouteSpec<T> {
  readonly method: HttpMethod
  /** Without version; parameters begin with a colon: `/sessions/:session_handle`. */
  readonly path: string
  /**
   * The versions of the protocol that have it, all by default; a route of version 4 can be called without version, too.
   * None for the gateway's own routes.
   */
  readonly versions?: readonly ApiVersion[]
  /** Flink's name for it. */
  readonly operationId: string
  /** What it does, in a sentence. */
  readonly summary: string
  readonly query?: readonly QueryParameter[]
  readonly request?: RequestSchema<T>
  readonly response: ResponseSchema
  /** Which body its failures have; see {@link CallForm}. `single` by default, `short` for the gateway's own. */
  readonly failure?: CallForm
  /** Whether rows are fetched, which some error texts say. */
  readonly isFetch?: boolean
  handle(call: Call, body: T): Promise<Answer> | Answer
}

/** A {@link RouteSpec} with its defaults filled in. */
export interface Route extends Omit<Required<RouteSpec<unknown>>, 'handle' | 'request'> {
  readonly request: RequestSchema
  handle(call: Call, body: unknown): Promise<Answer> | Answer
}

/** Declares a route of Flink's protocol. */
export function route<T>(spec: RouteSpec<T>): Route {
  const defaults = { versions: API_VERSIONS, query: [], failure: 'single', isFetch: false, request: EMPTY_REQUEST } as const
  // A handler is only ever given what its own schema made of the body.
  return { ...defaults, ...spec, handle: spec.handle as Route['handle'] }
}

/** Declares a route of the gateway's own, outside of the versions. */
export function ownRoute<T>(spec: Omit<RouteSpec<T>, 'versions'>): Route {
  return route({ failure: 'short', ...spec, versions: [] })
}

/** Tells a route of Flink's protocol from the gateway's own. */
export function isProtocolRoute(route: Pick<Route, 'versions'>): boolean {
  return route.versions.length > 0
}
