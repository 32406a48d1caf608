import { scanTokens, type TokenKind, type Unterminated, unquote } from './lexer.js'

/** A token of a statement. */
export interface Token {
  readonly kind: TokenKind
  /** A word in upper case, a name or text without its quotes, else what is written. */
  readonly value: string
  /** As it is written. */
  readonly raw: string
  /** Place in the whole text. */
  readonly start: number
  readonly end: number
  /** How many brackets are open around it. */
  readonly depth: number
}

/** A function that is called by name. */
export interface Call {
  /** In lower case, without the schema. */
  readonly name: string
  readonly start: number
  /** The tokens after the opening bracket, at most two. */
  readonly begin: readonly Token[]
}

/** One statement of a text. */
export interface StatementText {
  /** Of its first and after its last token, without the closing `;`. */
  readonly start: number
  readonly end: number
  /** All tokens outside of brackets, the first one in each of them, and all of the beginning. */
  readonly tokens: readonly Token[]
  /** Calls of the functions that the caller watches. */
  readonly calls: readonly Call[]
}

/** A text cut into statements. */
export interface ScannedText {
  readonly statements: readonly StatementText[]
  readonly unterminated?: Unterminated
}

/** Tokens at the beginning of a statement that are kept even inside of brackets. */
const HEAD_TOKENS = 256

interface Draft {
  start: number
  end: number
  count: number
  tokens: Token[]
  calls: { name: string; start: number; begin: Token[] }[]
}

/**
 * Cuts a text into its statements at each `;`; those without a token are left out. Takes time and memory in proportion
 * to what is outside of brackets. Never throws.
 *
 * @param watched - names of functions, in lower case, whose calls are wanted
 */
export function scanStatements(text: string, watched: ReadonlySet<string>): ScannedText {
  const drafts: Draft[] = []
  let draft: Draft | undefined
  let previous: { readonly start: number; readonly end: number; readonly nameable: boolean } | undefined
  let opens = false

  function toToken(kind: TokenKind, start: number, end: number, depth: number): Token {
    const raw = text.slice(start, end)
    const value = kind === 'word' ? raw.toUpperCase() : kind === 'name' || kind === 'text' ? unquote(raw) : raw
    return { kind, value, raw, start, end, depth }
  }

  function noteCall(current: Draft): void {
    if (previous === undefined || !previous.nameable) return
    const name = unquote(text.slice(previous.start, previous.end)).toLowerCase()
    if (watched.has(name)) current.calls.push({ name, start: previous.start, begin: [] })
  }

  const unterminated = scanTokens(text, (kind, start, end, depth) => {
    const isSymbol = kind === 'symbol'
    if (isSymbol && text[start] === ';') {
      draft = undefined
      previous = undefined
      opens = false
      return
    }
    if (draft === undefined) {
      draft = { start, end, count: 0, tokens: [], calls: [] }
      drafts.push(draft)
    }
    const current = draft
    current.end = end
    const call = current.calls.at(-1)
    const wanted = call !== undefined && call.begin.length < 2
    if (depth === 0 || opens || wanted || current.count < HEAD_TOKENS) {
      const token = toToken(kind, start, end, depth)
      if (wanted) call.begin.push(token)
      if (depth === 0 || opens || current.count < HEAD_TOKENS) current.tokens.push(token)
    }
    current.count++
    opens = isSymbol && depth === 0 && text[start] === '('
    if (isSymbol && text[start] === '(') noteCall(current)
    previous = { start, end, nameable: kind === 'word' || kind === 'name' }
  })
  return unterminated === undefined ? { statements: drafts } : { statements: drafts, unterminated }
}

/** The words of a statement outside of brackets, from a token on. */
export function topWords(statement: StatementText, from = 0): readonly Token[] {
  return statement.tokens.slice(from).filter((token) => token.depth === 0 && token.kind === 'word')
}
