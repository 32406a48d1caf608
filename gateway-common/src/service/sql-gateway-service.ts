import type { AdminApi } from './admin-api.js'
import type { CatalogApi } from './catalog-api.js'
import type { InfoApi } from './info-api.js'
import type { OperationApi } from './operation-api.js'
import type { SessionApi } from './session-api.js'
import type { StatementApi } from './statement-api.js'

/**
 * The service under every endpoint. It knows no protocol and no engine.
 *
 * Calls never throw synchronously; what they reject with is always a GatewayError. Strings, maps and arrays that are
 * handed in are not changed later by the caller; those handed out are not changed by the receiver.
 *
 * @see FLIP-91, `SqlGatewayService`
 */
export interface SqlGatewayService extends SessionApi, OperationApi, StatementApi, CatalogApi, InfoApi, AdminApi {}
