import type { ParsedStatement } from '../statement/parse-statement.js'
import type { FlinkStatement } from './flink-statement.js'
import { parseCreate, parseDrop, parseUse } from './parse-definition.js'
import { parseExplain } from './parse-explain.js'
import { parseReset, parseSet } from './parse-set.js'
import { parseShow } from './parse-show.js'
import { createTokenReader, type TokenReader } from './token-reader.js'

/** What Flink has and DuckDB cannot have, by its first words. */
const UNSUPPORTED: readonly { readonly words: readonly string[]; readonly reason: string }[] = [
  { words: ['ADD', 'JAR'], reason: 'there is no Java here; CREATE MACRO makes functions of SQL' },
  { words: ['REMOVE', 'JAR'], reason: 'there is no Java here' },
  { words: ['LOAD', 'MODULE'], reason: 'DuckDB has extensions instead of modules' },
  { words: ['UNLOAD', 'MODULE'], reason: 'DuckDB has extensions instead of modules' },
  { words: ['BEGIN', 'STATEMENT', 'SET'], reason: 'statements run one by one; use BEGIN and COMMIT to make several one' },
  { words: ['EXECUTE', 'STATEMENT', 'SET'], reason: 'statements run one by one; use BEGIN and COMMIT to make several one' },
  { words: ['EXPLAIN', 'STATEMENT', 'SET'], reason: 'statements run one by one; explain them one by one' },
  { words: ['COMPILE', 'AND', 'EXECUTE', 'PLAN'], reason: 'DuckDB has no stored plans' },
  { words: ['COMPILE', 'PLAN'], reason: 'DuckDB has no stored plans' },
  { words: ['EXECUTE', 'PLAN'], reason: 'DuckDB has no stored plans' },
  { words: ['STOP', 'JOB'], reason: 'statements do not run as jobs; cancel the operation instead' },
  { words: ['ALTER', 'DATABASE'], reason: 'databases of this engine have no properties' },
  { words: ['ALTER', 'CATALOG'], reason: 'drop the catalog and create it anew; its file keeps its tables' },
]

/**
 * DESCRIBE of a table. Of anything else (a query, a file, a function of DuckDB) it is DuckDB's.
 */
function parseDescribe(reader: TokenReader): FlinkStatement | undefined {
  if (reader.accept('CATALOG')) {
    const isExtended = reader.accept('EXTENDED')
    const catalog = reader.name()
    reader.end()
    return { is: 'describe catalog', catalog, isExtended }
  }
  if (reader.accept('FUNCTION')) {
    const isExtended = reader.accept('EXTENDED')
    const path = reader.path(3)
    reader.end()
    return { is: 'describe function', path, isExtended }
  }
  const isExtended = reader.accept('EXTENDED')
  const first = reader.peek()
  if (isExtended && first === undefined) reader.fail()
  if (first === undefined || (first.kind !== 'word' && first.kind !== 'name')) return undefined
  const path = reader.path(3)
  if (reader.isAtEnd()) return { is: 'describe table', path }
  if (isExtended) reader.fail()
  return undefined
}

/**
 * Tells whether a statement is one of Flink's, which the engine runs itself.
 *
 * @param settings - the names of DuckDB's settings, in lower case
 * @returns undefined for what goes to DuckDB as it is
 * @throws {GatewayError} STATEMENT.SYNTAX — it begins as one of Flink's and goes on otherwise
 * @throws {GatewayError} STATEMENT.FORBIDDEN, CONFIG.NOT_SETTABLE, FEATURE.UNSUPPORTED
 */
export function parseFlinkStatement(statement: ParsedStatement, settings: ReadonlySet<string>): FlinkStatement | undefined {
  const whole = createTokenReader(statement)
  for (const { words, reason } of UNSUPPORTED) {
    if (whole.accept(...words)) return { is: 'unsupported', what: words.join(' '), reason }
  }
  const reader = createTokenReader(statement, 1)
  switch (statement.tokens[0]?.value) {
    case 'SET':
      return parseSet(reader, statement, settings)
    case 'RESET':
      return parseReset(reader, statement, settings)
    case 'USE':
      return parseUse(reader)
    case 'CREATE':
      return parseCreate(reader, statement)
    case 'DROP':
      return parseDrop(reader)
    case 'SHOW':
      return parseShow(reader)
    case 'DESCRIBE':
    case 'DESC':
      return parseDescribe(reader)
    case 'EXPLAIN':
      return parseExplain(reader, statement)
    default:
      return undefined
  }
}
