import { jsonAnswer } from '../http/answer.js'
import { RESPONSES } from '../schema/response-schemas.js'
import type { GetApiVersionResponseBody, GetInfoResponseBody } from '../wire/index.js'
import { type Route, route } from './route.js'

/** What the gateway is and which versions it speaks. */
export const INFO_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api_versions',
    operationId: 'getApiVersion',
    summary: 'Names the versions of the protocol that clients may choose from.',
    response: RESPONSES.apiVersions,
    handle: ({ host }) => jsonAnswer({ versions: host.settings.apiVersions } satisfies GetApiVersionResponseBody),
  }),
  route({
    method: 'GET',
    path: '/info',
    operationId: 'getInfo',
    summary: 'Names the gateway and its version.',
    response: RESPONSES.info,
    handle: async ({ host }) => {
      const { productName, version } = await host.service.getGatewayInfo()
      return jsonAnswer({ productName, version } satisfies GetInfoResponseBody)
    },
  }),
]
