/**
 * The states of an operation and the moves between them: Flink's table plus one move of ours, FINISHED → ERROR, for a
 * result that fails after its first rows could be fetched.
 *
 * - INITIALIZED: accepted. PENDING: waits for its turn in the session or for a worker. RUNNING: the engine works.
 * - FINISHED: schema and result source exist; the rows of a stream may go on for ever.
 * - CANCELED, TIMEOUT, ERROR: ended without a result to come. CLOSED: everything it held is released.
 *
 * @see Apache Flink, `org.apache.flink.table.gateway.api.operation.OperationStatus`
 */
export const OPERATION_TRANSITIONS = {
  INITIALIZED: ['PENDING', 'CANCELED', 'CLOSED', 'TIMEOUT', 'ERROR'],
  PENDING: ['RUNNING', 'CANCELED', 'CLOSED', 'TIMEOUT', 'ERROR'],
  RUNNING: ['FINISHED', 'CANCELED', 'CLOSED', 'TIMEOUT', 'ERROR'],
  FINISHED: ['CLOSED', 'ERROR'],
  CANCELED: ['CLOSED'],
  TIMEOUT: ['CLOSED'],
  ERROR: ['CLOSED'],
  CLOSED: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** A state of an operation. */
export type OperationStatus = keyof typeof OPERATION_TRANSITIONS

/** All states, in the table's order. */
export const OPERATION_STATUSES = Object.keys(OPERATION_TRANSITIONS) as readonly OperationStatus[]

/** Tells whether the table has a move. */
export function canTransition(from: OperationStatus, to: OperationStatus): boolean {
  return (OPERATION_TRANSITIONS[from] as readonly string[]).includes(to)
}

/** Tells whether execution is over: in every state but INITIALIZED, PENDING and RUNNING. */
export function isTerminalStatus(status: OperationStatus): boolean {
  return status !== 'INITIALIZED' && status !== 'PENDING' && status !== 'RUNNING'
}
