import { gatewayError, type StatementApi } from '@sql-gateway/gateway-common'
import { checkLacks, deployScriptWork, refreshWork } from './engine-calls.js'
import { findOperation } from './operation-calls.js'
import type { ServiceParts } from './service-parts.js'

/** Makes the calls of {@link StatementApi}. */
export function createStatementCalls(parts: ServiceParts): StatementApi {
  const { sessions, activities, runner } = parts
  return {
    executeStatement: async (caller, handle, statement, options = {}) => {
      const session = sessions.use(caller, handle)
      const facts = session.origin.instance.engine.analyze(statement)
      return parts.submit(session, statement, facts, options).handle
    },
    fetchResults: async (caller, handle, operation, request) =>
      parts.fetchResults(findOperation(parts, caller, handle, operation), request),
    fetchLog: async (caller, handle, operation, request) => findOperation(parts, caller, handle, operation).log.fetch(request),
    completeStatement: async (caller, handle, statement, position) => {
      const { engine } = sessions.use(caller, handle).origin.instance
      if (!Number.isInteger(position) || position < 0 || position > statement.length) {
        throw gatewayError('REQUEST.INVALID', `The position ${position} is not in the statement: 0 to ${statement.length}.`)
      }
      checkLacks(engine, 'COMPLETION')
      return parts.withEngine(caller, handle, async (engineSession) => (await engineSession.complete?.(statement, position)) ?? [])
    },
    refreshMaterializedTable: async (caller, handle, request) => {
      parts.checkAccepting()
      const session = sessions.use(caller, handle)
      checkLacks(session.origin.instance.engine, 'MATERIALIZED_TABLES')
      return runner.submit(session, activities.of(session), refreshWork(request)).handle
    },
    deployScript: async (caller, handle, request) => {
      parts.checkAccepting()
      const session = sessions.use(caller, handle)
      checkLacks(session.origin.instance.engine, 'SCRIPTS')
      return parts.withEngine(caller, handle, deployScriptWork(request, session.properties))
    },
  }
}
