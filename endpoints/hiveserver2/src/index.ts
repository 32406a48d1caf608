import type { SqlGatewayEndpointFactory } from '@sql-gateway/gateway-common'
import { createHiveServer2Endpoint } from './endpoint.js'
import { type HiveServer2Settings, OPTIONS } from './options.js'
import { PROTOCOL } from './rpc/gateway.js'

const factory: SqlGatewayEndpointFactory<HiveServer2Settings> = {
  identifier: PROTOCOL,
  options: OPTIONS,
  createEndpoint: createHiveServer2Endpoint,
}

/** Makes endpoints that speak the protocol of HiveServer2. */
export default factory
