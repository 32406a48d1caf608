import { SQL_KEYWORDS } from './sql-keywords.js'

/** What a part of a statement is, as far as colours go. */
export type SpanKind = 'keyword' | 'string' | 'identifier' | 'number' | 'comment'

/** A part of a line; what is between the parts is plain. */
export interface Span {
  /** In UTF-16 units from the line's begin. */
  readonly start: number
  readonly end: number
  readonly kind: SpanKind
}

/** What a line begins within: nothing, or the text that ends a quote or comment from a line above. */
export type LineState = '' | "'" | '"' | '`' | '*/' | `$${string}$`

/** What is in a line, and what it leaves open. */
export interface LineSpans {
  readonly spans: readonly Span[]
  readonly end: LineState
}

const TOKEN = /--.*|\/\*|'|"|`|\$(?:[A-Za-z_]\w*)?\$|(?<![\w$])\d[\w.]*(?:(?<=[eE])[+-]\d+)?|[\p{L}_][\p{L}\p{N}\p{M}_$]*/gu

const KINDS: Readonly<Record<string, SpanKind>> = { "'": 'string', '"': 'identifier', '`': 'identifier', '*/': 'comment' }

function kindOf(state: LineState): SpanKind {
  return KINDS[state] ?? 'string'
}

/** Where what a state began ends, behind its end mark; -1 if it goes on over the line's end. A doubled quote is two ends and begins. */
function closing(line: string, state: LineState, from: number): number {
  const at = line.indexOf(state, from)
  return at < 0 ? -1 : at + state.length
}

/**
 * Finds what to colour in one line.
 *
 * @param state - what the line before left open
 */
export function lineSpans(line: string, state: LineState): LineSpans {
  const spans: Span[] = []
  let place = 0
  let open = state
  if (open !== '') {
    const end = closing(line, open, 0)
    if (end < 0) return { spans: line === '' ? [] : [{ start: 0, end: line.length, kind: kindOf(open) }], end: open }
    spans.push({ start: 0, end, kind: kindOf(open) })
    place = end
    open = ''
  }
  TOKEN.lastIndex = place
  for (let match = TOKEN.exec(line); match !== null; match = TOKEN.exec(line)) {
    const start = match.index
    const token = match[0]
    const opened = openedBy(token)
    if (opened === '') {
      const kind = wordKind(token)
      if (kind !== undefined) spans.push({ start, end: start + token.length, kind })
      continue
    }
    const end = closing(line, opened, start + token.length)
    spans.push({ start, end: end < 0 ? line.length : end, kind: kindOf(opened) })
    if (end < 0) {
      open = opened
      break
    }
    TOKEN.lastIndex = end
  }
  return { spans, end: open }
}

function openedBy(token: string): LineState {
  if (token === '/*') return '*/'
  if (token === "'" || token === '"' || token === '`') return token
  return token.startsWith('$') ? (token as LineState) : ''
}

function wordKind(token: string): SpanKind | undefined {
  if (token.startsWith('--')) return 'comment'
  if (/^\d/.test(token)) return 'number'
  return SQL_KEYWORDS.has(token.toUpperCase()) ? 'keyword' : undefined
}
