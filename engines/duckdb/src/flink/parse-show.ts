import type { EmptyList, FlinkStatement, LikeFilter, NamePath, ShownList } from './flink-statement.js'
import type { TokenReader } from './token-reader.js'

/** Lists by the words after SHOW, with how many parts a FROM or IN after them may have. */
const LISTS: readonly { readonly words: readonly string[]; readonly list: ShownList; readonly scopeParts: number }[] = [
  { words: ['CATALOGS'], list: 'catalogs', scopeParts: 0 },
  { words: ['DATABASES'], list: 'databases', scopeParts: 1 },
  { words: ['SCHEMAS'], list: 'databases', scopeParts: 1 },
  { words: ['TABLES'], list: 'tables', scopeParts: 2 },
  { words: ['VIEWS'], list: 'views', scopeParts: 2 },
  { words: ['FUNCTIONS'], list: 'functions', scopeParts: 2 },
  { words: ['USER', 'FUNCTIONS'], list: 'user functions', scopeParts: 2 },
]

const EMPTY_LISTS: readonly { readonly words: readonly string[]; readonly list: EmptyList }[] = [
  { words: ['JOBS'], list: 'jobs' },
  { words: ['JARS'], list: 'jars' },
  { words: ['PROCEDURES'], list: 'procedures' },
  { words: ['MODELS'], list: 'models' },
  { words: ['MATERIALIZED', 'TABLES'], list: 'materialized tables' },
]

/** Takes `[NOT] LIKE|ILIKE 'pattern'` if it comes next. */
function takeLike(reader: TokenReader): LikeFilter | undefined {
  const isNegated = reader.accept('NOT')
  if (reader.accept('LIKE')) return { pattern: reader.quotedText(), isNegated, ignoresCase: false }
  if (reader.accept('ILIKE')) return { pattern: reader.quotedText(), isNegated, ignoresCase: true }
  if (isNegated) reader.fail()
  return undefined
}

function takeScope(reader: TokenReader, maxParts: number): NamePath | undefined {
  if (maxParts === 0 || !(reader.accept('FROM') || reader.accept('IN'))) return undefined
  return reader.path(maxParts)
}

function parseShowCreate(reader: TokenReader): FlinkStatement {
  const what = (['TABLE', 'VIEW', 'CATALOG'] as const).find((word) => reader.accept(word))
  if (what === undefined) reader.fail()
  const path = reader.path(what === 'CATALOG' ? 1 : 3)
  reader.end()
  return { is: 'show create', what: what.toLowerCase() as 'table' | 'view' | 'catalog', path }
}

function parseShowColumns(reader: TokenReader): FlinkStatement {
  if (!reader.accept('FROM')) reader.expect('IN')
  const path = reader.path(3)
  const like = takeLike(reader)
  reader.end()
  return { is: 'describe table', path, ...(like === undefined ? {} : { like }) }
}

function parseList(reader: TokenReader): FlinkStatement | undefined {
  const found = LISTS.find(({ words }) => reader.accept(...words))
  if (found === undefined) return undefined
  const scope = takeScope(reader, found.scopeParts)
  const like = takeLike(reader)
  reader.end()
  return { is: 'show list', list: found.list, ...(scope === undefined ? {} : { scope }), ...(like === undefined ? {} : { like }) }
}

/**
 * Reads what follows SHOW.
 *
 * @returns undefined for what only DuckDB has, such as SHOW ALL TABLES and SHOW of a table
 * @throws {GatewayError} STATEMENT.SYNTAX
 */
export function parseShow(reader: TokenReader): FlinkStatement | undefined {
  const list = parseList(reader)
  if (list !== undefined) return list
  const empty = EMPTY_LISTS.find(({ words }) => reader.accept(...words))
  if (empty !== undefined) {
    takeScope(reader, 2)
    takeLike(reader)
    reader.end()
    return { is: 'show nothing', list: empty.list }
  }
  if (reader.accept('COLUMNS')) return parseShowColumns(reader)
  if (reader.accept('CREATE')) return parseShowCreate(reader)
  if (reader.accept('CURRENT')) {
    const what = reader.accept('CATALOG') ? 'catalog' : 'database'
    if (what === 'database') reader.expect('DATABASE')
    reader.end()
    return { is: 'show current', what }
  }
  const isFull = reader.accept('FULL', 'MODULES')
  if (!isFull && !reader.accept('MODULES')) return undefined
  reader.end()
  return { is: 'show modules', isFull }
}
