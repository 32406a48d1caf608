import type { Clock, Engine, GatewayInfo, Logger, MetricGroup, Readiness, SqlGatewayService } from '@sql-gateway/gateway-common'
import type { ServiceSettings } from '../configuration/service-options.js'
import { createDeadline } from '../operation/deadline.js'
import { untilEnded } from '../operation/statement-runner.js'
import { createIdleReaper } from '../session/idle-reaper.js'
import { createAdminCalls } from './admin-calls.js'
import { createCatalogCalls } from './catalog-calls.js'
import { createNormaliseError } from './normalise-error.js'
import { createOperationCalls } from './operation-calls.js'
import { createServiceParts } from './service-parts.js'
import { createSessionCalls } from './session-calls.js'
import { settleErrors } from './settle-errors.js'
import { createStatementCalls } from './statement-calls.js'

/** What the service is made of. */
export interface ServiceInit {
  /** By instance name, the default one first. At least one. */
  readonly engines: ReadonlyMap<string, Engine>
  readonly settings: ServiceSettings
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: MetricGroup
  readonly product: Pick<GatewayInfo, 'productName' | 'version'>
}

/** The service with what only its owner may do. */
export interface ServiceHost {
  readonly service: SqlGatewayService
  readiness(): Readiness
  /**
   * Accepts no sessions and statements from now on, lets those under way end, and cancels what is left after the grace.
   * Results can be fetched until {@link close}.
   */
  drain(graceMs: number): Promise<void>
  /** Closes all sessions and resolves when their engine sessions are closed. The engines stay open. Repeat calls do nothing. */
  close(): Promise<void>
}

/** Makes a service over engines that are open. */
export function createSqlGatewayService(init: ServiceInit): ServiceHost {
  const { clock, logger, metrics, settings } = init
  const normalise = createNormaliseError(logger)
  const parts = createServiceParts({ ...init, normalise })
  const { sessions, operations, activities } = parts
  const expired = metrics.counter({ name: 'sessions_expired_total', help: 'Sessions closed because nobody used them.' })
  const reaper = createIdleReaper(sessions, clock, settings.idleTimeoutMs, settings.checkIntervalMs, (session) => {
    logger.info({ session: session.handle }, 'An idle session is closed')
    expired.add()
    void parts.closeSession(session)
  })
  const service: SqlGatewayService = {
    ...createSessionCalls(parts, metrics),
    ...createOperationCalls(parts),
    ...createStatementCalls(parts),
    ...createCatalogCalls(parts),
    ...createAdminCalls(parts),
    getGatewayInfo: async () => ({
      ...init.product,
      engines: [...init.engines].map(([name, engine]) => ({ name, ...engine.info() })),
    }),
  }
  reaper.start()

  function stop(): void {
    parts.stopAccepting()
    reaper.stop()
  }

  return {
    service: settleErrors(service, normalise),
    readiness: () => (parts.isAccepting ? { ready: true, reasons: [] } : { ready: false, reasons: ['The gateway is shutting down.'] }),
    drain: async (graceMs) => {
      stop()
      const deadline = createDeadline(clock, graceMs)
      for (const operation of operations.underWay()) await untilEnded(operation, deadline.signal)
      deadline.dispose()
      for (const operation of operations.underWay()) operations.cancel(operation)
    },
    close: async () => {
      stop()
      for (const session of [...sessions.all()]) void parts.closeSession(session)
      await parts.sessionsClosed()
      await operations.released()
      activities.stop()
      operations.stop()
    },
  }
}
