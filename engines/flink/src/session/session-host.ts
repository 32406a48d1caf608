import type { Clock, Counter, ForwardResultSource, Logger } from '@sql-gateway/gateway-common'
import type { FlinkSettings } from '../options.js'
import type { Connection } from '../rest/connection.js'
import type { FlinkRest } from '../rest/flink-rest.js'
import type { FetchPacing } from '../result/fetch-pacing.js'
import type { Slots } from '../slots.js'
import type { UpstreamSessions } from './upstream-sessions.js'

/** What the sessions of one engine share. */
export interface SessionHost {
  readonly rest: FlinkRest
  readonly connection: Connection
  readonly upstream: UpstreamSessions
  readonly settings: FlinkSettings
  readonly pacing: FetchPacing
  readonly clock: Clock
  readonly logger: Logger
  /** Results that are not closed yet. */
  readonly results: Slots<ForwardResultSource>
  readonly metrics: SessionMetrics
}

/** What the sessions count. */
export interface SessionMetrics {
  readonly lostSessions: Counter
  readonly catalogQueries: Counter
}
