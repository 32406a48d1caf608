import {
  type DeployScriptRequest,
  type Engine,
  type EngineCapability,
  type EngineSession,
  type ExecuteOptions,
  gatewayError,
  type RefreshRequest,
  type SessionProperties,
  type StatementFacts,
} from '@sql-gateway/gateway-common'
import type { EngineWork } from '../operation/statement-runner.js'

/** @throws {GatewayError} FEATURE.UNSUPPORTED — the engine lacks the capability; the text gives its reason */
export function checkLacks(engine: Engine, capability: EngineCapability): void {
  const reason = engine.lacks[capability]
  if (reason !== undefined) throw gatewayError('FEATURE.UNSUPPORTED', reason)
}

/** @throws {GatewayError} STATEMENT.NOT_CONFIGURABLE — the text is one statement of a kind that cannot configure a session */
export function checkConfigurable(facts: StatementFacts): void {
  if (facts.statementCount !== 1 || facts.isConfigurable) return
  throw gatewayError(
    'STATEMENT.NOT_CONFIGURABLE',
    `A statement of kind ${facts.kind} can not configure a session. Statements that can are SET, RESET, USE, CREATE, DROP, ALTER and the like.`,
  )
}

/** The work of running a statement. A text that is not one statement fails as the statement's own error. */
export function engineWorkOf(statement: string, facts: StatementFacts, options: ExecuteOptions): EngineWork {
  return {
    type: 'EXECUTE_STATEMENT',
    description: statement,
    hasResultSet: facts.hasResultSet,
    executionTimeoutMs: options.executionTimeoutMs,
    executionConfig: options.executionConfig,
    execute: async (engineSession, context) => {
      if (facts.statementCount === 0) throw gatewayError('STATEMENT.EMPTY', 'There is no statement in the text.')
      if (facts.statementCount > 1) {
        throw gatewayError('STATEMENT.MULTIPLE', `The text holds ${facts.statementCount} statements; a call takes one.`)
      }
      return engineSession.execute(statement, context)
    },
  }
}

/** The work of refreshing a materialized table. */
export function refreshWork(request: RefreshRequest): EngineWork {
  return {
    type: 'REFRESH_MATERIALIZED_TABLE',
    description: `REFRESH ${request.tableIdentifier}`,
    hasResultSet: true,
    executionTimeoutMs: undefined,
    executionConfig: request.executionConfig,
    execute: async (engineSession, context) => {
      if (engineSession.refreshMaterializedTable === undefined) throw missingCall('MATERIALIZED_TABLES')
      return engineSession.refreshMaterializedTable(request, context)
    },
  }
}

/** @throws {GatewayError} REQUEST.INVALID — not exactly one of script and scriptUri */
export function deployScriptWork(
  request: DeployScriptRequest,
  properties: SessionProperties,
): (engineSession: Pick<EngineSession, 'deployScript'>) => Promise<string> {
  if ((request.script === undefined) === (request.scriptUri === undefined)) {
    throw gatewayError('REQUEST.INVALID', 'Exactly one of script and scriptUri must be given.')
  }
  return async (engineSession) => {
    if (engineSession.deployScript === undefined) throw missingCall('SCRIPTS')
    return engineSession.deployScript(request, {
      signal: new AbortController().signal,
      ...(request.executionConfig.size === 0
        ? { properties }
        : { properties: new Map([...properties, ...request.executionConfig]), sessionProperties: properties }),
      log: () => undefined,
      reportProgress: () => undefined,
    })
  }
}

function missingCall(capability: EngineCapability): TypeError {
  return new TypeError(`the engine does not lack ${capability} and has no such call`)
}
