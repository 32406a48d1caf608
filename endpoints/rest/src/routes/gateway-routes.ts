import { jsonAnswer } from '../http/answer.js'
import { openApiText } from '../openapi/openapi-document.js'
import { RESPONSES } from '../schema/response-schemas.js'
import type { HealthBody, ReadinessBody } from '../wire/index.js'
import { ownRoute, type Route } from './route.js'

const UP = jsonAnswer({ status: 'UP' } satisfies HealthBody)

/** What says of the gateway how it is and what it offers. */
export const GATEWAY_ROUTES: readonly Route[] = [
  ownRoute({
    method: 'GET',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    summary: 'Describes all routes, in OpenAPI 3.1.',
    response: RESPONSES.openapi,
    handle: async ({ host }) => {
      const { version } = await host.service.getGatewayInfo()
      return { status: 200, contentType: 'application/json; charset=UTF-8', body: openApiText(host.routes, version) }
    },
  }),
  ownRoute({
    method: 'GET',
    path: '/metrics',
    operationId: 'getMetrics',
    summary: 'Gives all metrics of the gateway in the text format of Prometheus.',
    response: RESPONSES.metrics,
    handle: async ({ host }) => ({ status: 200, contentType: host.exposition.contentType, body: await host.exposition.expose() }),
  }),
  ownRoute({
    method: 'GET',
    path: '/healthz',
    operationId: 'getHealth',
    summary: 'Answers as long as the process does.',
    response: RESPONSES.health,
    handle: () => UP,
  }),
  ownRoute({
    method: 'GET',
    path: '/readyz',
    operationId: 'getReadiness',
    summary: 'Tells whether the gateway should be sent work: status 200 if so, 503 and the reasons if not.',
    response: RESPONSES.readiness,
    handle: ({ host }) => {
      const { ready, reasons } = host.readiness()
      return jsonAnswer({ ready, reasons } satisfies ReadinessBody, ready ? 200 : 503)
    },
  }),
]
