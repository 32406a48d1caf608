import { type Engine, type EngineCapability, type ExecuteOptions, gatewayError, type StatementFacts } from '@sql-gateway/gateway-common'
import type { EngineWork } from '../operation/statement-runner.js'

/** @throws {GatewayError} FEATURE.UNSUPPORTED — the engine lacks the capability; the text gives its reason */
export function checkLacks(engine: Engine, capability: EngineCapability): void {
  const reason = engine.lacks[capability]
  if (reason !== undefined) throw gatewayError('FEATURE.UNSUPPORTED', reason)
}

/** The work of running a statement. A text that is not one statement fails as the statement's own error. */
export function engineWorkOf(statement: string, facts: StatementFacts, options: ExecuteOptions): EngineWork {
  return {
    type: 'EXECUTE_STATEMENT',
    description: statement,
    facts,
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

/** @throws {GatewayError} STATEMENT.NOT_CONFIGURABLE — the text is one statement of a kind that cannot configure a session */
export function checkConfigurable(facts: StatementFacts): void {
  if (facts.statementCount !== 1 || facts.isConfigurable) return
  throw gatewayError(
    'STATEMENT.NOT_CONFIGURABLE',
    `A statement of kind ${facts.kind} can not configure a session. Statements that can are SET, RESET, USE, CREATE, DROP, ALTER and the like.`,
  )
}
