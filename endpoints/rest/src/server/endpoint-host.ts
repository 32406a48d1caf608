import type { Clock, Logger, MetricExposition, Readiness, SqlGatewayService } from '@sql-gateway/gateway-common'
import type { PageBudget } from '../fetch/page-budget.js'
import type { SliceQueue } from '../fetch/slice-queue.js'
import type { RestSettings } from '../options.js'
import type { Route } from '../routes/route.js'
import type { RequestMetrics } from './request-metrics.js'

/** What an endpoint's routes work with. */
export interface EndpointHost {
  readonly service: SqlGatewayService
  readonly settings: RestSettings
  readonly clock: Clock
  readonly slices: SliceQueue
  readonly pageBudget: PageBudget
  readonly logger: Logger
  readonly metrics: RequestMetrics
  readonly exposition: MetricExposition
  readonly routes: readonly Route[]
  /** The fetches that wait for rows; aborted when the endpoint stops, so that they answer without. */
  readonly waits: Set<AbortController>
  isStopping(): boolean
  readiness(): Readiness
}
