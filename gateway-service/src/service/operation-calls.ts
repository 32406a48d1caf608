import {
  gatewayError,
  isTerminalStatus,
  type OperationApi,
  type OperationHandle,
  type Principal,
  type SessionHandle,
} from '@sql-gateway/gateway-common'
import { createDeadline } from '../operation/deadline.js'
import type { Operation } from '../operation/operation.js'
import { untilEnded } from '../operation/statement-runner.js'
import { resultOf } from '../result/fetch-results.js'
import type { ServiceParts } from './service-parts.js'

/** The operation of a caller's session. */
export function findOperation(parts: ServiceParts, caller: Principal, session: SessionHandle, operation: OperationHandle): Operation {
  return parts.operations.find(parts.sessions.use(caller, session), operation)
}

/** Makes the calls of {@link OperationApi}. */
export function createOperationCalls(parts: ServiceParts): OperationApi {
  const { sessions, operations, activities, runner, clock } = parts
  return {
    submitOperation: async (caller, handle, work) => {
      parts.checkAccepting()
      const session = sessions.use(caller, handle)
      return runner.submitOwn(session, activities.of(session), work).handle
    },
    awaitOperation: async (caller, handle, operationHandle, milestone, timeoutMs, signal) => {
      const operation = findOperation(parts, caller, handle, operationHandle)
      const deadline = createDeadline(clock, timeoutMs, { signal })
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
    cancelOperation: async (caller, handle, operationHandle, scope) =>
      operations.cancel(findOperation(parts, caller, handle, operationHandle), scope),
    closeOperation: async (caller, handle, operationHandle) => {
      const session = sessions.use(caller, handle)
      const operation = operations.lookUp(operationHandle)
      if (operation === undefined || operation.session !== session) return false
      operations.close(operation)
      return true
    },
    getOperationInfo: async (caller, handle, operationHandle) => findOperation(parts, caller, handle, operationHandle).info(),
    getOperationResultSchema: async (caller, handle, operationHandle, signal) => {
      const operation = findOperation(parts, caller, handle, operationHandle)
      await untilEnded(operation, signal)
      operations.touch(operation)
      return resultOf(operation).outcome.schema
    },
  }
}
