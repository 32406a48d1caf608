import type { StatementFacts } from '@sql-gateway/gateway-common'
import type { StatementText, Token } from './statement-text.js'
import { topWords } from './statement-text.js'

/** What a statement yields: rows of a query, rows of another kind, a count of rows, or just `OK`. */
export type StatementYield = 'query' | 'rows' | 'count' | 'ok'

/** What can be told of one statement from its words. */
export interface StatementKind {
  /** One of a small fixed set of upper-case words. */
  readonly kind: string
  readonly yields: StatementYield
  readonly isConfigurable: boolean
}

function kindOf(kind: string, yields: StatementYield, isConfigurable = false): StatementKind {
  return { kind, yields, isConfigurable }
}

const UNKNOWN = kindOf('UNKNOWN', 'query')

/** Statements that their first word tells. */
const BY_FIRST_WORD: Readonly<Record<string, StatementKind>> = {
  SELECT: kindOf('SELECT', 'query'),
  FROM: kindOf('SELECT', 'query'),
  TABLE: kindOf('SELECT', 'query'),
  VALUES: kindOf('VALUES', 'query'),
  PIVOT: kindOf('PIVOT', 'query'),
  PIVOT_WIDER: kindOf('PIVOT', 'query'),
  UNPIVOT: kindOf('UNPIVOT', 'query'),
  PIVOT_LONGER: kindOf('UNPIVOT', 'query'),
  EXECUTE: kindOf('EXECUTE', 'query'),
  SUMMARIZE: kindOf('SUMMARIZE', 'rows'),
  DESCRIBE: kindOf('DESCRIBE', 'rows'),
  DESC: kindOf('DESCRIBE', 'rows'),
  EXPLAIN: kindOf('EXPLAIN', 'rows'),
  CALL: kindOf('CALL', 'rows'),
  PRAGMA: kindOf('PRAGMA', 'rows'),
  INSERT: kindOf('INSERT', 'count'),
  UPDATE: kindOf('UPDATE', 'count'),
  DELETE: kindOf('DELETE', 'count'),
  MERGE: kindOf('MERGE', 'count'),
  TRUNCATE: kindOf('TRUNCATE', 'ok'),
  COPY: kindOf('COPY', 'count'),
  RESET: kindOf('RESET', 'ok', true),
  USE: kindOf('USE', 'ok', true),
  BEGIN: kindOf('BEGIN', 'ok'),
  START: kindOf('BEGIN', 'ok'),
  COMMIT: kindOf('COMMIT', 'ok'),
  END: kindOf('COMMIT', 'ok'),
  ROLLBACK: kindOf('ROLLBACK', 'ok'),
  ABORT: kindOf('ROLLBACK', 'ok'),
  PREPARE: kindOf('PREPARE', 'ok'),
  DEALLOCATE: kindOf('DEALLOCATE', 'ok'),
  ATTACH: kindOf('ATTACH', 'ok', true),
  DETACH: kindOf('DETACH', 'ok', true),
  COMMENT: kindOf('COMMENT', 'ok', true),
  EXPORT: kindOf('EXPORT', 'ok'),
  IMPORT: kindOf('IMPORT', 'ok'),
  CHECKPOINT: kindOf('CHECKPOINT', 'ok'),
  FORCE: kindOf('CHECKPOINT', 'ok'),
  VACUUM: kindOf('VACUUM', 'ok'),
  ANALYZE: kindOf('ANALYZE', 'ok'),
  LOAD: kindOf('LOAD', 'ok', true),
  UNLOAD: kindOf('UNLOAD', 'ok', true),
  INSTALL: kindOf('INSTALL', 'ok', true),
  ADD: kindOf('ADD', 'ok', true),
  REMOVE: kindOf('REMOVE', 'ok', true),
  COMPILE: kindOf('COMPILE', 'ok'),
  STOP: kindOf('STOP', 'ok'),
}

/** The objects of CREATE, DROP and ALTER, by the words that may name them. */
const OBJECTS = [
  'TABLE',
  'VIEW',
  'DATABASE',
  'SCHEMA',
  'CATALOG',
  'FUNCTION',
  'MACRO',
  'SEQUENCE',
  'TYPE',
  'INDEX',
  'SECRET',
  'TRIGGER',
  'MODEL',
]

/** What SHOW shows, in Flink's words and DuckDB's. */
const SHOWN = ['CATALOGS', 'DATABASES', 'TABLES', 'VIEWS', 'COLUMNS', 'FUNCTIONS', 'CREATE', 'CURRENT', 'JOBS', 'MODULES', 'JARS']

const DML = ['INSERT', 'UPDATE', 'DELETE', 'MERGE']
/** What a WITH clause may stand before. */
const AFTER_WITH = [...DML, 'SELECT', 'FROM', 'TABLE', 'VALUES', 'PIVOT', 'UNPIVOT', 'SUMMARIZE', 'DESCRIBE']

function ofObject(verb: string, words: readonly Token[]): StatementKind {
  const object = words.slice(1, 6).find(({ value }) => OBJECTS.includes(value))?.value
  const kind = object === undefined ? verb : `${verb} ${object}`
  const isCopy = kind === 'CREATE TABLE' && words.some(({ value }, i) => value === 'AS' && i > 1)
  return kindOf(kind, isCopy ? 'count' : 'ok', true)
}

/** The statement after a WITH clause: its names and AS stand outside of brackets, their queries within. */
function afterWith(words: readonly Token[]): StatementKind {
  const main = words.slice(1).find(({ value }) => AFTER_WITH.includes(value))
  return main === undefined ? kindOf('SELECT', 'query') : (BY_FIRST_WORD[main.value] ?? UNKNOWN)
}

/** Tells what a statement is from its words. Never throws. */
export function classify(statement: StatementText): StatementKind {
  const [first] = statement.tokens
  if (first === undefined) return UNKNOWN
  if (first.raw === '(') return kindOf('SELECT', 'query')
  if (first.kind !== 'word') return UNKNOWN
  const words = topWords(statement)
  const second = words[1]?.value
  switch (first.value) {
    case 'WITH':
      return withReturning(afterWith(words), words)
    case 'CREATE':
    case 'DROP':
    case 'ALTER':
      return ofObject(first.value, words)
    case 'SET':
      return kindOf('SET', statement.tokens.length === 1 ? 'rows' : 'ok', true)
    case 'SHOW':
      return kindOf(second !== undefined && SHOWN.includes(second) ? `SHOW ${second}` : 'SHOW', 'rows')
    case 'UPDATE':
      return second === 'EXTENSIONS' ? kindOf('INSTALL', 'ok') : withReturning(kindOf('UPDATE', 'count'), words)
    default: {
      const known = Object.hasOwn(BY_FIRST_WORD, first.value) ? (BY_FIRST_WORD[first.value] as StatementKind) : UNKNOWN
      return withReturning(known, words)
    }
  }
}

function withReturning(kind: StatementKind, words: readonly Token[]): StatementKind {
  return DML.includes(kind.kind) && words.some(({ value }) => value === 'RETURNING') ? kindOf(kind.kind, 'query') : kind
}

/** The facts of a text, as the service wants them. */
export function factsOf(statements: readonly StatementText[]): StatementFacts {
  const [only] = statements
  const { kind, yields, isConfigurable } = only === undefined || statements.length > 1 ? UNKNOWN : classify(only)
  return {
    statementCount: statements.length,
    kind,
    isQuery: yields === 'query',
    hasResultSet: yields === 'query' || yields === 'rows',
    isConfigurable,
  }
}
