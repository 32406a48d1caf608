/**
 * What a token is. A `name` is quoted with `"` or a backtick; a `text` with `'` or dollars. A `symbol` is one character. `open` is a
 * quoted part or comment that goes on to the end of the text, which has no end of it.
 */
export type SqlTokenKind = 'word' | 'name' | 'text' | 'number' | 'comment' | 'symbol' | 'open'

/** A token and its place in the text, in UTF-16 units. Blanks are no tokens. */
export interface SqlToken {
  readonly kind: SqlTokenKind
  readonly start: number
  readonly end: number
}

const BLANK = /[\s\u{feff}]+/uy
const LINE_COMMENT = /--[^\r\n]*/y
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_$]*/uy
/** Letters behind a number belong to it, so that none of them begins a quote. */
const NUMBER = /\.?\d(?:[\w.$]|(?<=[eE])[+-])*/y
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy
const COMMENT_MARK = /\/\*|\*\//g

/** Where a match of a sticky expression at a place ends; -1 where there is none. */
function matchEnd(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at
  return expression.test(text) ? expression.lastIndex : -1
}

/** The end of what is quoted with a character that is doubled inside; -1 when it has none. */
function quotedEnd(text: string, quote: string, from: number): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at + 1
  }
  return -1
}

/** The end of an `E'…'` string, in which a backslash escapes as well. */
function escapedEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === "'" && text[at + 1] === "'") at++
    else if (text[at] === "'") return at + 1
  }
  return -1
}

/** The end of a comment between slash-star and star-slash; they nest, as in DuckDB and the SQL standard. */
function commentEnd(text: string, from: number): number {
  COMMENT_MARK.lastIndex = from
  let open = 0
  for (let mark = COMMENT_MARK.exec(text); mark !== null; mark = COMMENT_MARK.exec(text)) {
    open += mark[0] === '/*' ? 1 : -1
    if (open === 0) return COMMENT_MARK.lastIndex
  }
  return -1
}

function dollarEnd(text: string, at: number): number | undefined {
  const tagEnd = matchEnd(DOLLAR_TAG, text, at)
  if (tagEnd === -1) return undefined
  const close = text.indexOf(text.slice(at, tagEnd), tagEnd)
  return close === -1 ? -1 : close + tagEnd - at
}

/** A kind and an end, -1 where the text ends first. */
type Piece = readonly [kind: SqlTokenKind, end: number]

function quotedAt(text: string, at: number): Piece | undefined {
  const character = text[at]
  if (character === "'") return ['text', quotedEnd(text, "'", at + 1)]
  if (character === '"' || character === '`') return ['name', quotedEnd(text, character, at + 1)]
  if (text[at + 1] === "'" && (character === 'e' || character === 'E')) return ['text', escapedEnd(text, at + 2)]
  if (character === '-' && text[at + 1] === '-') return ['comment', matchEnd(LINE_COMMENT, text, at)]
  if (character === '/' && text[at + 1] === '*') return ['comment', commentEnd(text, at)]
  if (character !== '$') return undefined
  const end = dollarEnd(text, at)
  return end === undefined ? undefined : ['text', end]
}

function plainAt(text: string, at: number): Piece {
  const word = matchEnd(WORD, text, at)
  if (word !== -1) return ['word', word]
  const number = matchEnd(NUMBER, text, at)
  return number === -1 ? ['symbol', at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)] : ['number', number]
}

/**
 * Reads the tokens of SQL text, in the quoting of Flink and of DuckDB at once: `'…'` and `E'…'`, `"…"`, backticks, `$tag$…$tag$`,
 * `--` and nested slash-star comments. Nothing is an error: what makes no sense is symbols.
 *
 * @param from - where to begin; must not lie within a token
 */
export function* sqlTokens(text: string, from = 0): Generator<SqlToken, void> {
  for (let at = from; at < text.length; ) {
    const blank = matchEnd(BLANK, text, at)
    if (blank !== -1) {
      at = blank
      continue
    }
    const [kind, end] = quotedAt(text, at) ?? plainAt(text, at)
    yield end === -1 ? { kind: 'open', start: at, end: text.length } : { kind, start: at, end }
    if (end === -1) return
    at = end
  }
}
