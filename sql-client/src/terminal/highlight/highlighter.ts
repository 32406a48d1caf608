import { type LineState, lineSpans, type Span } from './sql-spans.js'

/** Colours the lines of a text that is being edited. */
export interface Highlighter {
  /** What to colour in some of the lines, from one up to another that is no longer asked for. */
  spansOf(lines: readonly string[], from: number, to: number): readonly (readonly Span[])[]
}

interface KnownLine {
  readonly line: string
  readonly begin: LineState
  readonly spans: readonly Span[]
  readonly end: LineState
}

/**
 * Makes a highlighter. It remembers what the lines held at the last call, so that a key costs the lines that it changed
 * and not the whole text.
 */
export function createHighlighter(): Highlighter {
  let known: KnownLine[] = []
  return {
    spansOf: (lines, from, to) => {
      let begin: LineState = ''
      for (let i = 0; i < to; i++) {
        const line = lines[i] ?? ''
        let here = known[i]
        if (here === undefined || here.line !== line || here.begin !== begin) {
          here = { line, begin, ...lineSpans(line, begin) }
          known[i] = here
        }
        begin = here.end
      }
      if (known.length > lines.length) known = known.slice(0, lines.length)
      return known.slice(from, to).map(({ spans }) => spans)
    },
  }
}
