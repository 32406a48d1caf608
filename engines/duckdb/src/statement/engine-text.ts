import { quoteName } from '../quote.js'
import { unquote } from './lexer.js'
import type { ParsedStatement } from './parse-statement.js'
import type { Rewrite, SourceText } from './source-text.js'
import type { TextRange } from './statement-text.js'

/**
 * A name in backticks as DuckDB writes names. To DuckDB a backtick is an operator, which nothing defines. A blank keeps
 * apart what would be one token else: `"a"` and `"b"`, `u&` and `"c"`.
 */
function rewrite(text: string, { start, end }: TextRange): Rewrite {
  const before = /["&]/.test(text[start - 1] ?? '') ? ' ' : ''
  const after = text[end] === '"' ? ' ' : ''
  return { start, end, as: before + quoteName(unquote(text.slice(start, end))) + after }
}

/** What DuckDB gets in the place of names in backticks. */
export function rewriteBackticks(text: string, names: readonly TextRange[]): readonly Rewrite[] {
  return names.map((name) => rewrite(text, name))
}

/** The text that DuckDB gets: the prefix, and the user's text with the rewritten parts. */
export function sentText({ text, start, end, prefix, rewrites = [] }: SourceText): string {
  let [sent, at] = [prefix, start]
  for (const { start: from, end: to, as } of rewrites) {
    sent += text.slice(at, from) + as
    at = to
  }
  return sent + text.slice(at, end)
}

/** Hive's and Spark's INSERT INTO TABLE, which PyHive writes for SQLAlchemy: blanks take the place of the word. */
function hiveInsert({ tokens }: ParsedStatement): readonly Rewrite[] {
  const [insert, into, table, name] = tokens
  const isHive = insert?.value === 'INSERT' && into?.value === 'INTO' && table?.kind === 'word' && table.value === 'TABLE'
  if (!isHive || (name?.kind !== 'word' && name?.kind !== 'name')) return []
  return [{ start: table.start, end: table.end, as: ' '.repeat(table.raw.length) }]
}

/**
 * What DuckDB gets for a statement: the user's text, but for names in backticks, which it gets in double quotes, and the
 * TABLE of INSERT INTO TABLE.
 *
 * @param from - where to begin in the user's text
 * @param prefix - what DuckDB gets before that
 */
export function engineText(
  statement: ParsedStatement,
  from: number,
  prefix: string,
): { readonly sql: string; readonly source: SourceText } {
  const { text, end, backticked } = statement
  const names = backticked.filter(({ start }) => start >= from)
  const rewrites = [...hiveInsert(statement), ...rewriteBackticks(text, names)]
  const source = { text, start: from, end, prefix, ...(rewrites.length === 0 ? {} : { rewrites }) }
  return { sql: sentText(source), source }
}
