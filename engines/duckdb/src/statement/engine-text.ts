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

/**
 * What DuckDB gets for a statement: the user's text, but for names in backticks, which it gets in double quotes.
 *
 * @param from - where to begin in the user's text
 * @param prefix - what DuckDB gets before that
 */
export function engineText(
  { text, end, backticked }: ParsedStatement,
  from: number,
  prefix: string,
): { readonly sql: string; readonly source: SourceText } {
  const source = { text, start: from, end, prefix }
  const rewrites = backticked.filter(({ start }) => start >= from).map((range) => rewrite(text, range))
  if (rewrites.length === 0) return { sql: prefix + text.slice(from, end), source }
  let [sql, at] = [prefix, from]
  for (const one of rewrites) {
    sql += text.slice(at, one.start) + one.as
    at = one.end
  }
  return { sql: sql + text.slice(at, end), source: { ...source, rewrites } }
}
