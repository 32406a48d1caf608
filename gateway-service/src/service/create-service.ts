import {
  type CatalogApi,
  type Clock,
  type ConfigureOptions,
  type Engine,
  type EngineCatalog,
  type EngineSession,
  type ExecuteOptions,
  type GatewayInfo,
  gatewayError,
  isTerminalStatus,
  type Logger,
  type MetricGroup,
  type Principal,
  type Readiness,
  type SessionHandle,
  type SqlGatewayService,
  type StatementFacts,
} from '@sql-gateway/gateway-common'
import type { ServiceSettings } from '../configuration/service-options.js'
import { createDeadline } from '../operation/deadline.js'
import type { Operation } from '../operation/operation.js'
import { createOperationManager } from '../operation/operation-manager.js'
import { createStatementRunner, untilEnded } from '../operation/statement-runner.js'
import { createWorkerLanes } from '../operation/worker-lanes.js'
import { createFetchResults, resultOf } from '../result/fetch-results.js'
import { createActivities } from '../session/activities.js'
import { createIdleReaper } from '../session/idle-reaper.js'
import type { EngineInstance, Session } from '../session/session.js'
import { createSessionManager } from '../session/session-manager.js'
import { createAdminCalls } from './admin-calls.js'
import { checkConfigurable, checkLacks, engineWorkOf } from './engine-calls.js'
import { createNormaliseError } from './normalise-error.js'
import { settleErrors } from './settle-errors.js'

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
  const engines = new Map<string, EngineInstance>([...init.engines].map(([name, engine]) => [name, { name, engine }]))
  const [defaultEngine] = engines.keys()
  if (defaultEngine === undefined) throw new TypeError('at least one engine')
  const sessions = createSessionManager({ engines, defaultEngine, maxSessions: settings.maxSessions, clock })
  const activities = createActivities(settings.engineReleaseMs, clock, logger)
  const operations = createOperationManager({ settings, clock, logger, metrics, onForgotten: (session) => activities.settle(session) })
  const laneLimits = new Map([...init.engines].map(([name, engine]) => [name, engine.maxConcurrentStatements ?? Number.MAX_SAFE_INTEGER]))
  const lanes = createWorkerLanes(settings.maxWorkers, laneLimits)
  const runner = createStatementRunner({ settings, clock, logger, lanes, operations, sessions, normalise })
  const fetchResults = createFetchResults({ operations, clock, metrics, normalise })
  const reaper = createIdleReaper(sessions, clock, settings.idleTimeoutMs, settings.checkIntervalMs, (session) => {
    logger.info({ session: session.handle }, 'An idle session is closed')
    expired.add()
    void closeSession(session)
  })
  const opened = metrics.counter({ name: 'sessions_opened_total', help: 'Sessions opened.' })
  const expired = metrics.counter({ name: 'sessions_expired_total', help: 'Sessions closed because nobody used them.' })
  metrics.gauge({ name: 'sessions_open', help: 'Open sessions.' }, () => sessions.count)
  metrics.gauge(
    { name: 'session_property_sets', help: 'Different sets of properties that the open sessions hold.' },
    () => sessions.propertySetCount,
  )
  metrics.gauge({ name: 'engine_sessions_open', help: 'Sessions that hold an engine session.' }, () => activities.heldCount)
  let isStopping = false
  const closing = new Set<Promise<void>>()
  reaper.start()

  /** Gone for callers at once; the promise is for who wants to see the engine session's end. */
  async function closeSession(session: Session): Promise<void> {
    if (!sessions.remove(session)) return
    for (const operation of [...(session.activity?.operations ?? [])]) operations.close(operation)
    const ended = activities.end(session).finally(() => closing.delete(ended))
    closing.add(ended)
    await ended
  }

  function checkAccepting(): void {
    if (isStopping) throw gatewayError('GATEWAY.STOPPING', 'The gateway is shutting down.')
  }

  function submit(session: Session, statement: string, facts: StatementFacts, options: ExecuteOptions): Operation {
    checkAccepting()
    return runner.submit(session, activities.of(session), engineWorkOf(statement, facts, options))
  }

  async function configureSession(
    caller: Principal,
    handle: SessionHandle,
    statement: string,
    options: ConfigureOptions = {},
  ): Promise<void> {
    const session = sessions.use(caller, handle)
    const facts = session.origin.instance.engine.analyze(statement)
    checkConfigurable(facts)
    const operation = submit(session, statement, facts, options)
    try {
      await untilEnded(operation, options.signal)
      operations.cancel(operation)
      resultOf(operation)
    } finally {
      operations.close(operation)
    }
  }

  async function withEngine<T>(caller: Principal, handle: SessionHandle, work: (engineSession: EngineSession) => Promise<T>): Promise<T> {
    return activities.of(sessions.use(caller, handle)).lease.use(work)
  }

  const catalogCall =
    <K extends keyof EngineCatalog>(name: K) =>
    (caller: Principal, handle: SessionHandle, ...args: Parameters<EngineCatalog[K]>): ReturnType<EngineCatalog[K]> =>
      withEngine(caller, handle, ({ catalog }) => (catalog[name] as (...a: typeof args) => Promise<unknown>)(...args)) as ReturnType<
        EngineCatalog[K]
      >

  const catalog: CatalogApi = {
    getCurrentCatalog: catalogCall('getCurrentCatalog'),
    getCurrentDatabase: catalogCall('getCurrentDatabase'),
    listCatalogs: catalogCall('listCatalogs'),
    listDatabases: catalogCall('listDatabases'),
    listTables: catalogCall('listTables'),
    getTable: catalogCall('getTable'),
    listTableTypes: catalogCall('listTableTypes'),
    listColumns: catalogCall('listColumns'),
    listPrimaryKeys: catalogCall('listPrimaryKeys'),
    listFunctions: catalogCall('listFunctions'),
    getFunction: catalogCall('getFunction'),
  }

  const service: SqlGatewayService = {
    ...catalog,
    ...createAdminCalls(sessions, operations, closeSession),
    openSession: async (environment) => {
      checkAccepting()
      const session = sessions.open(environment)
      opened.add()
      return session.handle
    },
    closeSession: async (caller, handle) => {
      void closeSession(sessions.use(caller, handle))
    },
    configureSession,
    getSessionConfig: async (caller, handle) => sessions.use(caller, handle).properties,
    getSessionEndpointVersion: async (caller, handle) => sessions.use(caller, handle).origin.endpointVersion,
    heartbeat: async (caller, handle) => {
      sessions.use(caller, handle)
    },
    submitOperation: async (caller, handle, work) => {
      checkAccepting()
      const session = sessions.use(caller, handle)
      return runner.submitOwn(session, activities.of(session), work).handle
    },
    awaitOperation: async (caller, handle, operationHandle, milestone, timeoutMs, signal) => {
      const operation = operations.find(sessions.use(caller, handle), operationHandle)
      const deadline = createDeadline(clock, timeoutMs, signal)
      const reached = (): boolean => isTerminalStatus(operation.status) || (milestone === 'started' && operation.status === 'RUNNING')
      try {
        while (!reached() && !deadline.signal.aborted) await operation.nextTransition(deadline.signal)
      } finally {
        deadline.dispose()
      }
      return operation.info()
    },
    resolveOperation: async (caller, operationHandle) => {
      const operation = operations.lookUp(operationHandle)
      if (operation === undefined || operation.session.origin.principal.name !== caller.name) {
        throw gatewayError('OPERATION.NOT_FOUND', `There is no operation ${operationHandle}.`)
      }
      return operation.session.handle
    },
    cancelOperation: async (caller, handle, operationHandle) =>
      operations.cancel(operations.find(sessions.use(caller, handle), operationHandle)),
    closeOperation: async (caller, handle, operationHandle) => {
      const session = sessions.use(caller, handle)
      const operation = operations.lookUp(operationHandle)
      if (operation === undefined || operation.session !== session) return false
      operations.close(operation)
      return true
    },
    getOperationInfo: async (caller, handle, operationHandle) => operations.find(sessions.use(caller, handle), operationHandle).info(),
    getOperationResultSchema: async (caller, handle, operationHandle, signal) => {
      const operation = operations.find(sessions.use(caller, handle), operationHandle)
      await untilEnded(operation, signal)
      operations.touch(operation)
      return resultOf(operation).outcome.schema
    },
    executeStatement: async (caller, handle, statement, options = {}) => {
      const session = sessions.use(caller, handle)
      return submit(session, statement, session.origin.instance.engine.analyze(statement), options).handle
    },
    fetchResults: async (caller, handle, operationHandle, request) =>
      fetchResults(operations.find(sessions.use(caller, handle), operationHandle), request),
    fetchLog: async (caller, handle, operationHandle, request) =>
      operations.find(sessions.use(caller, handle), operationHandle).log.fetch(request),
    completeStatement: async (caller, handle, statement, position) => {
      const { engine } = sessions.use(caller, handle).origin.instance
      if (!Number.isInteger(position) || position < 0 || position > statement.length) {
        throw gatewayError('REQUEST.INVALID', `The position ${position} is not in the statement: 0 to ${statement.length}.`)
      }
      checkLacks(engine, 'COMPLETION')
      return withEngine(caller, handle, async (engineSession) => (await engineSession.complete?.(statement, position)) ?? [])
    },
    refreshMaterializedTable: async (caller, handle, request) => {
      checkAccepting()
      const session = sessions.use(caller, handle)
      checkLacks(session.origin.instance.engine, 'MATERIALIZED_TABLES')
      return runner.submit(session, activities.of(session), {
        type: 'REFRESH_MATERIALIZED_TABLE',
        description: `REFRESH ${request.tableIdentifier}`,
        facts: { hasResultSet: true },
        executionTimeoutMs: undefined,
        executionConfig: request.executionConfig,
        execute: async (engineSession, context) => {
          if (engineSession.refreshMaterializedTable === undefined)
            throw new TypeError('the engine declares MATERIALIZED_TABLES and lacks the call')
          return engineSession.refreshMaterializedTable(request, context)
        },
      }).handle
    },
    deployScript: async (caller, handle, request) => {
      checkAccepting()
      const session = sessions.use(caller, handle)
      checkLacks(session.origin.instance.engine, 'SCRIPTS')
      if ((request.script === undefined) === (request.scriptUri === undefined)) {
        throw gatewayError('REQUEST.INVALID', 'Exactly one of script and scriptUri must be given.')
      }
      return withEngine(caller, handle, async (engineSession) => {
        if (engineSession.deployScript === undefined) throw new TypeError('the engine declares SCRIPTS and lacks the call')
        const properties = new Map([...session.properties, ...request.executionConfig])
        const signal = new AbortController().signal
        return engineSession.deployScript(request, { signal, properties, log: () => undefined, reportProgress: () => undefined })
      })
    },
    getGatewayInfo: async () => ({
      ...init.product,
      engines: [...init.engines].map(([name, engine]) => ({ name, ...engine.info() })),
    }),
  }

  return {
    service: settleErrors(service, normalise),
    readiness: () => (isStopping ? { ready: false, reasons: ['The gateway is shutting down.'] } : { ready: true, reasons: [] }),
    drain: async (graceMs) => {
      isStopping = true
      reaper.stop()
      const deadline = createDeadline(clock, graceMs)
      for (const operation of operations.underWay()) await untilEnded(operation, deadline.signal)
      deadline.dispose()
      for (const operation of operations.underWay()) operations.cancel(operation)
    },
    close: async () => {
      isStopping = true
      reaper.stop()
      for (const session of [...sessions.all()]) void closeSession(session)
      await Promise.all(closing)
      await operations.released()
      activities.stop()
      operations.stop()
    },
  }
}
