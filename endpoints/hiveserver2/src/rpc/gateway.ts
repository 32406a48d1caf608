import type { Clock, Logger, SqlGatewayService } from '@sql-gateway/gateway-common'
import type { HandleCodec } from '../mapping/handles.js'
import type { HiveServer2Settings } from '../options.js'

/** What the calls work with. */
export interface Gateway {
  readonly service: SqlGatewayService
  readonly settings: HiveServer2Settings
  readonly handles: HandleCodec
  readonly clock: Clock
  readonly logger: Logger
}

/** The protocol's name in sql-gateway.endpoint.type and in the versions of sessions. */
export const PROTOCOL = 'hiveserver2'
