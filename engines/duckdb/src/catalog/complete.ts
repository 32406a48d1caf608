import type { QueryTexts } from '../database/query-texts.js'
import { quoteName, quoteText } from '../quote.js'
import { rewriteBackticks, sentText } from '../statement/engine-text.js'
import { scanTokens, unquote } from '../statement/lexer.js'
import { type SourceText, sourceIndex } from '../statement/source-text.js'
import type { TextRange } from '../statement/statement-text.js'
import { completeName, type Names } from './complete-name.js'

/** What a session can write in Flink's words beyond DuckDB's, which DuckDB's own completion does not know. */
const FLINK_PHRASES: readonly (readonly string[])[] = [
  'SHOW CATALOGS',
  'SHOW DATABASES',
  'SHOW VIEWS',
  'SHOW COLUMNS FROM',
  'SHOW FUNCTIONS',
  'SHOW USER FUNCTIONS',
  'SHOW CURRENT CATALOG',
  'SHOW CURRENT DATABASE',
  'SHOW CREATE TABLE',
  'SHOW CREATE VIEW',
  'SHOW CREATE CATALOG',
  'SHOW MODULES',
  'SHOW JOBS',
  'USE CATALOG',
  'CREATE DATABASE IF NOT EXISTS',
  'CREATE CATALOG IF NOT EXISTS',
  'DROP DATABASE IF EXISTS',
  'DROP CATALOG IF EXISTS',
  'DROP TEMPORARY TABLE IF EXISTS',
  'DROP TEMPORARY VIEW IF EXISTS',
  'DESCRIBE EXTENDED',
  'DESCRIBE CATALOG',
  'DESCRIBE FUNCTION',
  'EXPLAIN PLAN FOR',
].map((phrase) => phrase.split(' '))

/** Beyond this many characters DuckDB takes seconds for its proposals. */
const LONGEST_STATEMENT = 20_000

/** The text of the statement that the cursor is in. */
function currentStatement(text: string): string {
  return text.slice(text.lastIndexOf(';') + 1).trimStart()
}

/** The next words of the phrases that a text begins. */
function flinkWords(text: string): readonly string[] {
  const statement = currentStatement(text)
  const words = statement.toUpperCase().split(/\s+/)
  const typed = words.pop() ?? ''
  const next = FLINK_PHRASES.flatMap((phrase) => {
    const candidate = phrase[words.length]
    return candidate?.startsWith(typed) && words.every((word, i) => word === phrase[i]) ? [candidate] : []
  })
  return statement === '' ? [] : next
}

function writtenName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quoteName(name)
}

/** The names after USE and USE CATALOG; undefined where something else comes next. */
async function placesToUse(text: string, names: Names): Promise<readonly string[] | undefined> {
  const use = /^USE\s+(CATALOG\s+)?\S*$/i.exec(currentStatement(text))
  if (use === null) return undefined
  if (use[1] !== undefined) return names.catalogs().map(writtenName)
  return (await names.catalog.listDatabases({})).map(({ catalog, database }) =>
    catalog === names.currentCatalog ? writtenName(database) : `${writtenName(catalog)}.${writtenName(database)}`,
  )
}

/** How a statement up to the cursor goes to DuckDB, and where a name begins whose closing backtick is not there yet. */
function readTyped(text: string): { readonly source: SourceText; readonly sql: string; readonly open: number | undefined } {
  let names: TextRange[] = []
  let from = 0
  const unterminated = scanTokens(text, (kind, start, end) => {
    if (kind === 'name' && text[start] === '`') names.push({ start, end })
    if (kind !== 'symbol' || text[start] !== ';') return
    from = end
    names = []
  })
  const open = unterminated !== undefined && text[unterminated.start] === '`' ? unterminated.start : undefined
  const opening = open === undefined ? [] : [{ start: open, end: open + 1, as: ' ' }]
  const source = { text, start: from, end: text.length, prefix: '', rewrites: [...rewriteBackticks(text, names), ...opening] }
  return { source, sql: sentText(source), open }
}

async function engineCandidates(query: QueryTexts, text: string, wordStart: number): Promise<readonly string[]> {
  const { source, sql, open } = readTyped(text)
  if (sql.length > LONGEST_STATEMENT) return []
  const isUpper = !/[a-z]/.test(text.slice(wordStart))
  const rows = await query(`SELECT suggestion, suggestion_start::VARCHAR, suggestion_type FROM sql_auto_complete(${quoteText(sql)})`)
  return rows.flatMap(([suggestion, start, type]) => {
    const word = (suggestion ?? '').trimEnd()
    const isKeyword = type === 'keyword'
    if (open !== undefined) return isKeyword ? [] : [`${text.slice(wordStart, open)}\`${unquote(word).replaceAll('`', '``')}\``]
    // DuckDB completes the last part of a name with dots; the candidate is the whole name.
    const kept = text.slice(wordStart, Math.max(wordStart, sourceIndex(source, Number(start)) ?? 0))
    return [kept + (isKeyword ? (isUpper ? word.toUpperCase() : word.toLowerCase()) : word)]
  })
}

async function qualifiedNames(names: Names, text: string, statement: string, wordStart: number): Promise<readonly string[] | undefined> {
  const found = await completeName(names, text, statement.slice(text.length))
  // A name with blanks in its quotes begins before the word.
  return found?.candidates.map((candidate) => text.slice(wordStart, Math.max(wordStart, found.start)) + candidate)
}

const bare = (word: string) => word.replaceAll(/["`]/g, '').toLowerCase()

/**
 * Candidates for the word before the cursor, best first: behind a dot what is in the table, database or catalog before it,
 * else what DuckDB's own completion proposes, then words of Flink's statements. Each candidate replaces that whole word and
 * begins with it; keywords are in small letters if the word has some.
 *
 * @see DuckDB documentation, "AutoComplete Extension"
 */
export async function completeText(query: QueryTexts, names: Names, statement: string, position: number): Promise<readonly string[]> {
  // DuckDB's text would end at a NUL.
  const text = statement.slice(0, position).replaceAll('\0', ' ')
  let wordStart = text.length
  while (wordStart > 0 && /\S/.test(text[wordStart - 1] as string)) wordStart--
  const typed = text.slice(wordStart)
  const words = flinkWords(text).map((word) => (/[a-z]/.test(typed) ? word.toLowerCase() : word))
  const found =
    (await placesToUse(text, names)) ??
    (await qualifiedNames(names, text, statement, wordStart)) ??
    (await engineCandidates(query, text, wordStart))
  // DuckDB also proposes what is merely similar, and symbols.
  const fitting = found.filter((candidate) => /\w/.test(candidate) && bare(candidate).startsWith(bare(typed)))
  return [...new Set([...fitting, ...words])]
}
