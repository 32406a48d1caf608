import { describe, expect, test } from '@jest/globals'
import { cutToWidth, displayWidth, graphemes } from '../../src/terminal/text/display-width.js'
import { visibleText } from '../../src/terminal/text/visible-text.js'

describe('the width of text on a terminal', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['größe', 5],
    ['日本語', 6],
    ['ｱ', 1],
    ['Ａ', 2],
    ['e\u0301', 1],
    ['👍', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['🇫🇷', 2],
    ['❤️', 2],
    ['❤', 1],
    ['1️⃣', 2],
    ['한', 2],
    ['\u1112\u1161\u11ab', 2],
    ['नमस्ते', 4],
    ['a\u200bb', 2],
    ['\u0000\u001b', 0],
    ['…─', 2],
  ])('of %j is %d', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  test('is never exceeded by a cut, and no character is torn', () => {
    const text = 'a日👩‍👩‍👧e\u0301b'
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((width) => cutToWidth(text, width))).toEqual([
      ...['', 'a', 'a', 'a日', 'a日', 'a日👩‍👩‍👧', 'a日👩‍👩‍👧e\u0301', text, text],
    ])
    expect(graphemes(text)).toEqual(['a', '日', '👩‍👩‍👧', 'e\u0301', 'b'])
  })
})

describe('visible text', () => {
  test('shows what a terminal would obey', () => {
    expect(visibleText('a\n\t\r\x1b[31m\x00\x9b\u202e\u2028')).toBe('a\\n\\t\\r\\x1B[31m\\x00\\x9B\\u202E\\u2028')
  })

  test('leaves what people write, and replaces half characters', () => {
    expect(visibleText('größe 日本 👩‍👩‍👧')).toBe('größe 日本 👩‍👩‍👧')
    expect(visibleText('a\ud83db')).toBe('a\ufffdb')
  })
})
