import { describe, expect, test } from '@jest/globals'
import { createStatementEditor, type EditorRequest, type StatementEditor } from '../../src/terminal/editor/statement-editor.js'
import type { Key } from '../../src/terminal/input/key.js'

function editorOf(initial = '', history: readonly string[] = []): StatementEditor {
  return createStatementEditor({ initial, history, killRing: [], isComplete: (text) => /;\s*$/.test(text) })
}

/** Types keys in angle brackets, such as `<left>`, and all else as text. */
function type(editor: StatementEditor, ...words: readonly string[]): EditorRequest | undefined {
  let request: EditorRequest | undefined
  for (const word of words) {
    const [, key] = /^<(.+)>$/.exec(word) ?? []
    request = editor.handle(key === undefined ? { type: 'text', text: word } : { type: 'key', key: key as Key })
  }
  return request
}

/** The text with `|` where the cursor is. */
function shown({ buffer: { text, cursor } }: StatementEditor): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`
}

describe('the statement editor', () => {
  test.each([
    ['ctrl-a', 'select 1\nfrom t|', 'select 1\n|from t'],
    ['home', 'a b|', '|a b'],
    ['ctrl-e', 'select| 1\nfrom', 'select 1|\nfrom'],
    ['left', 'a👩‍👩‍👧|', 'a|👩‍👩‍👧'],
    ['right', '|e\u0301x', 'e\u0301|x'],
    ['left', 'a\n|b', 'a|\nb'],
    ['alt-b', 'select foo_bar, x|', 'select foo_bar, |x'],
    ['alt-f', 'sel|ect foo', 'select| foo'],
    ['ctrl-left', 'a.größe|', 'a.|größe'],
    ['ctrl-k', 'a |b\nc', 'a |\nc'],
    ['ctrl-k', 'a|\nc', 'a|c'],
    ['ctrl-u', 'x\na b|c', 'x\n|c'],
    ['ctrl-u', 'x\n|c', 'x|c'],
    ['ctrl-w', 'from a.b.c|', 'from |'],
    ['alt-backspace', 'from a.b.c|', 'from a.b.|'],
    ['alt-d', 'x| from t', 'x| t'],
    ['backspace', 'a日|', 'a|'],
    ['backspace', '🇫🇷🇩🇪|', '🇫🇷|'],
    ['delete', '|👍🏽b', '|b'],
    ['ctrl-d', '|ab', '|b'],
    ['alt-u', '|select x', 'SELECT| x'],
    ['alt-l', '|SELECT X', 'select| X'],
    ['alt-<', 'a\nb|', '|a\nb'],
    ['alt->', '|a\nb', 'a\nb|'],
  ])('does with %s what readline does: %s', (key, before, after) => {
    const at = before.indexOf('|')
    const editor = editorOf(before.replace('|', ''))
    // To the place by the only key that the test does not doubt: one character to the left.
    while (editor.buffer.cursor > at) type(editor, '<ctrl-b>')
    type(editor, `<${key}>`)
    expect(shown(editor)).toBe(after)
  })

  test('submits a statement that ends, and begins a new line in one that does not', () => {
    const editor = editorOf()
    expect(type(editor, 'select 1', '<enter>', 'from t;', '<enter>')).toBe('submit')
    expect(editor.buffer.text).toBe('select 1\nfrom t;')
  })

  test('submits from anywhere in the text, and splits an open one where the cursor is', () => {
    expect(type(editorOf('select 1;'), '<home>', '<enter>')).toBe('submit')
    const open = editorOf('select 1 from t')
    expect(type(open, '<ctrl-left>', '<ctrl-left>', '<enter>')).toBeUndefined()
    expect(shown(open)).toBe('select 1 \n|from t')
  })

  test('submits an empty line, and begins a new line on alt and enter', () => {
    expect(type(editorOf('  '), '<enter>')).toBe('submit')
    const editor = editorOf('select 1;')
    expect(type(editor, '<alt-enter>')).toBeUndefined()
    expect(editor.buffer.text).toBe('select 1;\n')
  })

  test('ends on ctrl-d only where nothing is typed', () => {
    expect(type(editorOf(), '<ctrl-d>')).toBe('end')
    expect(type(editorOf('x'), '<ctrl-d>')).toBeUndefined()
  })

  test('takes a paste as it is, and a line feed in it for no enter', () => {
    const editor = editorOf('a')
    expect(editor.handle({ type: 'paste', text: 'select 1;\nselect 2;\n' })).toBeUndefined()
    expect(editor.buffer.text).toBe('aselect 1;\nselect 2;\n')
  })

  test('moves up and down in the text with the column kept over short lines', () => {
    const editor = editorOf('select 1\nx\nfrom table')
    type(editor, '<up>')
    expect(shown(editor)).toBe('select 1\nx|\nfrom table')
    type(editor, '<up>')
    expect(shown(editor)).toBe('select 1|\nx\nfrom table')
    type(editor, '<down>', '<down>')
    expect(shown(editor)).toBe('select 1\nx\nfrom table|')
  })

  test('goes on from the first line to older statements and back to what was typed', () => {
    const editor = editorOf('dra', ['first;', 'second\nline;'])
    type(editor, 'ft', '<up>')
    expect(shown(editor)).toBe('second\nline;|')
    type(editor, '<up>', '<up>')
    expect(shown(editor)).toBe('first;|')
    type(editor, '<up>')
    expect(shown(editor)).toBe('first;|')
    type(editor, '<down>', '<down>')
    expect(shown(editor)).toBe('draft|')
  })

  test('keeps what was changed in the history while the statement is typed', () => {
    const editor = editorOf('', ['one;', 'two;'])
    type(editor, '<ctrl-p>', '!', '<ctrl-p>', '<ctrl-n>')
    expect(editor.buffer.text).toBe('two;!')
  })

  test('puts back what was cut, cuts in a row as one, and older cuts in turn', () => {
    const editor = editorOf('a b c d')
    type(editor, '<ctrl-w>', '<ctrl-w>', '<left>', '<ctrl-u>', '<ctrl-e>', '<ctrl-y>')
    expect(editor.buffer.text).toBe(' a b')
    type(editor, '<alt-y>')
    expect(editor.buffer.text).toBe(' c d')
    type(editor, '<alt-y>')
    expect(editor.buffer.text).toBe(' a b')
  })

  test('undoes typing as a whole and every cut', () => {
    const editor = editorOf()
    type(editor, 'a', 'b', 'c', '<ctrl-u>', 'x')
    type(editor, '<ctrl-_>')
    expect(editor.buffer.text).toBe('')
    type(editor, '<ctrl-_>')
    expect(editor.buffer.text).toBe('abc')
    type(editor, '<ctrl-_>', '<ctrl-_>')
    expect(editor.buffer.text).toBe('')
  })
})

describe('the search through the history', () => {
  const history = ['select a from t;', 'insert into t values (1);', 'SELECT b FROM u;']

  test('finds the newest that holds the text, without regard to case, and older ones on ctrl-r', () => {
    const editor = editorOf('', history)
    type(editor, '<ctrl-r>', 'select')
    expect(shown(editor)).toBe('|SELECT b FROM u;')
    type(editor, '<ctrl-r>')
    expect(shown(editor)).toBe('|select a from t;')
    type(editor, '<ctrl-s>')
    expect(shown(editor)).toBe('|SELECT b FROM u;')
  })

  test('narrows with each character and widens with backspace', () => {
    const editor = editorOf('', history)
    type(editor, '<ctrl-r>', 'f', 'r', 'o', 'm', ' t')
    expect(editor.buffer.text).toBe('select a from t;')
    type(editor, '<backspace>')
    expect(editor.buffer.text).toBe('SELECT b FROM u;')
  })

  test('says that nothing is found and keeps what was', () => {
    const editor = editorOf('', history)
    type(editor, '<ctrl-r>', 'insert', 'zzz')
    expect(editor.search?.isFailing).toBe(true)
    expect(editor.buffer.text).toBe('insert into t values (1);')
  })

  test('gives back what was typed on ctrl-g and on ctrl-c', () => {
    for (const key of ['<ctrl-g>', '<ctrl-c>']) {
      const editor = editorOf('typed', history)
      expect(type(editor, '<ctrl-r>', 'insert', key)).toBeUndefined()
      expect(shown(editor)).toBe('typed|')
      expect(editor.search).toBeUndefined()
    }
  })

  test('submits what it found on enter, and edits it on other keys', () => {
    const editor = editorOf('', history)
    expect(type(editor, '<ctrl-r>', 'insert', '<enter>')).toBe('submit')
    expect(editor.buffer.text).toBe('insert into t values (1);')
    const other = editorOf('', history)
    type(other, '<ctrl-r>', 'values', '<ctrl-e>')
    expect(shown(other)).toBe('insert into t values (1);|')
    type(other, '<ctrl-_>')
    expect(other.buffer.text).toBe('')
  })
})
