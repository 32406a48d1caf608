import {
  type Clock,
  type EngineSession,
  type ExecuteContext,
  gatewayError,
  isTerminalStatus,
  type Logger,
  type OperationType,
  type SessionProperties,
  type StatementOutcome,
  type SubmittedOperation,
} from '@sql-gateway/gateway-common'
import type { ServiceSettings } from '../configuration/service-options.js'
import { readableByRow } from '../result/replay-window.js'
import { createResultReader } from '../result/result-reader.js'
import type { NormaliseError } from '../service/normalise-error.js'
import type { Session, SessionActivity } from '../session/session.js'
import type { SessionManager } from '../session/session-manager.js'
import type { Operation } from './operation.js'
import type { OperationManager } from './operation-manager.js'
import type { WorkerLanes } from './worker-lanes.js'

/** One piece of work for a session's engine. */
export interface EngineWork {
  readonly type: OperationType
  /** The statement, or what stands in its place. */
  readonly description: string
  readonly hasResultSet: boolean
  readonly executionTimeoutMs: number | undefined
  readonly executionConfig: SessionProperties | undefined
  execute(engineSession: EngineSession, context: ExecuteContext): Promise<StatementOutcome>
}

/** Takes work from submission to its end: the session's queue, a worker, the engine, the result. */
export interface StatementRunner {
  /**
   * Accepts work for the engine; answers at once.
   *
   * @throws {GatewayError} OPERATION.QUEUE_FULL
   */
  submit(session: Session, activity: SessionActivity, work: EngineWork): Operation
  /** Starts work of an endpoint's own, beside the queue. */
  submitOwn(session: Session, activity: SessionActivity, work: SubmittedOperation): Operation
}

/** What the runner is made of. */
export interface StatementRunnerInit {
  readonly settings: ServiceSettings
  readonly clock: Clock
  readonly logger: Logger
  readonly lanes: WorkerLanes
  readonly operations: OperationManager
  readonly sessions: SessionManager
  readonly normalise: NormaliseError
}

