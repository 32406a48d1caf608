import { type GatewayError, gatewayError } from '@sql-gateway/gateway-common'
import { type Call, type StatementText, scanStatements, type Token } from './statement-text.js'

/**
 * Table functions that reach beyond their session although the configuration is locked: they switch logging and
 * profiling of the whole instance (a log in a folder that may not be written makes every later statement of every
 * session fail), abort the transactions of others, follow raw pointers, or run text that nobody has seen.
 */
const REFUSED_FUNCTIONS: Readonly<Record<string, string>> = {
  enable_logging: 'it would log the statements of all sessions',
  disable_logging: 'logging belongs to all sessions',
  truncate_duckdb_logs: 'logging belongs to all sessions',
  enable_profiling: 'profiles are written by the gateway itself; use EXPLAIN ANALYZE',
  disable_profiling: 'profiles are written by the gateway itself; use EXPLAIN ANALYZE',
  enable_peg_parser: 'the parser belongs to all sessions',
  disable_peg_parser: 'the parser belongs to all sessions',
  force_checkpoint: 'it would abort the transactions of other sessions',
  arrow_scan: 'it reads raw memory',
  arrow_scan_dumb: 'it reads raw memory',
  json_execute_serialized_sql: 'the gateway cannot see what it would run',
}

/** Functions whose calls a scan has to note for {@link guardStatement}. */
export const WATCHED_FUNCTIONS: ReadonlySet<string> = new Set([...Object.keys(REFUSED_FUNCTIONS), 'query'])

/** Pragmas that only look. Others change the instance or the process; settings have SET. */
const ALLOWED_PRAGMAS: ReadonlySet<string> = new Set([
  'collations',
  'database_list',
  'database_size',
  'functions',
  'metadata_info',
  'platform',
  'show',
  'show_databases',
  'show_tables',
  'show_tables_expanded',
  'storage_info',
  'table_info',
  'user_agent',
  'version',
])

/** How deep `query('…')` may be nested. */
const MAX_QUERY_DEPTH = 8

function forbidden(what: string, reason: string): GatewayError {
  return gatewayError('STATEMENT.FORBIDDEN', `${what} is not allowed here: ${reason}.`)
}

/** A text whose value is what is written; escapes, and several texts in a row, are not taken apart. */
function plainText(token: Token | undefined, next: Token | undefined): string | undefined {
  if (token === undefined || next?.kind === 'text') return undefined
  const isPlain = token.kind === 'name' || (token.kind === 'text' && "'$".includes(token.raw[0] as string))
  return isPlain ? token.value : undefined
}

function guardCall({ name, begin }: Call, depth: number): void {
  if (name !== 'query') throw forbidden(`The function ${name}`, REFUSED_FUNCTIONS[name] ?? 'it is refused')
  const [first, second] = begin
  const text = first?.kind === 'text' && second?.raw === ')' ? plainText(first, second) : undefined
  if (text === undefined || depth === MAX_QUERY_DEPTH) {
    throw forbidden('The function query', 'its argument must be a plain text, for the gateway has to see what it runs')
  }
  for (const { calls, backticked } of scanStatements(text, WATCHED_FUNCTIONS).statements) {
    if (backticked.length > 0)
      throw forbidden('A name in backticks within query', 'DuckDB gets that text as it is; use double quotes in it')
    for (const call of calls) guardCall(call, depth + 1)
  }
}

/** Whether a statement is, or has within it, a COPY that is run: PREPARE … AS COPY, EXPLAIN ANALYZE COPY. */
function copyIndex({ tokens }: StatementText): number {
  const first = tokens[0]?.value
  if (first === 'COPY') return 0
  if (first !== 'PREPARE' && first !== 'EXPLAIN') return -1
  return tokens.findIndex(({ kind, value, depth }) => kind === 'word' && value === 'COPY' && depth === 0)
}

/** A file or folder that a statement writes or attaches. */
export interface FileTarget {
  readonly path: string
  /** Whether it is attached as a database. */
  readonly isAttached: boolean
}

/** Options of COPY that make up the names of the files below the target. */
const NAMING_OPTIONS = ['FILENAME_PATTERN', 'FILE_EXTENSION']

function guardNaming(tokens: readonly Token[]): void {
  for (const [i, { value }] of tokens.entries()) {
    if (!NAMING_OPTIONS.includes(value.toUpperCase())) continue
    const text = plainText(tokens[i + 1], tokens[i + 2])
    if (text === undefined || /[\\/]/.test(text))
      throw forbidden(`The ${value.toUpperCase()} of COPY`, 'it must be a plain text without folders')
  }
}

