import type { StatementFacts } from '../../src/engine/engine.js'
import { parseCommand } from './parse-command.js'
import type { ScriptedCommand } from './scripted-command.js'
import { splitStatements } from './statement-text.js'

type Facts = Omit<StatementFacts, 'statementCount'>

const query = (kind: string): Facts => ({ kind, isQuery: true, hasResultSet: true, isConfigurable: false })
const listing = (kind: string): Facts => ({ kind, isQuery: false, hasResultSet: true, isConfigurable: false })
const plain = (kind: string): Facts => ({ kind, isQuery: false, hasResultSet: false, isConfigurable: true })

const FACTS: { readonly [V in Exclude<ScriptedCommand['verb'], 'wait' | 'sleep' | 'create' | 'drop' | 'show'>]: Facts } = {
  select: query('SELECT'),
  fail: { ...query('FAIL'), isConfigurable: true },
  throw: { ...query('THROW'), isConfigurable: true },
  types: query('TYPES'),
  empty: query('EMPTY'),
  'no-columns': query('NOCOLUMNS'),
  echo: query('ECHO'),
  names: query('NAMES'),
  count: query('COUNT'),
  ok: plain('OK'),
  job: { ...plain('JOB'), isConfigurable: false },
  log: plain('LOG'),
  dml: { ...plain('DML'), isConfigurable: false },
  set: plain('SET'),
  'show-config': listing('SET'),
  reset: plain('RESET'),
  'use-catalog': plain('USE CATALOG'),
  use: plain('USE'),
}

/** What a statement of the scripted engine is. */
export function scriptedFacts(text: string): StatementFacts {
  const statementCount = splitStatements(text).length
  try {
    return { statementCount, ...factsOf(parseCommand(text)) }
  } catch {
    return { statementCount, ...query('UNKNOWN') }
  }
}

function factsOf(command: ScriptedCommand): Facts {
  switch (command.verb) {
    case 'wait':
    case 'sleep':
      return factsOf(command.next)
    case 'create':
      return plain(`CREATE ${command.temporary ? 'TEMPORARY ' : ''}${command.kind}`)
    case 'drop':
      return plain(`DROP ${command.kind}`)
    case 'show':
      return listing(`SHOW ${command.what}`)
    default:
      return FACTS[command.verb]
  }
}
