import { gatewayError } from '@sql-gateway/gateway-common'
import type { ParsedStatement } from '../statement/parse-statement.js'
import type { FlinkStatement } from './flink-statement.js'
import type { TokenReader } from './token-reader.js'

/** What may be explained: EXPLAIN ANALYZE runs it, and what is not listed might change the session or the engine unseen. */
const EXPLAINED = [
  'SELECT',
  'WITH',
  'FROM',
  'TABLE',
  'VALUES',
  'PIVOT',
  'UNPIVOT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'CREATE',
  'COPY',
  'EXECUTE',
  'SUMMARIZE',
  'DESCRIBE',
  'SHOW',
]

/** The details that Flink's EXPLAIN may ask for; DuckDB's plan has its own. */
const FLINK_DETAILS = ['ESTIMATED_COST', 'CHANGELOG_MODE', 'JSON_EXECUTION_PLAN', 'PLAN_ADVICE']

function skipFlinkDetails(reader: TokenReader): void {
  if (reader.accept('PLAN', 'FOR')) return
  if (!FLINK_DETAILS.some((detail) => reader.accept(detail))) return
  while (reader.acceptSymbol(',')) {
    if (!FLINK_DETAILS.some((detail) => reader.accept(detail))) reader.fail()
  }
}

/** Takes DuckDB's own options: `ANALYZE`, `VERBOSE`, `(FORMAT json)`. */
function takeEngineOptions(reader: TokenReader, { text }: ParsedStatement): string {
  let head = 'EXPLAIN '
  if (reader.accept('ANALYZE')) head += 'ANALYZE '
  if (reader.accept('VERBOSE')) head += 'VERBOSE '
  const open = reader.peek()
  if (open?.raw !== '(' || !['FORMAT', 'ANALYZE'].includes(reader.peek(1)?.value ?? '')) return head
  let close = reader.take()
  while (close.raw !== ')' || close.depth > open.depth) close = reader.take()
  return `${head}${text.slice(open.start, close.end)} `
}

/**
 * Reads what follows EXPLAIN.
 *
 * @throws {GatewayError} STATEMENT.SYNTAX
 * @throws {GatewayError} FEATURE.UNSUPPORTED — a statement without a plan
 */
export function parseExplain(reader: TokenReader, statement: ParsedStatement): FlinkStatement {
  skipFlinkDetails(reader)
  const head = takeEngineOptions(reader, statement)
  const first = reader.peek()
  if (first === undefined) reader.fail()
  if (first.raw !== '(' && !EXPLAINED.includes(first.value)) {
    throw gatewayError('FEATURE.UNSUPPORTED', `EXPLAIN shows the plans of queries and of statements that change rows, not of ${first.raw}.`)
  }
  return { is: 'explain', head, from: first.start }
}