/** Makes a runner. */
export function createStatementRunner(init: StatementRunnerInit): StatementRunner {
  const { settings, clock, logger, lanes, operations, sessions, normalise } = init

  function checkRoom(session: Session, activity: SessionActivity): void {
    const waitingHere = activity.queue.waitingCount
    if (waitingHere >= settings.maxQueuedPerSession) {
      throw gatewayError(
        'OPERATION.QUEUE_FULL',
        `${waitingHere} statements of the session wait for their turn, which is the limit (sql-gateway.session.max-queued-statements).`,
      )
    }
    const startsAtOnce = activity.queue.isIdle && lanes.hasFreeWorker(session.origin.instance.name)
    if (!startsAtOnce && operations.count('PENDING') >= settings.queueSize) {
      throw gatewayError(
        'OPERATION.QUEUE_FULL',
        `${settings.queueSize} statements wait for a worker, which is the limit (sql-gateway.worker.queue-size).`,
      )
    }
  }

  function startTimeout(operation: Operation, timeoutMs: number): void {
    if (timeoutMs <= 0) return
    const timer = clock.schedule(timeoutMs, () => {
      operation.transition(
        'TIMEOUT',
        gatewayError('OPERATION.TIMEOUT', `The statement was stopped after its execution timeout of ${timeoutMs} ms.`),
      )
    })
    void untilEnded(operation).then(() => timer.cancel())
  }

  /** Stores what the work yields before the status says so; what comes too late is released. */
  async function finish(operation: Operation, outcome: StatementOutcome, properties: SessionProperties): Promise<void> {
    const { rows, ...rest } = outcome
    try {
      // The engine has done the change even if the statement was canceled meanwhile.
      sessions.applyConfigChanges(operation.session, outcome.configChanges ?? [])
    } catch (error) {
      await rows.close()
      throw error
    }
    const limits = { maxRows: settings.replayMaxRows, maxBytes: settings.replayMaxBytes }
    const reader = createResultReader(readableByRow(rows, limits), clock)
    if (!operation.transition('FINISHED', { outcome: rest, reader, properties })) await reader.close()
  }

  function fail(operation: Operation, thrown: unknown): void {
    const fields = { session: operation.session.handle, operation: operation.handle }
    const error = normalise(thrown, fields)
    operation.log.append(error.publicMessage)
    if (!operation.transition('ERROR', error)) logger.debug({ ...fields, err: thrown }, 'A statement failed after it had ended')
  }

  /** Calls the engine and waits for its end, even where the operation ends before. */
  async function execute(operation: Operation, properties: SessionProperties, run: () => Promise<StatementOutcome>): Promise<void> {
    const overrun = (): void => {
      const fields = { session: operation.session.handle, operation: operation.handle, engine: operation.session.origin.instance.name }
      logger.warn(fields, 'The engine has not stopped a statement in time')
    }
    let timer: { cancel(): void } | undefined
    const onAbort = (): void => {
      timer = clock.schedule(settings.cancelGraceMs, overrun)
    }
    operation.signal.addEventListener('abort', onAbort)
    try {
      await finish(operation, await run(), properties)
    } catch (error) {
      fail(operation, error)
    } finally {
      operation.signal.removeEventListener('abort', onAbort)
      timer?.cancel()
    }
  }

  /** The statement's own configuration over the session's as it is now. */
  function propertiesOf({ session }: Operation, config: SessionProperties | undefined): SessionProperties {
    return config === undefined || config.size === 0 ? session.properties : new Map([...session.properties, ...config])
  }

  function contextOf(operation: Operation, properties: SessionProperties): ExecuteContext {
    const ofSession = operation.session.properties
    return {
      signal: operation.signal,
      properties,
      ...(properties === ofSession ? {} : { sessionProperties: ofSession }),
      log: (line) => operation.log.append(line),
      reportProgress: (progress) => operation.reportProgress(progress),
    }
  }

  /** The operation's turn in its session has come. */
  async function takeTurn(operation: Operation, activity: SessionActivity, work: EngineWork): Promise<void> {
    if (isTerminalStatus(operation.status)) return
    const ticket = lanes.request(operation.session.origin.instance.name)
    try {
      if (ticket.granted !== undefined) await Promise.race([ticket.granted, untilEnded(operation)])
      if (!operation.transition('RUNNING')) return
      const properties = propertiesOf(operation, work.executionConfig)
      await execute(operation, properties, () =>
        activity.lease.use((engineSession) => {
          operation.signal.throwIfAborted()
          return work.execute(engineSession, contextOf(operation, properties))
        }),
      )
    } finally {
      ticket.release()
      // The session was in use until now.
      if (!operation.session.isClosed) sessions.touch(operation.session)
    }
  }

  return {
    submit: (session, activity, work) => {
      checkRoom(session, activity)
      const { type, description, hasResultSet } = work
      const operation = operations.create({ session, type, description, hasResultSet }, activity)
      operation.transition('PENDING')
      startTimeout(operation, work.executionTimeoutMs ?? settings.executionTimeoutMs)
      let hasTurn = false
      let leaveQueue: (() => void) | undefined
      const leave = activity.queue.add(() => {
        hasTurn = true
        // With the listener the statement would stay as long as the operation.
        if (leaveQueue !== undefined) operation.signal.removeEventListener('abort', leaveQueue)
        return takeTurn(operation, activity, work)
      })
      // Its turn may have come at once, and it waits for a worker.
      if (!hasTurn) {
        leaveQueue = leave
        operation.signal.addEventListener('abort', leaveQueue, { once: true })
      }
      return operation
    },
    submitOwn: (session, activity, work) => {
      const { type, description, hasResultSet } = work
      const operation = operations.create({ session, type, description, hasResultSet }, activity)
      operation.transition('PENDING')
      operation.transition('RUNNING')
      void execute(operation, session.properties, () => work.execute(operation.signal))
      return operation
    },
  }
}

/** Resolves when execution is over, however it ended. */
export async function untilEnded(operation: Operation, signal?: AbortSignal): Promise<void> {
  while (!isTerminalStatus(operation.status) && signal?.aborted !== true) await operation.nextTransition(signal)
}
