import {
  type Clock,
  type Engine,
  type EngineSession,
  type ExecuteOptions,
  gatewayError,
  type Logger,
  type MetricGroup,
  type Principal,
  type SessionHandle,
  type StatementFacts,
} from '@sql-gateway/gateway-common'
import type { ServiceSettings } from '../configuration/service-options.js'
import type { Operation } from '../operation/operation.js'
import { createOperationManager, type OperationManager } from '../operation/operation-manager.js'
import { createStatementRunner, type StatementRunner } from '../operation/statement-runner.js'
import { createWorkerLanes } from '../operation/worker-lanes.js'
import { createFetchResults, type FetchResults } from '../result/fetch-results.js'
import { type Activities, createActivities } from '../session/activities.js'
import type { EngineInstance, Session } from '../session/session.js'
import { createSessionManager, type SessionManager } from '../session/session-manager.js'
import { engineWorkOf } from './engine-calls.js'
import type { NormaliseError } from './normalise-error.js'

/** What the parts are made of. */
export interface ServicePartsInit {
  /** By instance name, the default one first. At least one. */
  readonly engines: ReadonlyMap<string, Engine>
  readonly settings: ServiceSettings
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: MetricGroup
  readonly normalise: NormaliseError
}

/** What the calls of the service work on; each call is in the file of its noun. */
export interface ServiceParts {
  readonly clock: Clock
  readonly sessions: SessionManager
  readonly operations: OperationManager
  readonly activities: Activities
  readonly runner: StatementRunner
  readonly fetchResults: FetchResults
  /** @throws {GatewayError} GATEWAY.STOPPING — once {@link stopAccepting} was called */
  checkAccepting(): void
  readonly isAccepting: boolean
  stopAccepting(): void
  /** Submits one statement of a session. */
  submit(session: Session, statement: string, facts: StatementFacts, options: ExecuteOptions): Operation
  /** Closes a session with all it holds: gone for callers at once; resolves when its engine session is closed. Never rejects. */
  closeSession(session: Session): Promise<void>
  /** Resolves when the engine sessions of all sessions that were closed until now are closed. */
  sessionsClosed(): Promise<void>
  /** Runs work with the engine session of a caller's session, beside its statements. */
  withEngine<T>(caller: Principal, session: SessionHandle, work: (engineSession: EngineSession) => Promise<T>): Promise<T>
}

/** Makes the parts, joined. */
export function createServiceParts(init: ServicePartsInit): ServiceParts {
  const { clock, logger, metrics, settings, normalise } = init
  const engines = new Map<string, EngineInstance>([...init.engines].map(([name, engine]) => [name, { name, engine }]))
  const [defaultEngine] = engines.keys()
  if (defaultEngine === undefined) throw new TypeError('at least one engine')
  const sessions = createSessionManager({ ...settings, engines, defaultEngine, clock })
  const activities = createActivities(settings.engineReleaseMs, clock, logger)
  const operations = createOperationManager({ settings, clock, logger, metrics, onForgotten: (session) => activities.settle(session) })
  const laneLimits = new Map([...init.engines].map(([name, engine]) => [name, engine.maxConcurrentStatements ?? Number.MAX_SAFE_INTEGER]))
  const lanes = createWorkerLanes(settings.maxWorkers, laneLimits)
  const runner = createStatementRunner({ settings, clock, logger, lanes, operations, sessions, normalise })
  const fetchResults = createFetchResults({ operations, clock, metrics, normalise })
  const closing = new Set<Promise<void>>()
  let isAccepting = true
  metrics.gauge({ name: 'sessions_open', help: 'Open sessions.' }, () => sessions.count)
  metrics.gauge(
    { name: 'session_property_sets', help: 'Different sets of properties that the open sessions hold.' },
    () => sessions.propertySetCount,
  )
  metrics.gauge({ name: 'engine_sessions_open', help: 'Sessions that hold an engine session.' }, () => activities.heldCount)

  function checkAccepting(): void {
    if (!isAccepting) throw gatewayError('GATEWAY.STOPPING', 'The gateway is shutting down.')
  }

  return {
    clock,
    sessions,
    operations,
    activities,
    runner,
    fetchResults,
    checkAccepting,
    get isAccepting() {
      return isAccepting
    },
    stopAccepting: () => {
      isAccepting = false
    },
    submit: (session, statement, facts, options) => {
      checkAccepting()
      return runner.submit(session, activities.of(session), engineWorkOf(statement, facts, options))
    },
    closeSession: async (session) => {
      if (!sessions.remove(session)) return
      for (const operation of [...(session.activity?.operations ?? [])]) operations.close(operation)
      const ended = activities.end(session).finally(() => closing.delete(ended))
      closing.add(ended)
      await ended
    },
    sessionsClosed: async () => {
      await Promise.all(closing)
    },
    withEngine: async (caller, handle, work) => activities.of(sessions.use(caller, handle)).lease.use(work),
  }
}
