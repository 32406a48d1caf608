/** A piece of a statement: blanks, comments and hints are left out. */
export interface Token {
  /**
   * - `word`: a name or keyword without quotes, or a number
   * - `name`: in back-quotes
   * - `string`: in single or double quotes
   * - `sign`: any other character
   */
  readonly kind: TokenKind
  /** As it stands in the text. */
  readonly raw: string
  readonly start: number
}

type TokenKind = 'word' | 'name' | 'string' | 'sign'

/** What a statement is stands in its first tokens; a million values after them are passed over. */
const MOST_TOKENS = 4096
/** No keyword that ends or begins a block is longer. */
const LONGEST_BLOCK_WORD = 9

const NEWLINE = '\n'
const SEMICOLON = 0x3b
const DASH = 0x2d
const SLASH = 0x2f
const STAR = 0x2a
const QUOTES: Readonly<Record<number, TokenKind>> = { 39: 'string', 34: 'string', 96: 'name' }
const WORD_CHARACTER = /[\p{L}\p{N}_$]/u
/** Of each character below 128 whether it is part of a word. */
const ASCII_WORD = Uint8Array.from({ length: 128 }, (_, code) => Number(WORD_CHARACTER.test(String.fromCharCode(code))))

/** The tokens of a text, in order, the first of them if there are very many. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = skipGap(text, 0); at < text.length && tokens.length < MOST_TOKENS; ) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = skipGap(text, at + token.raw.length)
  }
  return tokens
}

/** A word in upper case; empty for all other tokens. */
export function keyword(token: Token | undefined): string {
  return token?.kind === 'word' ? token.raw.toUpperCase() : ''
}

/** What a quoted text or name stands for; a word stands for itself. */
export function plainText({ kind, raw }: Token): string {
  if (kind !== 'string' && kind !== 'name') return raw
  const quote = raw.charAt(0)
  const inner = raw.length > 1 && raw.endsWith(quote) ? raw.slice(1, -1) : raw.slice(1)
  return inner.replaceAll(quote + quote, quote)
}

/**
 * The statements of a text, without empty ones and without the `;` after each; of a very long one the first tokens. Statements
 * within a statement set are a part of it.
 */
export function splitStatements(text: string): readonly (readonly Token[])[] {
  const block = new BlockTracker()
  let current: Token[] = []
  const statements = [current]
  for (let at = skipGap(text, 0); at < text.length; ) {
    const end = tokenEnd(text, at)
    if (text.charCodeAt(at) === SEMICOLON && !block.isInside) {
      current = []
      statements.push(current)
      block.reset()
    } else {
      if (current.length < MOST_TOKENS) current.push({ kind: kindAt(text, at), raw: text.slice(at, end), start: at })
      block.add(end - at <= LONGEST_BLOCK_WORD ? text.slice(at, end).toUpperCase() : '')
    }
    at = skipGap(text, end)
  }
  return statements.filter((tokens) => tokens.length > 0)
}

function tokenAt(text: string, at: number): Token {
  return { kind: kindAt(text, at), raw: text.slice(at, tokenEnd(text, at)), start: at }
}

function kindAt(text: string, at: number): TokenKind {
  return QUOTES[text.charCodeAt(at)] ?? (isWordAt(text, at) ? 'word' : 'sign')
}

/** What is not closed reaches to the end. */
function tokenEnd(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (QUOTES[code] !== undefined) return quotedEnd(text, at)
  if (!isWordAt(text, at)) return at + characterLength(text, at)
  let end = at
  while (end < text.length && isWordAt(text, end)) end += characterLength(text, end)
  return end
}

/** A doubled quote does not end a quoted text. */
function quotedEnd(text: string, at: number): number {
  const quote = text.charAt(at)
  for (let end = text.indexOf(quote, at + 1); end >= 0; end = text.indexOf(quote, end + 2)) {
    if (text.charAt(end + 1) !== quote) return end + 1
  }
  return text.length
}

function isWordAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < 128 ? ASCII_WORD[code] === 1 : WORD_CHARACTER.test(text.slice(at, at + characterLength(text, at)))
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** Where the next token begins: after blanks and comments. */
function skipGap(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code <= 0x20) at++
    else if (code === DASH && text.charCodeAt(at + 1) === DASH) at = endOf(text, NEWLINE, at)
    else if (code === SLASH && text.charCodeAt(at + 1) === STAR) at = endOf(text, '*/', at + 2)
    else if (code >= 128 && text.charAt(at).trim() === '') at++
    else return at
  }
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found + mark.length
}

/** Knows whether a token stands between `STATEMENT SET BEGIN` and its `END`; a CASE has an END of its own. */
class BlockTracker {
  isInside = false
  #last = ''
  #lastButOne = ''
  #cases = 0

  /** @param word - in upper case */
  add(word: string): void {
    if (!this.isInside) this.isInside = word === 'BEGIN' && this.#lastButOne === 'STATEMENT' && this.#last === 'SET'
    else if (word === 'CASE') this.#cases++
    else if (word === 'END') {
      if (this.#cases === 0) this.isInside = false
      else this.#cases--
    }
    this.#lastButOne = this.#last
    this.#last = word
  }

  reset(): void {
    this.#last = ''
    this.#lastButOne = ''
    this.isInside = false
    this.#cases = 0
  }
}
