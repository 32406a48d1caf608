import type { OperationSummary, SessionSummary } from '@sql-gateway/gateway-common'
import type { AdminOperationBody, AdminSessionBody } from '../wire/index.js'

/** A session as operators are shown it. */
export function adminSession(session: SessionSummary, nowMs: number): AdminSessionBody {
  const { handle, sessionName, owner, engine, endpointVersion, openedAtMs, lastUsedAtMs, operationCount, pinnedBy } = session
  return {
    sessionHandle: handle,
    ...(sessionName === undefined ? {} : { sessionName }),
    owner,
    engine,
    protocol: endpointVersion.protocol,
    version: endpointVersion.version,
    openedAt: isoTime(openedAtMs),
    lastUsedAt: isoTime(lastUsedAtMs),
    idleMs: Math.max(0, nowMs - lastUsedAtMs),
    operationCount,
    ...(pinnedBy === undefined ? {} : { pinnedBy }),
  }
}

/** An operation as operators are shown it. */
export function adminOperation(operation: OperationSummary, nowMs: number): AdminOperationBody {
  const { startedAtMs, completedAtMs, jobId, affectedRows, progress, error } = operation
  return {
    operationHandle: operation.handle,
    sessionHandle: operation.session,
    owner: operation.owner,
    engine: operation.engine,
    type: operation.type,
    status: operation.status,
    statement: operation.statement,
    submittedAt: isoTime(operation.submittedAtMs),
    ...(startedAtMs === undefined ? {} : { startedAt: isoTime(startedAtMs) }),
    ...(completedAtMs === undefined ? {} : { completedAt: isoTime(completedAtMs) }),
    ageMs: Math.max(0, nowMs - operation.submittedAtMs),
    ...(jobId === undefined ? {} : { jobId }),
    ...(affectedRows === undefined ? {} : { affectedRows: affectedRows.toString() }),
    ...(progress === undefined ? {} : { progress }),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.publicMessage } }),
  }
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
