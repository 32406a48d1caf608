import { describe, expect, test } from '@jest/globals'
import { createLiveResult } from './support/live-result.js'
import { createTestShell } from './support/shell.js'

const SETTINGS = { maxColumnWidth: 20, maxRows: 1_000, isStreaming: true }

/** Rows `+I 1` to `+I n`. */
function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `+I ${i + 1}`)
}

describe('the table view', () => {
  test('shows the table that the changes make, drawn anew after the interval', async () => {
    await using shell = createTestShell({ columns: 70, rows: 8 })
    const { memory, terminal, clock } = shell
    const result = createLiveResult('word', 'count:BIGINT')
    const view = terminal.showTable(result, SETTINGS)
    await memory.until('0 rows')
    result.send('+I a 1', '+I b 1')
    await memory.until('2 rows')
    expect(memory.lines().slice(1, 4)).toEqual(['word  count', 'a         1', 'b         1'])
    result.send('-U a 1', '+U a 25', '+I NULL 3')
    await clock.settle()
    expect(memory.lines()[2]).toBe('a         1')
    await clock.advance(1_000)
    await memory.until('3 rows')
    expect(memory.lines().slice(1, 5)).toEqual(['word    count', 'a          25', 'b           1', '<NULL>      3'])
    expect(memory.modes()).toEqual({ isBracketedPaste: true, isFullScreen: true, isCursorHidden: true })
    memory.send('q')
    expect(await view).toEqual({ rowCount: 5 })
    expect(result.isClosed).toBe(true)
    await memory.settled()
    expect(memory.modes()).toEqual({ isBracketedPaste: true, isFullScreen: false, isCursorHidden: false })
    expect(clock.pendingTimers).toBe(0)
  })

  test('stays when the result has ended, until the user leaves', async () => {
    await using shell = createTestShell({ columns: 70, rows: 8 })
    const result = createLiveResult('x')
    const view = shell.terminal.showTable(result, SETTINGS)
    result.send('+I 1')
    result.finish()
    await shell.memory.until('finished')
    expect(shell.memory.lines()[0]).toContain('1 row ')
    shell.memory.send('\x03')
    expect(await view).toEqual({ rowCount: 1 })
  })

  test('ends with the error of the result', async () => {
    await using shell = createTestShell()
    const result = createLiveResult('x')
    const view = shell.terminal.showTable(result, SETTINGS)
    const error = new TypeError('lost')
    result.finish(error)
    expect(await view).toEqual({ rowCount: 0, error })
    await shell.memory.settled()
    expect(shell.memory.modes().isFullScreen).toBe(false)
  })

  test('turns pages, goes to one, and follows the last', async () => {
    await using shell = createTestShell({ columns: 70, rows: 8 })
    const { memory, terminal, clock } = shell
    const result = createLiveResult('n:BIGINT')
    void terminal.showTable(result, SETTINGS)
    result.send(...numbers(12))
    await memory.until('page last of 3')
    expect(memory.lines().slice(2, 7)).toEqual(['8', '9', '10', '11', '12'].map((n) => n.padStart(2)))
    memory.send('p')
    await memory.until('page 2 of 3')
    expect(memory.lines()[2]).toBe(' 3')
    memory.send('g')
    await memory.until('Go to page:')
    memory.send('1\r')
    await memory.until('page 1 of 3')
    expect(memory.lines()[2]).toBe(' 1')
    result.send('+I 13')
    await clock.advance(1_000)
    await memory.until('13 rows')
    expect(memory.lines()[2]).toBe(' 1')
    memory.send('l')
    await memory.until('page last of 3')
    expect(memory.lines()[6]).toBe('13')
  })

  test('opens a row with all of its values', async () => {
    await using shell = createTestShell({ columns: 30, rows: 8 })
    const { memory, terminal } = shell
    const result = createLiveResult('id:BIGINT', 'text')
    void terminal.showTable(result, SETTINGS)
    result.send('+I 1 x', `+I 2 ${'long_text_'.repeat(5)}`)
    await memory.until('2 rows')
    expect(memory.lines()[3]).toBe(' 2  long text long text…')
    memory.send('o')
    await memory.until('Q back')
    expect(memory.lines().slice(1, 6)).toEqual(['id', '  2', 'text', '  long text long text long tex', '  t long text long text'])
    memory.send('q')
    await memory.until('Q quit')
  })

  test('moves to columns that do not fit, and fits what does into any terminal', async () => {
    await using shell = createTestShell({ columns: 12, rows: 6 })
    const { memory, terminal } = shell
    const result = createLiveResult('first', 'second', 'third')
    void terminal.showTable(result, SETTINGS)
    result.send('+I 日本語日本語日本語 b c')
    await memory.until('first')
    expect(memory.lines().slice(1, 3)).toEqual(['first', '日本語日本…'])
    memory.send('\x1b[C')
    await memory.until('second  thi…')
    memory.resize(1, 3)
    await memory.until((screen) => screen.split('\n').every((line) => line.length <= 1))
    memory.resize(40, 10)
    await memory.until('second  third')
  })

  test('shows a result without columns or rows', async () => {
    await using shell = createTestShell({ columns: 70, rows: 6 })
    const { memory, terminal } = shell
    const result = createLiveResult()
    const view = terminal.showTable({ ...result, columns: [] }, SETTINGS)
    result.finish()
    await memory.until('finished')
    memory.send('\x1b[C\x1b[Bo')
    await memory.settled()
    expect(memory.lines()).toHaveLength(6)
    expect(memory.lines()[0]).toMatch(/^ Table {3}0 rows {3}page 1 of 1/)
    memory.send('q')
    expect(await view).toEqual({ rowCount: 0 })
  })

  test('is refreshed more seldom on plus and more often on minus', async () => {
    await using shell = createTestShell({ columns: 70 })
    const { memory, terminal, clock } = shell
    const result = createLiveResult('n')
    void terminal.showTable(result, SETTINGS)
    result.send('+I 1')
    await memory.until('refresh 1 s')
    memory.send('-')
    await memory.until('refresh 500 ms')
    result.send('+I 2')
    await clock.advance(500)
    await memory.until('2 rows')
    memory.send('+')
    memory.send('+')
    await memory.until('refresh 5 s')
  })

  test('leaves what is typed ahead to the next statement', async () => {
    await using shell = createTestShell({ columns: 70 })
    const { memory, terminal } = shell
    memory.send('quick')
    const result = createLiveResult('n')
    const view = terminal.showTable(result, SETTINGS)
    await memory.until('Table')
    memory.send('q')
    await view
    void terminal.readStatement({ prompt: 'SQL> ' })
    await memory.until('SQL> quick')
  })

  test('shows values that a terminal would obey as text', async () => {
    await using shell = createTestShell({ columns: 70 })
    const result = createLiveResult('a\x1b[2Jb')
    void shell.terminal.showTable(result, SETTINGS)
    result.send('+I x\x1b]0;title\x07\ty')
    await shell.memory.until('x\\x1B]0;title\\x07\\ty')
    expect(shell.memory.lines()[1]).toBe('a\\x1B[2Jb')
  })
})

