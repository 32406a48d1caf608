import type { QueryTexts } from '../database/query-texts.js'
import { quoteText } from '../quote.js'

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
  'DESCRIBE EXTENDED',
  'DESCRIBE CATALOG',
  'EXPLAIN PLAN FOR',
].map((phrase) => phrase.split(' '))

/** The next words of the phrases that a text begins. */
function flinkWords(text: string): readonly string[] {
  const statement = text.slice(text.lastIndexOf(';') + 1).trimStart()
  const words = statement.toUpperCase().split(/\s+/)
  const typed = words.pop() ?? ''
  const next = FLINK_PHRASES.flatMap((phrase) => {
    const candidate = phrase[words.length]
    return candidate?.startsWith(typed) && words.every((word, i) => word === phrase[i]) ? [candidate] : []
  })
  return statement === '' ? [] : next
}

/** Place in a text of a byte of its UTF-8 form. */
function indexOfByte(text: string, byte: number): number {
  return Buffer.from(text).subarray(0, byte).toString().length
}

/**
 * Candidates for the word before the cursor, best first: what DuckDB's own completion proposes, then words of Flink's
 * statements. Each candidate replaces that whole word and begins with it.
 *
 * @see DuckDB documentation, "AutoComplete Extension"
 */
export async function completeText(query: QueryTexts, statement: string, position: number): Promise<readonly string[]> {
  // DuckDB's text would end at a NUL.
  const text = statement.slice(0, position).replaceAll('\0', ' ')
  const wordStart = text.search(/\S*$/)
  const word = text.slice(wordStart).toLowerCase()
  const rows = await query(`SELECT suggestion, suggestion_start::VARCHAR FROM sql_auto_complete(${quoteText(text)})`)
  const candidates = rows.map(([suggestion, start]) => {
    // DuckDB completes the last part of a name with dots; the candidate is the whole name.
    const kept = text.slice(wordStart, Math.max(wordStart, indexOfByte(text, Number(start))))
    return kept + (suggestion ?? '').trimEnd()
  })
  // DuckDB also proposes what is merely similar, and symbols.
  const fitting = candidates.filter(
    (candidate) => /\w/.test(candidate) && candidate.replaceAll('"', '').toLowerCase().startsWith(word.replaceAll('"', '')),
  )
  return [...new Set([...fitting, ...flinkWords(text)])]
}
