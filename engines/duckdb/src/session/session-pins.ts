import type { QueryTexts } from '../database/query-texts.js'
import type { ParsedStatement } from '../statement/parse-statement.js'
import type { Pin, SessionState } from './session-state.js'

/** How many of each there are; each asked only where a statement may have taken the last one away. */
const COUNTS: Readonly<Record<Exclude<Pin, 'a search path'>, string>> = {
  'temporary objects': `SELECT (
    (SELECT count(*) FROM duckdb_tables() WHERE temporary) + (SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal)
    + (SELECT count(*) FROM duckdb_sequences() WHERE temporary)
    + (SELECT count(*) FROM duckdb_types() WHERE database_name = 'temp' AND NOT internal AND type_name NOT LIKE '\\_\\_pivot%' ESCAPE '\\')
    + (SELECT count(*) FROM duckdb_functions() WHERE database_name = 'temp')
  )::VARCHAR`,
  'prepared statements': 'SELECT count(*)::VARCHAR FROM duckdb_prepared_statements()',
  'SQL variables': 'SELECT count(*)::VARCHAR FROM duckdb_variables()',
}

/** What a statement that has succeeded leaves in the connection. */
export function pinOf({ kind, tokens }: ParsedStatement): Pin | undefined {
  if (kind.startsWith('CREATE')) {
    return tokens.slice(1, 8).some(({ value }) => ['TEMP', 'TEMPORARY'].includes(value.toUpperCase())) ? 'temporary objects' : undefined
  }
  if (kind === 'PREPARE') return 'prepared statements'
  return kind === 'SET' && tokens[1]?.value === 'VARIABLE' ? 'SQL variables' : undefined
}

/** The pin that a statement may take away. */
function unpinOf({ kind, tokens }: ParsedStatement): Exclude<Pin, 'a search path'> | undefined {
  if (kind.startsWith('DROP') || kind === 'ROLLBACK') return 'temporary objects'
  if (kind === 'DEALLOCATE') return 'prepared statements'
  return kind === 'RESET' && tokens[1]?.value === 'VARIABLE' ? 'SQL variables' : undefined
}

/** Brings up to date what holds a session to its connection, after a statement has succeeded. */
export async function notePins(query: QueryTexts, state: SessionState, statement: ParsedStatement): Promise<void> {
  const pin = pinOf(statement)
  if (pin !== undefined) state.pins.add(pin)
  const unpin = unpinOf(statement)
  if (unpin === undefined || !state.pins.has(unpin)) return
  const [[count] = []] = await query(COUNTS[unpin])
  if (count === '0') state.pins.delete(unpin)
}
