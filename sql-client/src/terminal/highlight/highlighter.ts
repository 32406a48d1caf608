import { type SqlToken, sqlTokens } from '../../script/sql-lexer.js'
import { SQL_KEYWORDS } from './sql-keywords.js'

/** What a part of a statement is, as far as colours go. */
export type SpanKind = 'keyword' | 'string' | 'identifier' | 'number' | 'comment'

/** A part of a text, in UTF-16 units. What is between the parts is plain. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly kind: SpanKind
}

/** Finds what to colour in a text that is being edited. */
export interface Highlighter {
  /** The coloured parts that reach into a range, in order. */
  spansOf(text: string, from: number, to: number): readonly Span[]
}

/** What stands at the begin of a quoted part or comment. */
const OPENERS: Readonly<Record<string, SpanKind>> = { '"': 'identifier', '`': 'identifier', '/': 'comment', '-': 'comment' }

function kindOf(text: string, { kind, start, end }: SqlToken): SpanKind | undefined {
  switch (kind) {
    case 'word':
      return SQL_KEYWORDS.has(text.slice(start, end).toUpperCase()) ? 'keyword' : undefined
    case 'name':
      return 'identifier'
    case 'text':
      return 'string'
    case 'open':
      return OPENERS[text.charAt(start)] ?? 'string'
    case 'symbol':
      return undefined
    default:
      return kind
  }
}

/** How far two texts are the same. */
function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}

/** The first of the tokens that ends behind a place, by halving. */
function firstEndingAfter(tokens: readonly SqlToken[], place: number): number {
  let [low, high] = [0, tokens.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tokens[middle]?.end ?? 0) > place) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Makes a highlighter. It keeps the tokens before what changed and reads no further than it is asked, so that a key in a long
 * text costs what is on the screen.
 */
export function createHighlighter(): Highlighter {
  let known = ''
  const tokens: SqlToken[] = []

  /** Forgets the tokens that a change can have touched: those that end at it grow with it. */
  function follow(text: string): void {
    if (text === known) return
    tokens.length = firstEndingAfter(tokens, commonLength(known, text) - 1)
    // A token may stand for less than it did when what follows it changes: `-` before `-`, `E` before a quote, `$` of a tag.
    tokens.length = Math.max(0, tokens.length - 2)
    known = text
  }

  return {
    spansOf: (text, from, to) => {
      follow(text)
      const last = tokens.at(-1)
      if (last === undefined || last.end < to) {
        for (const token of sqlTokens(text, last?.end ?? 0)) {
          tokens.push(token)
          if (token.end >= to) break
        }
      }
      const spans: Span[] = []
      for (let i = firstEndingAfter(tokens, from); i < tokens.length; i++) {
        const token = tokens[i]
        if (token === undefined || token.start >= to) break
        const kind = kindOf(text, token)
        if (kind !== undefined) spans.push({ start: token.start, end: token.end, kind })
      }
      return spans
    },
  }
}
