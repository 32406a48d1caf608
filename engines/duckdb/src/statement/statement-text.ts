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
  /** All tokens outside of brackets, the first one in each of them, and all of the beginning; of COPY one level more. */
  readonly tokens: readonly Token[]
  /** Calls of the functions that the caller watches. */
  readonly calls: readonly Call[]
  /** The names in backticks, wherever they stand. */
  readonly backticked: readonly TextRange[]
}

/** A part of a text. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** A text cut into statements. */
export interface ScannedText {
  readonly statements: readonly StatementText[]
  readonly unterminated?: Unterminated
}

/** Tokens at the beginning of a statement that are kept even inside of brackets. */
const HEAD_TOKENS = 256

interface Draft {
  readonly start: number
  end: number
  count: number
  readonly keptDepth: number
  readonly tokens: Token[]
  readonly calls: { readonly name: string; readonly start: number; readonly begin: Token[] }[]
  readonly backticked: TextRange[]
}

function tokenOf(text: string, kind: TokenKind, start: number, end: number, depth: number): Token {
  const raw = text.slice(start, end)
  const value = kind === 'word' ? raw.toUpperCase() : kind === 'name' || kind === 'text' ? unquote(raw) : raw
  return { kind, value, raw, start, end, depth }
}

/** Collects the tokens of one statement after the other. */
function createCollector(text: string, watched: ReadonlySet<string>) {
  const drafts: Draft[] = []
  let draft: Draft | undefined
  /** The name that the next bracket would call. */
  let callee: { readonly start: number; readonly end: number } | undefined
  let followsBracket = false

  function noteCall(calls: Draft['calls']): void {
    if (callee === undefined) return
    const name = unquote(text.slice(callee.start, callee.end)).toLowerCase()
    if (watched.has(name)) calls.push({ name, start: callee.start, begin: [] })
  }

  function keep(current: Draft, kind: TokenKind, start: number, end: number, depth: number): void {
    const call = current.calls.at(-1)
    const beginsCall = call !== undefined && call.begin.length < 2
    const isKept = depth <= current.keptDepth || followsBracket || current.count < HEAD_TOKENS
    if (!isKept && !beginsCall) return
    const token = tokenOf(text, kind, start, end, depth)
    if (beginsCall) call.begin.push(token)
    if (isKept) current.tokens.push(token)
  }

  function add(kind: TokenKind, start: number, end: number, depth: number): void {
    if (draft === undefined) {
      const keptDepth = /^(?:copy|prepare|explain)$/i.test(text.slice(start, end)) ? 1 : 0
      draft = { start, end, count: 0, keptDepth, tokens: [], calls: [], backticked: [] }
      drafts.push(draft)
    }
    draft.end = end
    if (kind === 'name' && text[start] === '`') draft.backticked.push({ start, end })
    keep(draft, kind, start, end, depth)
    draft.count++
    const opens = kind === 'symbol' && text[start] === '('
    if (opens) noteCall(draft.calls)
    followsBracket = opens && depth === 0
    callee = kind === 'word' || kind === 'name' ? { start, end } : undefined
  }

  function endStatement(): void {
    draft = undefined
    callee = undefined
    followsBracket = false
  }

  return { drafts, add, endStatement }
}

/**
 * Cuts a text into its statements at each `;`; those without a token are left out. Takes time and memory in proportion
 * to what is outside of brackets. Never throws.
 *
 * @param watched - names of functions, in lower case, whose calls are wanted
 */
export function scanStatements(text: string, watched: ReadonlySet<string>): ScannedText {
  const { drafts, add, endStatement } = createCollector(text, watched)
  const unterminated = scanTokens(text, (kind, start, end, depth) => {
    if (kind === 'symbol' && text[start] === ';') endStatement()
    else add(kind, start, end, depth)
  })
  return unterminated === undefined ? { statements: drafts } : { statements: drafts, unterminated }
}

/** The words of a statement outside of brackets, from a token on. */
export function topWords(statement: StatementText, from = 0): readonly Token[] {
  return statement.tokens.slice(from).filter((token) => token.depth === 0 && token.kind === 'word')
}
