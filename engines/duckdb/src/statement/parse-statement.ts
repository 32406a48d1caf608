import { gatewayError, type StatementFacts } from '@sql-gateway/gateway-common'
import { syntaxError, unterminatedError } from './source-text.js'
import { WATCHED_FUNCTIONS } from './statement-guard.js'
import { classify, factsOf, type StatementKind } from './statement-kind.js'
import { type StatementText, scanStatements } from './statement-text.js'

/** The one statement of a text. */
export interface ParsedStatement extends StatementText, StatementKind {
  /** The whole text, in which all places count. */
  readonly text: string
}

/** How Flink begins what holds other statements between BEGIN and END; DuckDB runs none of these. */
const SETS = /^(?:(?:EXECUTE|EXPLAIN) STATEMENT SET|COMPILE (?:AND EXECUTE )?PLAN)(?: |$)/

/** A statement set is one statement, though there is a `;` in it. */
function withoutSet(statements: readonly StatementText[]): readonly StatementText[] {
  const [first] = statements
  const words = first?.tokens.slice(0, 5).map(({ kind, value }) => (kind === 'word' ? value : '?'))
  return first !== undefined && SETS.test(words?.join(' ') ?? '') ? [first] : statements
}

/**
 * Takes the one statement out of a text.
 *
 * @throws {GatewayError} STATEMENT.EMPTY, STATEMENT.MULTIPLE
 * @throws {GatewayError} STATEMENT.SYNTAX — a quote or comment is not closed, or there is a NUL character
 */
export function parseStatement(text: string): ParsedStatement {
  const nul = text.indexOf('\0')
  // DuckDB would take the text to end there.
  if (nul !== -1) throw syntaxError(text, nul, 'the text holds a NUL character')
  const { statements: all, unterminated } = scanStatements(text, WATCHED_FUNCTIONS)
  if (unterminated !== undefined) throw unterminatedError(text, unterminated)
  const statements = withoutSet(all)
  const [only] = statements
  if (only === undefined) throw gatewayError('STATEMENT.EMPTY', 'The text holds no statement.')
  if (statements.length > 1) {
    throw gatewayError('STATEMENT.MULTIPLE', `The text holds ${statements.length} statements; send them one by one.`)
  }
  return { ...only, ...classify(only), text }
}

/** Tells what a text is. Never throws. A comment or quote that is not closed counts as the beginning of a statement. */
export function analyzeText(text: string): StatementFacts {
  const { statements: all, unterminated } = scanStatements(text, WATCHED_FUNCTIONS)
  const statements = withoutSet(all)
  const facts = factsOf(statements)
  return unterminated === undefined || statements.length > 0 ? facts : { ...facts, statementCount: 1 }
}
