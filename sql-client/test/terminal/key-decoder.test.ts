import { describe, expect, test } from '@jest/globals'
import type { InputEvent } from '../../src/terminal/input/key.js'
import { createKeyDecoder } from '../../src/terminal/input/key-decoder.js'

/** What a terminal sends, in one piece, as keys and texts. */
function decode(...chunks: readonly string[]): readonly string[] {
  const decoder = createKeyDecoder()
  const events: InputEvent[] = chunks.flatMap((chunk) => decoder.push(chunk))
  events.push(...decoder.flush())
  return events.map((event) => (event.type === 'key' ? `<${event.key}>` : event.type === 'paste' ? `paste:${event.text}` : event.text))
}

describe('the key decoder', () => {
  test('gives text as it was typed, several characters at once', () => {
    expect(decode('select é日👩‍👩‍👧')).toEqual(['select é日👩‍👩‍👧'])
  })

  test('names the control characters', () => {
    expect(decode('\x01\x05\x03\x04\x0c\x12\x1a\x1f\r\n\t\x7f\b')).toEqual([
      ...['<ctrl-a>', '<ctrl-e>', '<ctrl-c>', '<ctrl-d>', '<ctrl-l>', '<ctrl-r>', '<ctrl-z>', '<ctrl-_>'],
      ...['<enter>', '<enter>', '<tab>', '<backspace>', '<ctrl-h>'],
    ])
  })

  test.each([
    ['xterm', '\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F', '<up><down><right><left><home><end>'],
    ['application mode', '\x1bOA\x1bOB\x1bOH\x1bOF', '<up><down><home><end>'],
    ['VT220 and rxvt', '\x1b[1~\x1b[3~\x1b[4~\x1b[5~\x1b[6~\x1b[7~\x1b[8~', '<home><delete><end><page-up><page-down><home><end>'],
    ['with modifiers', '\x1b[1;5C\x1b[1;3D\x1b[1;2A\x1b[3;5~', '<ctrl-right><alt-left><shift-up><ctrl-delete>'],
    ['rxvt with ctrl', '\x1bOc\x1bOd', '<ctrl-right><ctrl-left>'],
    ['shift and tab', '\x1b[Z', '<shift-tab>'],
    ['told by code points', '\x1b[13;2u\x1b[97;5u\x1b[27;2;13~', '<shift-enter><ctrl-a><shift-enter>'],
  ])('knows the cursor keys: %s', (_, sent, keys) => {
    expect(decode(sent).join('')).toBe(keys)
  })

  test('takes escape before a character for alt', () => {
    expect(decode('\x1bb\x1bF\x1b\x7f\x1b\r\x1b\b')).toEqual(['<alt-b>', '<alt-f>', '<alt-backspace>', '<alt-enter>', '<ctrl-alt-h>'])
  })

  test('takes escape alone for the key once nothing follows', () => {
    const decoder = createKeyDecoder()
    expect(decoder.push('\x1b')).toEqual([])
    expect(decoder.isPending).toBe(true)
    expect(decoder.flush()).toEqual([{ type: 'key', key: 'escape' }])
    expect(decoder.isPending).toBe(false)
  })

  test('puts together sequences that come in pieces', () => {
    expect(decode('\x1b', '[', '1;', '5', 'C', 'x')).toEqual(['<ctrl-right>', 'x'])
  })

  test("passes over a terminal's answers and unknown sequences", () => {
    expect(decode('\x1b[12;40R\x1b]10;rgb:00/00/00\x07\x1bP1$r0m\x1b\\\x1b[?1;2cx')).toEqual(['x'])
  })

  test('gives a paste as one text, with line feeds, wherever it is cut', () => {
    const sent = '\x1b[200~select 1;\r\nselect\t2;\rselect 3\x1b[201~;'
    for (let at = 1; at < sent.length; at++) {
      expect(decode(sent.slice(0, at), sent.slice(at))).toEqual(['paste:select 1;\nselect\t2;\nselect 3', ';'])
    }
  })

  test('drops control characters from a paste, for nobody means to write them', () => {
    expect(decode('\x1b[200~a\x00b\x1b[31mc\x03d\x1b[201~')).toEqual(['paste:ab[31mcd'])
  })

  test('takes tabs in text that comes at once for pasted ones', () => {
    expect(decode('select\t1,\t\t2\rfrom\tt;\r')).toEqual(['select', '\t1,', '\t\t2', '<enter>', 'from', '\tt;', '<enter>'])
    expect(decode('se\t')).toEqual(['se', '<tab>'])
  })
})
