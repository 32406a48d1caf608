import type { StatementFacts } from '@sql-gateway/gateway-common'
import { keyword, splitStatements, type Token } from './lexer.js'

/** What is told of one statement. */
export type Facts = Pick<StatementFacts, 'kind' | 'isQuery' | 'hasResultSet' | 'isConfigurable'>

const UNKNOWN: Facts = { kind: 'UNKNOWN', isQuery: true, hasResultSet: true, isConfigurable: false }
/** Words before the noun of CREATE, ALTER and DROP. */
const MODIFIERS: ReadonlySet<string> = new Set(['OR', 'REPLACE', 'ALTER', 'TEMPORARY', 'SYSTEM', 'MATERIALIZED'])
/** What configure-session takes of CREATE, ALTER and DROP. */
const CONFIGURABLE_NOUNS: ReadonlySet<string> = new Set(['TABLE', 'VIEW', 'DATABASE', 'FUNCTION', 'CATALOG', 'MODEL'])

const answersOk = (kind: string, isConfigurable = false): Facts => ({ kind, isQuery: false, hasResultSet: false, isConfigurable })
const answersRows = (kind: string): Facts => ({ kind, isQuery: false, hasResultSet: true, isConfigurable: false })

/** What statements are by their first word; the tokens are all of the statement. */
const BY_FIRST_WORD: Readonly<Record<string, (tokens: readonly Token[]) => Facts>> = {
  SELECT: () => ({ ...UNKNOWN, kind: 'SELECT' }),
  WITH: () => ({ ...UNKNOWN, kind: 'SELECT' }),
  VALUES: () => ({ ...UNKNOWN, kind: 'SELECT' }),
  SHOW: (tokens) => answersRows(words('SHOW', tokens)),
  DESCRIBE: () => answersRows('DESCRIBE'),
  DESC: () => answersRows('DESCRIBE'),
  EXPLAIN: () => answersRows('EXPLAIN'),
  SET: (tokens) => (tokens.length === 1 ? answersRows('SET') : answersOk('SET', true)),
  RESET: () => answersOk('RESET', true),
  USE: () => answersOk('USE', true),
  LOAD: () => answersOk('LOAD MODULE', true),
  UNLOAD: () => answersOk('UNLOAD MODULE', true),
  ADD: () => answersOk('ADD JAR', true),
  REMOVE: () => answersOk('REMOVE JAR'),
  CREATE: (tokens) => definition('CREATE', tokens),
  ALTER: (tokens) => definition('ALTER', tokens),
  DROP: (tokens) => definition('DROP', tokens),
  REPLACE: (tokens) => definition('REPLACE', tokens),
  INSERT: () => answersRows('INSERT'),
  UPDATE: () => answersRows('UPDATE'),
  DELETE: () => answersRows('DELETE'),
  TRUNCATE: () => answersOk('TRUNCATE TABLE'),
  ANALYZE: () => answersOk('ANALYZE TABLE'),
  CALL: () => answersRows('CALL'),
  BEGIN: () => answersOk('BEGIN STATEMENT SET'),
  // Both start a job and answer with its id.
  END: () => answersRows('END'),
  EXECUTE: (tokens) => answersRows(words('EXECUTE', tokens)),
  COMPILE: (tokens) => (keyword(tokens[1]) === 'AND' ? answersRows('EXECUTE PLAN') : answersOk('COMPILE PLAN')),
  STOP: (tokens) => (tokens.some((token) => keyword(token) === 'SAVEPOINT') ? answersRows('STOP JOB') : answersOk('STOP JOB')),
}

/**
 * Tells what a statement of Flink's SQL is, from its text.
 *
 * @see Apache Flink documentation, "SQL"; `OperationExecutor` of the SQL gateway for what each answers
 */
export function analyzeStatement(text: string): StatementFacts {
  const statements = splitStatements(text)
  return { statementCount: statements.length, ...factsOf(statements[0] ?? []) }
}

/** The same of the tokens of one statement. */
export function factsOf(tokens: readonly Token[]): Facts {
  const first = tokens.find(({ raw }) => raw !== '(')
  const word = keyword(first)
  if (first !== tokens[0]) return word === 'SELECT' || word === 'WITH' || word === 'VALUES' ? { ...UNKNOWN, kind: 'SELECT' } : UNKNOWN
  return Object.hasOwn(BY_FIRST_WORD, word) ? (BY_FIRST_WORD[word]?.(tokens) ?? UNKNOWN) : UNKNOWN
}

function definition(verb: string, tokens: readonly Token[]): Facts {
  const noun =
    tokens
      .slice(1)
      .map(keyword)
      .find((word) => !MODIFIERS.has(word)) ?? ''
  const isMaterialized = keyword(tokens[1]) === 'MATERIALIZED' || keyword(tokens[3]) === 'MATERIALIZED'
  const kind = [verb, isMaterialized ? 'MATERIALIZED' : '', noun].filter((word) => /^[A-Z]+$/.test(word)).join(' ')
  if (startsJob(verb, noun, isMaterialized, tokens)) return answersRows(kind)
  return answersOk(kind, CONFIGURABLE_NOUNS.has(noun) && verb !== 'REPLACE')
}

/** CREATE TABLE … AS SELECT, and the refresh of a materialized table, which answer with a job's id. */
function startsJob(verb: string, noun: string, isMaterialized: boolean, tokens: readonly Token[]): boolean {
  if (noun !== 'TABLE') return false
  if (isMaterialized) return verb === 'ALTER' && tokens.some((token) => keyword(token) === 'REFRESH')
  if (verb !== 'CREATE' && verb !== 'REPLACE') return false
  return tokens.some((token, i) => keyword(token) === 'AS' && isQueryStart(tokens[i + 1]))
}

function isQueryStart(token: Token | undefined): boolean {
  return ['SELECT', 'WITH', 'VALUES'].includes(keyword(token))
}

/** The verb with the word after it. */
function words(verb: string, tokens: readonly Token[]): string {
  const next = keyword(tokens[1])
  return /^[A-Z]+$/.test(next) ? `${verb} ${next}` : verb
}
