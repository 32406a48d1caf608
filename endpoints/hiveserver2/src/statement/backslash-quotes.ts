/**
 * Hive's drivers put the parameters of a prepared statement into its text, and write a quote inside of one as `\'`, which
 * is not a quote but the end of the literal to engines of standard SQL: the parameter's text would be read as SQL. So
 * `\'` becomes `''` where the statement makes sense that way.
 *
 * Standard SQL has literals that end in a backslash, above all `ESCAPE '\'`. Read in Hive's way, such a statement leaves
 * a literal open or a backslash outside of one, which no SQL has; it is then left as it is.
 */
export function rewriteBackslashQuotes(statement: string): string {
  if (!statement.includes("\\'")) return statement
  const parts: string[] = []
  let copied = 0
  let at = 0
  while (at < statement.length) {
    const end = endOfToken(statement, at)
    if (end === undefined) return statement
    if (statement[at] === "'") {
      parts.push(statement.slice(copied, at), withDoubledQuotes(statement.slice(at, end)))
      copied = end
    }
    at = end
  }
  parts.push(statement.slice(copied))
  return parts.join('')
}

/** Where the token ends that begins at a place; nothing where there is no token, or no end of it. */
function endOfToken(statement: string, at: number): number | undefined {
  switch (statement[at]) {
    case "'":
      return endOfLiteral(statement, at + 1)
    case '"':
    case '`':
      return after(statement, statement[at] as string, at + 1)
    case '-':
      return statement[at + 1] === '-' ? (after(statement, '\n', at) ?? statement.length) : at + 1
    case '/':
      return statement[at + 1] === '*' ? after(statement, '*/', at + 2) : at + 1
    case '$':
      return endOfDollar(statement, at)
    case '\\':
      return undefined
    default:
      return endOfPlain(statement, at)
  }
}

const LITERAL_MARK = /['\\]/g
const DOLLAR_TAG = /\$\w*\$/y
const MARK = /['"`$/\\-]/g

/** The end of a literal in Hive's way: a backslash takes the next character with it. */
function endOfLiteral(statement: string, from: number): number | undefined {
  LITERAL_MARK.lastIndex = from
  for (let mark = LITERAL_MARK.exec(statement); mark !== null; mark = LITERAL_MARK.exec(statement)) {
    if (mark[0] === "'") return mark.index + 1
    LITERAL_MARK.lastIndex = mark.index + 2
  }
  return undefined
}

/** Text between `$tag$` and the same again is a literal without any escapes. */
function endOfDollar(statement: string, at: number): number | undefined {
  DOLLAR_TAG.lastIndex = at
  const tag = DOLLAR_TAG.exec(statement)?.[0]
  return tag === undefined ? at + 1 : after(statement, tag, at + tag.length)
}

/** Up to what may begin another token. An `E` before a literal makes it one of DuckDB's and PostgreSQL's own with backslashes. */
function endOfPlain(statement: string, at: number): number | undefined {
  MARK.lastIndex = at + 1
  const end = MARK.exec(statement)?.index ?? statement.length
  const isEscapeLiteral = statement[end] === "'" && /(?:^|[^\w$])e$/i.test(statement.slice(Math.max(at, end - 2), end))
  return isEscapeLiteral ? endOfLiteral(statement, end + 1) : end
}

function after(statement: string, mark: string, from: number): number | undefined {
  const found = statement.indexOf(mark, from)
  return found < 0 ? undefined : found + mark.length
}

function withDoubledQuotes(literal: string): string {
  return literal.replaceAll(/\\(.)/gsu, (pair, character) => (character === "'" ? "''" : pair))
}
