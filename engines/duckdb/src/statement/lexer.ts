/**
 * What a token is. A `name` is quoted with `"` or, as Flink's users do, with a backtick; a `text` is quoted in any of
 * DuckDB's ways. A `symbol` is one character.
 */
export type TokenKind = 'word' | 'name' | 'text' | 'number' | 'parameter' | 'symbol'

/** Gets each token: its place in the text, and how many brackets are open around it. */
export type TokenVisitor = (kind: TokenKind, start: number, end: number, depth: number) => void

/** A quoted part or comment that the text ends in. */
export interface Unterminated {
  /** In words: `quoted string`. */
  readonly what: string
  readonly start: number
}

const NON_ASCII = '[^\\x00-\\x7f\\s]'
const BLANK = /\s+/y
const LINE_REST = /[^\r\n]*/y
/** Blanks with a line break and comments to the end of a line, each in one way only, then the quote in which the string goes on. */
const CONTINUATION = /(?:[ \t\f\v]|--[^\r\n]*(?=[\r\n]))*[\r\n](?:\s|--[^\r\n]*(?=[\r\n]))*'/y
const WORD = new RegExp(`(?:[A-Za-z_]|${NON_ASCII})(?:[\\w$]|${NON_ASCII})*`, 'y')
/** DuckDB ends a number before the first letter that does not belong to it: `1a$$` is 1, then a name. */
const NUMBER =
  /0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y
const DOLLAR_TAG = new RegExp(`\\$(?:(?:[A-Za-z_]|${NON_ASCII})(?:\\w|${NON_ASCII})*)?\\$`, 'y')
const PARAMETER = new RegExp(`\\$(?:\\d+|(?:[A-Za-z_]|${NON_ASCII})(?:\\w|${NON_ASCII})*)`, 'y')

/** Where a match of a sticky expression at a place ends; the place itself where there is none. */
function matchEnd(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at
  return expression.test(text) ? expression.lastIndex : at
}

/** The end of a part quoted with a character that is doubled inside; -1 when it has none. */
function quotedEnd(text: string, quote: string, from: number): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at + 1
  }
  return -1
}

/** The end of an `E'…'` string, in which a backslash escapes, and which goes on in a quote on another line. */
function escapedEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const c = text[at]
    if (c === '\\') at++
    else if (c === "'") {
      if (text[at + 1] === "'") at++
      else {
        const next = matchEnd(CONTINUATION, text, at + 1)
        if (next === at + 1) return next
        at = next - 1
      }
    }
  }
  return -1
}

/** The end of a comment between slash-star and star-slash; they nest. */
function commentEnd(text: string, from: number): number {
  let open = 1
  for (let at = from + 2; at < text.length; at++) {
    if (text.startsWith('/*', at)) {
      open++
      at++
    } else if (text.startsWith('*/', at)) {
      at++
      if (--open === 0) return at + 1
    }
  }
  return -1
}

interface Piece {
  readonly kind: TokenKind | 'blank'
  /** -1 when the text ends before it does. */
  readonly end: number
  readonly what: string
}

function blankAt(text: string, at: number): Piece | undefined {
  const blank = matchEnd(BLANK, text, at)
  if (blank > at) return { kind: 'blank', end: blank, what: 'blank' }
  if (text.startsWith('--', at)) return { kind: 'blank', end: matchEnd(LINE_REST, text, at), what: 'comment' }
  if (text.startsWith('/*', at)) return { kind: 'blank', end: commentEnd(text, at), what: '/* comment' }
  return undefined
}

function quotedAt(text: string, at: number): Piece | undefined {
  const c = text[at] as string
  if (c === "'") return { kind: 'text', end: quotedEnd(text, "'", at + 1), what: 'quoted string' }
  if (c === '"') return { kind: 'name', end: quotedEnd(text, '"', at + 1), what: 'quoted identifier' }
  if (c === '`') return { kind: 'name', end: quotedEnd(text, '`', at + 1), what: 'quoted identifier' }
  if (text[at + 1] === "'") {
    if (c === 'e' || c === 'E') return { kind: 'text', end: escapedEnd(text, at + 2), what: 'quoted string' }
    if ('xXbBnN'.includes(c)) return { kind: 'text', end: quotedEnd(text, "'", at + 2), what: 'quoted string' }
  }
  if (c !== '$') return undefined
  const tagEnd = matchEnd(DOLLAR_TAG, text, at)
  if (tagEnd === at) return undefined
  const close = text.indexOf(text.slice(at, tagEnd), tagEnd)
  return { kind: 'text', end: close === -1 ? -1 : close + (tagEnd - at), what: 'dollar-quoted string' }
}

function plainAt(text: string, at: number): Piece {
  const word = matchEnd(WORD, text, at)
  if (word > at) return { kind: 'word', end: word, what: 'word' }
  const number = matchEnd(NUMBER, text, at)
  if (number > at) return { kind: 'number', end: number, what: 'number' }
  const parameter = matchEnd(PARAMETER, text, at)
  if (parameter > at) return { kind: 'parameter', end: parameter, what: 'parameter' }
  return { kind: 'symbol', end: at + 1, what: 'symbol' }
}

/** What a character of ASCII can only be, so that long lists of numbers are gone through fast. */
const PLAIN_PIECES: readonly (Piece['kind'] | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const c = String.fromCharCode(code)
  if (c === ' ' || c === '\n' || c === '\t') return 'blank'
  if (',()[]{};=<>+%^&|~!?:#@'.includes(c)) return 'symbol'
  return /\d/.test(c) ? 'number' : undefined
})

function pieceAt(text: string, at: number): Piece {
  const kind = PLAIN_PIECES[text.charCodeAt(at)]
  if (kind === 'number') return { kind, end: matchEnd(NUMBER, text, at), what: kind }
  if (kind !== undefined) return { kind, end: at + 1, what: kind }
  return blankAt(text, at) ?? quotedAt(text, at) ?? plainAt(text, at)
}

/**
 * Goes through a text token by token, as DuckDB's scanner cuts it; blanks and comments are left out. Never throws.
 *
 * @returns the quoted part or comment that is still open at the end of the text
 * @see DuckDB documentation, "Keywords and Identifiers", "Literal Types"; PostgreSQL's scanner, from which DuckDB's comes
 */
export function scanTokens(text: string, visit: TokenVisitor): Unterminated | undefined {
  let depth = 0
  for (let at = 0; at < text.length; ) {
    const { kind, end, what } = pieceAt(text, at)
    if (end === -1) return { what, start: at }
    if (kind === 'symbol') {
      const c = text[at] as string
      if (')]}'.includes(c)) depth = Math.max(0, depth - 1)
      visit(kind, at, end, depth)
      if ('([{'.includes(c)) depth++
      if (c === ';') depth = 0
    } else if (kind !== 'blank') visit(kind, at, end, depth)
    at = end
  }
  return undefined
}

/** What a token of kind `text` or `name` says, without its quotes and escapes; other tokens as they are. */
export function unquote(raw: string): string {
  const first = raw[0] as string
  if (first === '"' || first === '`' || first === "'") return raw.slice(1, -1).replaceAll(first + first, first)
  if (first === '$' && raw.endsWith('$') && raw.length > 1) {
    const tag = raw.slice(0, raw.indexOf('$', 1) + 1)
    return raw.slice(tag.length, -tag.length)
  }
  if (raw[1] !== "'") return raw
  const body = raw.slice(2, -1).replaceAll("''", "'")
  return first === 'e' || first === 'E' ? body.replaceAll(/\\([\s\S])/g, (_, c: string) => ESCAPES[c] ?? c) : body
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
