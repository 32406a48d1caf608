import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createHighlighter } from '../../src/terminal/highlight/highlighter.js'

function spans(text: string): readonly string[] {
  return createHighlighter()
    .spansOf(text, 0, text.length)
    .map(({ start, end, kind }) => `${kind}:${text.slice(start, end)}`)
}

describe('highlighting', () => {
  test('tells keywords, texts, names, numbers and comments', () => {
    expect(spans(`select "a", \`b\`, 'it''s', 1.5e3, foo /* x */ -- y`)).toEqual([
      ...['keyword:select', 'identifier:"a"', 'identifier:`b`', "string:'it''s'", 'number:1.5e3', 'comment:/* x */', 'comment:-- y'],
    ])
  })

  test('goes on over lines, and to the end for what is open', () => {
    expect(spans("select 'a\nb' from")).toEqual(['keyword:select', "string:'a\nb'", 'keyword:from'])
    expect(spans("select 'a\nb")).toEqual(['keyword:select', "string:'a\nb"])
    expect(spans('/* a\nselect')).toEqual(['comment:/* a\nselect'])
    expect(spans('"a')).toEqual(['identifier:"a'])
  })

  test('sees a token that begins earlier than what was typed last', () => {
    const highlighter = createHighlighter()
    for (const text of ['$', '$x', '$x$', '$x$ a', '$x$ a $x$']) highlighter.spansOf(text, 0, text.length)
    expect(highlighter.spansOf('$x$ a $x$', 0, 9)).toEqual([{ start: 0, end: 9, kind: 'string' }])
  })

  test('gives after any edits what it gives for the text as a whole', () => {
    const piece = fc.constantFrom(' ', 'select', 'e', 'E', "'", '"', '-', '--', '/', '*', '/*', '*/', '$', '$a$', '1', '.', 'x', '\n')
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(3), text: fc.array(piece, { maxLength: 3 }) })
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), fc.nat(20), (edits, from) => {
        const highlighter = createHighlighter()
        let text = ''
        for (const { at, remove, text: pieces } of edits) {
          const place = Math.floor(at * text.length)
          text = text.slice(0, place) + pieces.join('') + text.slice(place + remove)
          const start = Math.min(from, text.length)
          const expected = createHighlighter()
            .spansOf(text, 0, text.length)
            .filter(({ end }) => end > start)
          expect(highlighter.spansOf(text, start, text.length)).toEqual(expected)
        }
      }),
    )
  })
})
