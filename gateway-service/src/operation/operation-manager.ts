import {
  type CancelScope,
  type Clock,
  gatewayError,
  isTerminalStatus,
  type Logger,
  type MetricGroup,
  OPERATION_STATUSES,
  type OperationHandle,
  type OperationStatus,
  type OperationType,
} from '@sql-gateway/gateway-common'
import type { ServiceSettings } from '../configuration/service-options.js'
import type { Session, SessionActivity } from '../session/session.js'
import { beginningOf } from './beginning-of.js'
import { createHandleTable } from './handle-table.js'
import { Operation } from './operation.js'
import { createRetention } from './retention.js'
import { createSessionOperations } from './session-operations.js'

/** What to make an operation of. */
export interface NewOperation {
  readonly session: Session
  readonly type: OperationType
  readonly description: string
  readonly hasResultSet: boolean
}

/** The operations of all sessions, from submission until they are closed. */
export interface OperationManager {
  create(init: NewOperation, activity: SessionActivity): Operation
  /** @throws {GatewayError} OPERATION.NOT_FOUND — unknown, or another session's */
  find(session: Session, handle: OperationHandle): Operation
  /** Any operation by handle. */
  lookUp(handle: OperationHandle): Operation | undefined
  /** See OperationApi.cancelOperation. */
  cancel(operation: Operation, scope?: CancelScope): boolean
  /** Ends an operation in any state and releases its result. */
  close(operation: Operation): void
  /** The operations whose execution is not over, also those that are added meanwhile. */
  underWay(): Iterable<Operation>
  /** Counts a use of an operation, so that it is retained for longer. */
  touch(operation: Operation): void
  /** Counts the operation among those whose result was read to its end. */
  markDrained(operation: Operation): void
  count(status: OperationStatus): number
  /** Resolves when the results of closed operations are released, as far as closed until now. */
  released(): Promise<void>
  stop(): void
}

/** What the manager is made of. */
export interface OperationManagerInit {
  readonly settings: ServiceSettings
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: MetricGroup
  /** Called when an operation of the session is closed and gone. */
  readonly onForgotten: (session: Session) => void
}

/** Makes a manager without operations. */
export function createOperationManager({ settings, clock, logger, metrics, onForgotten }: OperationManagerInit): OperationManager {
  const operations = createHandleTable<Operation>()
  const counts = new Map<OperationStatus, number>(OPERATION_STATUSES.map((status) => [status, 0]))
  const releases = new Set<Promise<void>>()
  const retention = createRetention(settings, clock, close)
  const ended = metrics.counter({
    name: 'operations_total',
    help: 'Operations by the status in which their execution ended.',
    labelNames: ['status', 'engine'],
  })
  const duration = metrics.histogram({
    name: 'operation_duration_seconds',
    help: 'Time from submission to the end of execution.',
    labelNames: ['engine'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600],
  })
  metrics.gauge({ name: 'operations_open', help: 'Operations that are not closed.' }, () => operations.size)
  metrics.gauge({ name: 'operations_pending', help: 'Statements that wait for their turn or a worker.' }, () => count('PENDING'))
  metrics.gauge({ name: 'operations_running', help: 'Operations that run.' }, () => count('RUNNING'))

  function count(status: OperationStatus): number {
    return counts.get(status) ?? 0
  }

  function add(status: OperationStatus, by: number): void {
    counts.set(status, count(status) + by)
  }

  function onTransition(operation: Operation, from: OperationStatus): void {
    const { status } = operation
    add(from, -1)
    if (status === 'CLOSED') forget(operation)
    else add(status, 1)
    if (isTerminalStatus(from) || !isTerminalStatus(status)) return
    const engine = operation.session.origin.instance.name
    ended.add({ status, engine })
    duration.observe((operation.completedAtMs - operation.submittedAtMs) / 1000, { engine })
    if (status !== 'CLOSED') retention.touch(operation)
  }

  /** Releases all that a closed operation held. */
  function forget(operation: Operation): void {
    operations.delete(operation.handle)
    retention.forget(operation)
    leave(operation)
    release(operation)
    onForgotten(operation.session)
  }

  function leave(operation: Operation): void {
    const { activity } = operation
    activity.operations?.delete(operation)
    if (activity.operations?.size === 0) activity.operations = undefined
  }

  function release(operation: Operation): void {
    const reader = operation.result?.reader
    if (reader === undefined) return
    const closing = reader
      .close()
      .catch((err: unknown) => logger.warn({ operation: operation.handle, err }, 'A result could not be released'))
      .finally(() => releases.delete(closing))
    releases.add(closing)
  }

  function close(operation: Operation): void {
    operation.transition('CLOSED')
  }

  return {
    count,
    close,
    create: (init, activity) => {
      const description = beginningOf(init.description)
      const operation = new Operation({ ...init, description, activity, clock, logMaxLines: settings.logMaxLines, onTransition })
      operations.set(operation.handle, operation)
      activity.operations ??= createSessionOperations()
      activity.operations.add(operation)
      add('INITIALIZED', 1)
      return operation
    },
    find: (session, handle) => {
      const operation = operations.get(handle)
      if (operation !== undefined && operation.session === session) return operation
      throw gatewayError('OPERATION.NOT_FOUND', `Can not find the submitted operation in the OperationManager with the ${handle}.`)
    },
    lookUp: (handle) => operations.get(handle),
    cancel: (operation, scope = 'execution') => {
      const canceled = gatewayError('OPERATION.CANCELED', `The operation ${operation.handle} was canceled.`)
      if (operation.transition('CANCELED', canceled)) return true
      if (scope === 'execution' || operation.result?.reader.isWhole !== false) return false
      const isStopped = operation.transition('ERROR', canceled)
      if (isStopped) release(operation)
      return isStopped
    },
    underWay: () => operations.values().filter(({ status }) => !isTerminalStatus(status)),
    touch: (operation) => {
      if (isTerminalStatus(operation.status) && operation.status !== 'CLOSED') retention.touch(operation)
    },
    markDrained: (operation) => retention.markDrained(operation),
    released: async () => {
      await Promise.all(releases)
    },
    stop: () => retention.stop(),
  }
}
