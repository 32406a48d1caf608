import { ADMIN_ROUTES } from '../admin/admin-routes.js'
import { CAPABILITY_ROUTES } from './capability-routes.js'
import { GATEWAY_ROUTES } from './gateway-routes.js'
import { INFO_ROUTES } from './info-routes.js'
import { OPERATION_ROUTES } from './operation-routes.js'
import type { Route } from './route.js'
import { SESSION_ROUTES } from './session-routes.js'

/** Every route of the endpoint. */
export const ROUTES: readonly Route[] = [
  ...INFO_ROUTES,
  ...SESSION_ROUTES,
  ...OPERATION_ROUTES,
  ...CAPABILITY_ROUTES,
  ...GATEWAY_ROUTES,
  ...ADMIN_ROUTES,
]
