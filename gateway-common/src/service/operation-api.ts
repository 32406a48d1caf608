import type { StatementOutcome } from '../engine/statement-outcome.js'
import type { OperationHandle, SessionHandle } from '../handle.js'
import type { OperationInfo, OperationType } from '../operation/operation-info.js'
import type { Principal } from '../principal.js'
import type { ResultSchema } from '../result/result-schema.js'

/** Work that an endpoint brings itself, such as the rows of a metadata call. */
export interface SubmittedOperation {
  readonly type: OperationType
  /** Shown to operators in place of a statement. */
  readonly description: string
  readonly hasResultSet: boolean
  /** Does the work; aborted on cancel, close and timeout. */
  execute(signal: AbortSignal): Promise<StatementOutcome>
}

/** How far {@link OperationApi.awaitOperation} waits: until it no longer waits for its turn, or until execution is over. */
export type OperationMilestone = 'started' | 'terminal'

/** What {@link OperationApi.cancelOperation} stops: execution alone, or the rows of a stream, too. */
export type CancelScope = 'execution' | 'result'

/**
 * Operations of a session.
 *
 * Every call throws SESSION.NOT_FOUND for an unknown session and OPERATION.NOT_FOUND for an operation that the session
 * does not have, save closeOperation.
 */
export interface OperationApi {
  /**
   * Starts work of the endpoint's own as an operation. It runs at once, beside the session's statements, and takes no
   * worker: it is for calls that answer from memory or from the catalog.
   */
  submitOperation(caller: Principal, session: SessionHandle, operation: SubmittedOperation): Promise<OperationHandle>
  /**
   * Waits until the operation reached the milestone or the time is over, whichever is first.
   *
   * @param timeoutMs - 0 answers at once
   * @param signal - aborting ends the wait, not the operation
   * @returns the operation as it is then; look at `status` to tell which of the two it was
   */
  awaitOperation(
    caller: Principal,
    session: SessionHandle,
    operation: OperationHandle,
    milestone: OperationMilestone,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<OperationInfo>
  /**
   * The session of an operation, for protocols whose calls name the operation alone.
   *
   * @throws {GatewayError} OPERATION.NOT_FOUND — also when the session is another principal's
   */
  resolveOperation(caller: Principal, operation: OperationHandle): Promise<SessionHandle>
  /**
   * Cancels an operation that waits or runs: it is CANCELED when this resolves, and its turn passes on. The engine is
   * told to stop; its end is awaited in the background, and until then the session's next statement waits.
   *
   * @param scope - `execution` (the default) leaves alone what has ended, as Flink does. `result` also stops the rows of a
   *   stream, whose execution has ended with its first page: the operation is in ERROR then, and fetches fail with
   *   OPERATION.CANCELED. Rows that are all there stay.
   * @returns whether this call did it; `false` when there was nothing left to stop
   */
  cancelOperation(caller: Principal, session: SessionHandle, operation: OperationHandle, scope?: CancelScope): Promise<boolean>
  /**
   * Ends an operation in any state and releases its result. Fetches under way fail with OPERATION.CLOSED.
   *
   * @returns whether there was such an operation; never throws OPERATION.NOT_FOUND
   */
  closeOperation(caller: Principal, session: SessionHandle, operation: OperationHandle): Promise<boolean>
  /** The operation as it is now. */
  getOperationInfo(caller: Principal, session: SessionHandle, operation: OperationHandle): Promise<OperationInfo>
  /**
   * The columns of the result; waits until execution is over.
   *
   * @throws {GatewayError} what the operation failed with
   */
  getOperationResultSchema(
    caller: Principal,
    session: SessionHandle,
    operation: OperationHandle,
    signal?: AbortSignal,
  ): Promise<ResultSchema>
}
