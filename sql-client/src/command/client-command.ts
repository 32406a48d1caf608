import { sqlTokens } from '../script/sql-lexer.js'

/** What the client does itself. */
export type ClientCommand =
  | { readonly kind: 'quit' | 'clear' | 'help' }
  /** Runs a script here; a file or URL, empty where there is none. */
  | { readonly kind: 'source'; readonly script: string }

/** Those of Flink's client, and what users of psql, DuckDB and SQLite type before they look. */
const WORDS: Readonly<Record<string, 'quit' | 'clear' | 'help'>> = {
  ...{ QUIT: 'quit', EXIT: 'quit', CLEAR: 'clear', HELP: 'help' },
  ...{ '\\Q': 'quit', '.QUIT': 'quit', '.EXIT': 'quit', '?': 'help', '\\?': 'help', '.HELP': 'help' },
}

const LONGEST = 10_000

/** The text without the semicolons and blanks that it ends with. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && /[\s;]/.test(text[end - 1] as string)) end--
  return text.slice(0, end)
}

/**
 * Reads a command of the client. It may end with `;` and needs none.
 *
 * @returns undefined for everything that belongs to the gateway, SET and RESET among it
 * @see Apache Flink, SQL client, "HELP, QUIT, CLEAR"
 */
export function parseClientCommand(text: string): ClientCommand | undefined {
  // A statement of megabytes is none, and not looked through.
  if (text.length > LONGEST) return undefined
  const bare = withoutEnd(text.trim())
  const kind = Object.hasOwn(WORDS, bare.toUpperCase()) ? WORDS[bare.toUpperCase()] : undefined
  if (kind !== undefined) return { kind }
  const [call, rest = ''] = /^source(?:\s+(\S.*))?$/is.exec(bare) ?? []
  if (call === undefined) return undefined
  const [first, ...more] = sqlTokens(rest)
  const isQuoted = first?.kind === 'text' && more.length === 0 && rest.startsWith("'")
  return { kind: 'source', script: isQuoted ? rest.slice(1, -1).replaceAll("''", "'") : rest }
}
