import type { SqlGatewayEndpointFactory } from '@sql-gateway/gateway-common'
import { REST_OPTIONS, type RestSettings } from './options.js'
import { createRestEndpoint } from './rest-endpoint.js'

const factory: SqlGatewayEndpointFactory<RestSettings> = {
  identifier: 'rest',
  options: REST_OPTIONS,
  createEndpoint: createRestEndpoint,
}

/** Makes endpoints that speak the REST protocol of the Flink SQL gateway. */
export default factory
