import {
  type Clock,
  canTransition,
  type GatewayError,
  gatewayError,
  isTerminalStatus,
  newOperationHandle,
  type OperationHandle,
  type OperationInfo,
  type OperationProgress,
  type OperationStatus,
  type OperationType,
  type SessionProperties,
  type StatementOutcome,
} from '@sql-gateway/gateway-common'
import type { ResultReader } from '../result/result-reader.js'
import { type Expiring, ExpiryPlace } from '../session/expiry-list.js'
import type { Session, SessionActivity } from '../session/session.js'
import { createOperationLog, type OperationLog } from './operation-log.js'

/** The reason where there is no error; one for all, as Node would otherwise make an exception with a stack for each abort. */
const ENDED = gatewayError('OPERATION.CLOSED', 'The operation was closed.')

function endsWork(status: OperationStatus): boolean {
  return isTerminalStatus(status) && status !== 'FINISHED'
}

/** What an operation is made of. */
export interface OperationInit {
  readonly session: Session
  readonly activity: SessionActivity
  readonly type: OperationType
  /** The beginning of the statement, or what stands in its place for operators. */
  readonly description: string
  readonly hasResultSet: boolean
  readonly clock: Clock
  readonly logMaxLines: number
  /** Called after each move, when the operation already shows the new status. */
  readonly onTransition: (operation: Operation, from: OperationStatus) => void
}

/** The result of an operation in status FINISHED. */
export interface OperationResult {
  readonly outcome: Omit<StatementOutcome, 'rows'>
  readonly reader: ResultReader
  /** What the statement ran with. */
  readonly properties: SessionProperties
}

/**
 * One operation: its status, and what that status promises. {@link Operation.transition} is the only way to move it,
 * and what a status promises is given with the move, so that nobody sees one without the other.
 */
export class Operation implements Expiring<Operation> {
  readonly handle: OperationHandle = newOperationHandle()
  readonly session: Session
  readonly expiry = new ExpiryPlace<Operation>(this)
  /** Its neighbours among the operations of its session. */
  before: Operation | undefined = undefined
  after: Operation | undefined = undefined
  readonly type: OperationType
  readonly description: string
  readonly hasResultSet: boolean
  readonly log: OperationLog
  readonly submittedAtMs: number
  readonly #init: OperationInit
  #abort: AbortController | undefined
  #status: OperationStatus = 'INITIALIZED'
  #startedAtMs: number | undefined
  #completedAtMs: number | undefined
  #progress: OperationProgress | undefined
  #result: OperationResult | undefined
  #error: GatewayError | undefined
  #listeners: Set<() => void> | undefined
  /** Fetches under way: an operation with one is never evicted. */
  fetchesUnderWay = 0

  constructor(init: OperationInit) {
    this.#init = init
    this.session = init.session
    this.type = init.type
    this.description = init.description
    this.hasResultSet = init.hasResultSet
    this.log = createOperationLog(init.logMaxLines)
    this.submittedAtMs = init.clock.now()
  }

  /** That of its session when it was submitted. */
  get activity(): SessionActivity {
    return this.#init.activity
  }

  get status(): OperationStatus {
    return this.#status
  }

  /** Aborted when the operation ends in another way than FINISHED. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    if (endsWork(this.#status)) this.#abort.abort(this.#error ?? ENDED)
    return this.#abort.signal
  }

  get result(): OperationResult | undefined {
    return this.#result
  }

  get error(): GatewayError | undefined {
    return this.#error
  }

  /** When execution ended; for operations that did. */
  get completedAtMs(): number {
    return this.#completedAtMs ?? this.submittedAtMs
  }

  /**
   * Moves to another status, storing what it promises first.
   *
   * @returns `false`, with nothing changed, when the table has no such move: somebody else's came first
   */
  transition(to: 'PENDING' | 'RUNNING' | 'CLOSED'): boolean
  transition(to: 'FINISHED', promise: OperationResult): boolean
  transition(to: 'ERROR' | 'CANCELED' | 'TIMEOUT', promise: GatewayError): boolean
  transition(to: OperationStatus, promise?: OperationResult | GatewayError): boolean {
    const from = this.#status
    if (!canTransition(from, to)) return false
    const now = this.#init.clock.now()
    if (promise instanceof Error) this.#error = promise
    else if (promise !== undefined) this.#result = promise
    if (to === 'RUNNING') this.#startedAtMs = now
    if (isTerminalStatus(to)) this.#completedAtMs ??= now
    this.#status = to
    if (endsWork(to)) this.#abort?.abort(this.#error ?? ENDED)
    const listeners = this.#listeners
    this.#listeners = undefined
    this.#init.onTransition(this, from)
    // What was closed may stay in memory for long: nothing large is to stay with it.
    if (to === 'CLOSED') this.#result = undefined
    listeners?.forEach((listener) => {
      listener()
    })
    return true
  }

  reportProgress(progress: OperationProgress): void {
    this.#progress = progress
  }

  /** Resolves at the next move, or when the signal is aborted. */
  nextTransition(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      const listener = (): void => {
        signal?.removeEventListener('abort', listener)
        this.#listeners?.delete(listener)
        resolve()
      }
      this.#listeners ??= new Set()
      this.#listeners.add(listener)
      signal?.addEventListener('abort', listener)
    })
  }

  info(): OperationInfo {
    const outcome = this.#result?.outcome
    return {
      handle: this.handle,
      status: this.#status,
      type: this.type,
      hasResultSet: this.hasResultSet,
      submittedAtMs: this.submittedAtMs,
      ...defined('startedAtMs', this.#startedAtMs),
      ...defined('completedAtMs', this.#completedAtMs),
      ...defined('affectedRows', outcome?.affectedRows),
      ...defined('progress', this.#progress),
      ...defined('jobId', outcome?.jobId),
      ...defined('error', this.#error),
    }
  }
}

function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V })
}
