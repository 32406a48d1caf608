import { type EngineCatalog, escapeLike } from '@sql-gateway/gateway-common'
import { sameName } from '../database/names.js'
import { quoteName } from '../quote.js'
import { scanTokens, unquote } from '../statement/lexer.js'
import { statementAround, tableReferences } from './table-references.js'

/** Where names come from. */
export interface Names {
  readonly currentCatalog: string
  readonly catalog: Pick<EngineCatalog, 'listColumns' | 'listTables' | 'listDatabases'>
  /** The attached catalogs. */
  catalogs(): readonly string[]
  /** The table that a path means for the session; undefined where there is none. */
  findTable(path: readonly string[]): Promise<{ readonly catalog: string; readonly database: string; readonly table: string } | undefined>
}

/** A name with dots in which the cursor is. */
interface TypedName {
  /** The parts before the last dot. */
  readonly before: readonly string[]
  /** Where the part after it begins. */
  readonly start: number
  /** The quote that this part begins with. */
  readonly quote: string
}

const PART = '(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|[\\p{L}_][\\p{L}\\p{N}_$]*)'
const DOTTED = new RegExp(`((?:${PART}\\.){1,3})(?:(["\`])[^"\`]*|[\\p{L}\\p{N}_$]*)$`, 'u')
/** No name is longer, and no search for one takes long. */
const LONGEST_NAME = 1000

function typedName(text: string): TypedName | undefined {
  const tail = text.slice(-LONGEST_NAME)
  const match = DOTTED.exec(tail)
  if (match === null) return undefined
  const open = scanTokens(text, () => undefined)
  if (open !== undefined && !'"`'.includes(text[open.start] as string)) return undefined
  const [, before = '', quote = ''] = match
  return {
    before: (before.match(new RegExp(PART, 'gu')) ?? []).map(unquote),
    start: text.length - tail.length + match.index + before.length,
    quote,
  }
}

function written(name: string, quote: string): string {
  if (quote === '`') return `\`${name.replaceAll('`', '``')}\``
  return quote === '' && /^[A-Za-z_]\w*$/.test(name) ? name : quoteName(name)
}

/** The columns of the table that a qualifier means: an alias, a table of the statement, or a path of its own. */
async function columnsOf(names: Names, before: readonly string[], statement: string): Promise<readonly string[]> {
  const [qualifier = ''] = before
  const references = before.length === 1 ? tableReferences(statement) : []
  const meant = references.find(({ path, alias }) => sameName(alias ?? path.at(-1) ?? '', qualifier))
  const path = meant?.path ?? (before.length > 1 ? before : undefined)
  const table = path === undefined ? undefined : await names.findTable(path)
  if (table === undefined) return []
  const columns = await names.catalog.listColumns({
    catalog: escapeLike(table.catalog),
    database: escapeLike(table.database),
    table: escapeLike(table.table),
  })
  return columns.map(({ column }) => column)
}

/** What stands within a database or a catalog. */
async function objectsIn(names: Names, before: readonly string[]): Promise<readonly string[]> {
  const [first = '', second] = before
  const place = second === undefined ? { catalog: names.currentCatalog, database: first } : { catalog: first, database: second }
  const tables = await names.catalog.listTables({ catalog: escapeLike(place.catalog), database: escapeLike(place.database) })
  const databases =
    second === undefined && names.catalogs().some((name) => sameName(name, first))
      ? await names.catalog.listDatabases({ catalog: escapeLike(first) })
      : []
  return [...tables.map(({ table }) => table), ...databases.map(({ database }) => database)]
}

/**
 * The candidates for a name with dots: columns of what stands before the last dot, or the tables and databases in it.
 *
 * @param text - the statement up to the cursor
 * @param rest - what stands behind it
 * @returns with where each takes the place of what is typed; undefined where no such name is being typed
 */
export async function completeName(
  names: Names,
  text: string,
  rest: string,
): Promise<{ readonly start: number; readonly candidates: readonly string[] } | undefined> {
  const typed = typedName(text)
  if (typed === undefined) return undefined
  const { before, start, quote } = typed
  const whole = `${text.slice(0, start)}x ${rest}`
  const columns = await columnsOf(names, before, statementAround(whole, start))
  const found = columns.length > 0 ? columns : before.length < 3 ? await objectsIn(names, before) : []
  return { start, candidates: found.map((name) => written(name, quote)) }
}