describe('the changelog view', () => {
  test('shows every change with its kind, the newest last', async () => {
    await using shell = createTestShell({ columns: 70, rows: 7 })
    const result = createLiveResult('word', 'count:BIGINT')
    void shell.terminal.showChangelog(result, SETTINGS)
    result.send('+I a 1', '-U a 1', '+U a 2', '-D a 2', '+I b 1')
    await shell.memory.until('5 rows')
    expect(shell.memory.lines().slice(1, 6)).toEqual([
      'op  word  count',
      '-U  a         1',
      '+U  a         2',
      '-D  a         2',
      '+I  b         1',
    ])
  })

  test('shows kinds also where all rows are inserts', async () => {
    await using shell = createTestShell({ columns: 70, rows: 7 })
    const result = createLiveResult('word')
    void shell.terminal.showChangelog(result, { ...SETTINGS, isStreaming: false })
    result.send('+I a')
    await shell.memory.until('1 row')
    expect(shell.memory.lines().slice(1, 3)).toEqual(['op  word', '+I  a'])
  })

  test('tells those of its keys for which there is room', async () => {
    await using shell = createTestShell({ columns: 30, rows: 7 })
    void shell.terminal.showChangelog(createLiveResult('word'), SETTINGS)
    await shell.memory.until('Q quit')
    expect(shell.memory.lines().at(-1)).toBe('Q quit  N/P page  L last')
  })
})
