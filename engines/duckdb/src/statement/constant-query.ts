import type { ParsedStatement } from './parse-statement.js'
import type { Token } from './statement-text.js'

const LITERAL_WORDS = ['NULL', 'TRUE', 'FALSE']
/** What may stand between literals; a colon would be a cast to a type that the catalog may hold. */
const BETWEEN = [',', '+', '-', '*', '/', '%']
/** A longer text is nothing that is sent over and over. */
const MOST_TOKENS = 16
/** What is prepared stays with the connection. */
const MOST_CHARACTERS = 10_000

const isWord = ({ kind, value }: Token, word: string): boolean => kind === 'word' && value === word

/** Behind anything else it might be an alias, or a literal of the type that the word before it names. */
function isLiteral({ kind, value }: Token, before: Token): boolean {
  if (!isWord(before, 'SELECT') && !BETWEEN.includes(before.raw)) return false
  return kind === 'number' || kind === 'text' || (kind === 'word' && LITERAL_WORDS.includes(value))
}

function isAlias(token: Token, before: Token): boolean {
  return isWord(token, 'AS') || (isWord(before, 'AS') && (token.kind === 'word' || token.kind === 'name'))
}

/**
 * Tells a query that selects nothing but literals, such as the `SELECT 1` by which connection pools ask whether somebody
 * is there: it has one row, and neither a table nor a function, a type or a setting can change what it means.
 */
export function isConstantQuery({ kind, yields, tokens, text }: ParsedStatement): boolean {
  if (text.length > MOST_CHARACTERS) return false
  const [first, ...rest] = tokens
  if (kind !== 'SELECT' || yields !== 'query' || first?.value !== 'SELECT' || rest.length === 0 || rest.length > MOST_TOKENS) return false
  return rest.every((token, i) => {
    const before = tokens[i] as Token
    return isLiteral(token, before) || BETWEEN.includes(token.raw) || isAlias(token, before)
  })
}