function copyTarget(statement: StatementText, start: number): FileTarget | undefined {
  const tokens = statement.tokens.slice(start)
  const top = tokens.filter(({ depth }) => depth === 0)
  const to = top.findIndex(({ kind, value }) => kind === 'word' && value === 'TO')
  if (to === -1 || (top[1]?.value === 'FROM' && top[2]?.value === 'DATABASE')) return undefined
  const path = plainText(top[to + 1], top[to + 2])
  if (path === undefined)
    throw forbidden('COPY to a computed file', 'the file must be a plain text, for the gateway has to see where it writes')
  guardNaming(tokens)
  return { path, isAttached: false }
}

function attachTarget({ tokens }: StatementText): FileTarget {
  const at = tokens.findIndex(({ value }, i) => i > 0 && !['DATABASE', 'IF', 'NOT', 'EXISTS'].includes(value))
  const token = tokens[at]
  const path = token?.kind === 'word' ? token.raw : plainText(token, tokens[at + 1])
  if (path === undefined)
    throw forbidden('ATTACH of a computed file', 'the file must be a plain text, for the gateway has to see what it attaches')
  return { path, isAttached: true }
}

function exportTarget({ tokens }: StatementText): FileTarget {
  const at = tokens.findIndex(({ kind, depth }) => kind === 'text' && depth === 0)
  const path = plainText(tokens[at], tokens[at + 1])
  if (path === undefined)
    throw forbidden('EXPORT DATABASE to a computed folder', 'the folder must be a plain text, for the gateway has to see where it writes')
  return { path, isAttached: false }
}

/**
 * The file or folder that a statement writes or attaches, if it does.
 *
 * @throws {GatewayError} STATEMENT.FORBIDDEN — it is computed
 */
export function fileTarget(statement: StatementText): FileTarget | undefined {
  const first = statement.tokens[0]?.value
  if (first === 'ATTACH') return attachTarget(statement)
  if (first === 'EXPORT') return exportTarget(statement)
  const start = copyIndex(statement)
  return start === -1 ? undefined : copyTarget(statement, start)
}

function guardPragma({ tokens }: StatementText): void {
  const name = tokens[1]?.value.toLowerCase() ?? ''
  if (tokens[2]?.raw === '=') throw forbidden(`PRAGMA ${name} = …`, 'use SET for the settings of your session')
  if (!ALLOWED_PRAGMAS.has(name))
    throw forbidden(`PRAGMA ${name}`, `it reaches beyond your session; allowed are ${[...ALLOWED_PRAGMAS].join(', ')}`)
}

/**
 * Refuses statements that DuckDB's own limits let through and that would harm other sessions or the gateway.
 *
 * @param isRestricted - whether files, networks and extensions are limited to the allowed folders
 * @throws {GatewayError} STATEMENT.FORBIDDEN
 * @see DuckDB documentation, "Securing DuckDB": allowed_directories and lock_configuration do the rest
 */
export function guardStatement(statement: StatementText, isRestricted: boolean): void {
  for (const call of statement.calls) guardCall(call, 0)
  const [first, second] = statement.tokens
  if (first?.value === 'PRAGMA') guardPragma(statement)
  if (first?.value === 'ATTACH' && second?.value === 'OR')
    throw forbidden('ATTACH OR REPLACE', 'other sessions may use what it would replace')
  if (isRestricted && first?.value === 'ATTACH' && statement.tokens.some(({ value }) => value.toUpperCase() === 'ENCRYPTION_KEY')) {
    throw forbidden('ATTACH with ENCRYPTION_KEY', 'the built-in cipher is not good enough for files that stay')
  }
  if (first?.value === 'CREATE' && statement.tokens.slice(1, 6).some(({ kind, value }) => kind === 'word' && value === 'SECRET')) {
    throw forbidden('CREATE SECRET', 'secrets belong to all sessions')
  }
  if (first?.value === 'FORCE') throw forbidden('FORCE CHECKPOINT', 'it would abort the transactions of other sessions')
  if (isRestricted) guardForeignCode(first?.value, second?.value)
}

/** Statements that run what comes from outside: allowed only where nothing is limited. */
function guardForeignCode(first: string | undefined, second: string | undefined): void {
  const reason = 'extensions run as part of the gateway; allowed-directories = * lifts this'
  if (first === 'INSTALL') throw forbidden('INSTALL', reason)
  if (first === 'UPDATE' && second === 'EXTENSIONS') throw forbidden('UPDATE EXTENSIONS', reason)
  if (first === 'IMPORT') {
    throw forbidden(
      'IMPORT DATABASE',
      'it runs statements that the gateway has not seen; send those of its schema.sql and load.sql one by one',
    )
  }
}
