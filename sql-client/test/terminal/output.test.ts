import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createLiveResult } from './support/live-result.js'
import { createTestShell } from './support/shell.js'

/** Lines 1 to n. */
function lines(count: number): string {
  return Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('')
}

describe('the progress line', () => {
  test('changes in its place, goes before output, and is cut to the width', async () => {
    await using shell = createTestShell({ columns: 20 })
    const { memory, terminal } = shell
    terminal.showProgress('running 1 row')
    await memory.until((screen) => screen === 'running 1 row')
    terminal.showProgress('running 日本語 rows for ever')
    await memory.until((screen) => screen === 'running 日本語 rows')
    await terminal.output.write('result\n')
    await memory.until((screen) => screen === 'result')
    terminal.showProgress('again')
    await memory.until((screen) => screen === 'result\nagain')
    terminal.showProgress(undefined)
    await memory.until((screen) => screen === 'result')
    expect(memory.cursor()).toEqual({ row: 1, column: 0 })
  })

  test('is not put behind half a line', async () => {
    await using shell = createTestShell()
    await shell.terminal.output.write('half')
    shell.terminal.showProgress('running')
    await shell.terminal.output.write(' a line\n')
    await shell.memory.until((screen) => screen === 'half a line')
  })
})

describe('ctrl-c while a statement runs', () => {
  test('tells the listener, drops what was typed ahead, and nothing after the end', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    let interrupts = 0
    const told = new Promise<void>((resolve) => {
      const listening = terminal.onInterrupt(() => {
        interrupts++
        listening[Symbol.dispose]()
        resolve()
      })
    })
    memory.send('typed ahead\r\x03')
    await told
    memory.send('\x03')
    const read = terminal.readStatement({ prompt: 'SQL> ' })
    await memory.until('SQL>')
    memory.send('x;\r')
    expect(await read).toEqual({ kind: 'statement', text: 'x;' })
    expect(interrupts).toBe(1)
  })

  test('is also told of a terminal that goes away', async () => {
    await using shell = createTestShell()
    const told = new Promise<void>((resolve) => shell.terminal.onInterrupt(resolve))
    shell.memory.input.emit('end')
    await told
    expect(shell.terminal.output.closed.aborted).toBe(true)
  })
})

describe('the pager', () => {
  test('is not there for what fits on the screen', async () => {
    await using shell = createTestShell({ rows: 10 })
    const { memory, terminal } = shell
    const pager = terminal.openPager()
    expect(pager.sink.columns).toBeUndefined()
    await pager.sink.write(lines(7))
    await pager.done()
    await memory.settled()
    expect(memory.lines()).toHaveLength(7)
    expect(memory.modes().isFullScreen).toBe(false)
  })

  test('shows what is longer, to be scrolled and searched', async () => {
    await using shell = createTestShell({ rows: 6 })
    const { memory, terminal } = shell
    const pager = terminal.openPager()
    await pager.sink.write(lines(30))
    const done = pager.done()
    await memory.until('lines 1-5 of 30 ')
    expect(memory.modes().isFullScreen).toBe(true)
    memory.send(' ')
    await memory.until('lines 6-10 of 30')
    memory.send('G')
    await memory.until('lines 26-30 of 30')
    memory.send('g/INE 1')
    await memory.until('/INE 1')
    memory.send('7\r')
    await memory.until('lines 17-21 of 30')
    memory.send('n')
    await memory.until('not found')
    memory.send('q')
    await done
    expect(pager.sink.closed.aborted).toBe(true)
    await memory.settled()
    expect(memory.modes().isFullScreen).toBe(false)
    expect(memory.lines()).toEqual([17, 18, 19, 20, 21].map((i) => `line ${i}`))
  })

  test('shows what is wider, to be moved sideways, wide characters and colours kept', async () => {
    await using shell = createTestShell({ columns: 10, rows: 6 })
    const { memory, terminal } = shell
    const pager = terminal.openPager()
    await pager.sink.write('\x1b[1m日本語日本語\x1b[22mx\nabcdefg日x\n')
    void pager.done()
    await memory.until('日本語日本')
    memory.send('\x1b[C')
    await memory.until((screen) => screen.startsWith('本語x\n x\n'))
    memory.send('\x1b[D')
    await memory.until((screen) => screen.startsWith('日本語日本\nabcdefg日x\n'))
  })

  test('lets the writer wait while far more came than was looked at, and go on with the reader', async () => {
    await using shell = createTestShell({ rows: 6 })
    const { memory, terminal } = shell
    const pager = terminal.openPager()
    expect(pager.sink.write(lines(1_000))).toBeUndefined()
    const behind = pager.sink.write(lines(5_000))
    expect(behind).toBeInstanceOf(Promise)
    await memory.until('lines 1-5 of 6000+')
    memory.send(' ')
    await behind
    expect(pager.sink.write('more\n')).toBeInstanceOf(Promise)
    memory.send('q')
    await pager.done()
  })

  test('prints what has come when nothing more does', async () => {
    await using shell = createTestShell({ rows: 6 })
    const { memory, terminal, clock } = shell
    const pager = terminal.openPager()
    await pager.sink.write('first\n')
    await clock.advance(1_000)
    await memory.until('first')
    await pager.sink.write(lines(30))
    await memory.until('line 30')
    expect(memory.modes().isFullScreen).toBe(false)
    await pager.done()
  })

  test('is none where PAGER is empty or cat', async () => {
    for (const PAGER of ['', 'cat']) {
      await using shell = createTestShell({ columns: 40, rows: 6, environment: { PAGER } })
      const pager = shell.terminal.openPager()
      expect(pager.sink.columns).toBe(40)
      await pager.sink.write(lines(30))
      await pager.done()
      await shell.memory.until('line 30')
    }
  })

  test('is the program of PAGER, which has the keyboard until it ends', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sql-client-pager-'))
    try {
      const program = path.join(folder, 'pager')
      await writeFile(program, `#!/bin/sh\nhead -n 20 > '${folder}/shown'\necho "$LESS" > '${folder}/less'\n`)
      await chmod(program, 0o755)
      await using shell = createTestShell({ rows: 6, environment: { PAGER: program, PATH: process.env['PATH'] ?? '' } })
      const { memory, terminal } = shell
      expect(memory.isRaw).toBe(true)
      const pager = terminal.openPager()
      await pager.sink.write(lines(30))
      expect(memory.isRaw).toBe(false)
      terminal.showProgress('running')
      await memory.settled()
      expect(memory.lines()).toEqual([])
      await pager.done()
      expect(memory.isRaw).toBe(true)
      expect(pager.sink.closed.aborted).toBe(true)
      expect(await readFile(path.join(folder, 'shown'), 'utf8')).toBe(lines(20))
      expect((await readFile(path.join(folder, 'less'), 'utf8')).trim()).toBe('FRSX')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('is the own one when the program of PAGER cannot be run', async () => {
    await using shell = createTestShell({ rows: 6, environment: { PAGER: '/nowhere/less' } })
    const pager = shell.terminal.openPager()
    await pager.sink.write(lines(20))
    await pager.sink.write('and more\n')
    const done = pager.done()
    await shell.memory.until('lines 1-5 of 21')
    shell.memory.send('G')
    await shell.memory.until('and more')
    expect(shell.memory.isRaw).toBe(true)
    shell.memory.send('q')
    await done
  })
})

describe('a terminal that moves no cursor', () => {
  const environment = { TERM: 'dumb' }

  test('is read line by line, and written without any control sequence', async () => {
    await using shell = createTestShell({ environment })
    const { memory, terminal } = shell
    const read = terminal.readStatement({ prompt: 'SQL> ' })
    memory.send('select 1\n')
    await memory.until('   >')
    memory.send('from t;\n')
    expect(await read).toEqual({ kind: 'statement', text: 'select 1\nfrom t;' })
    terminal.showProgress('running')
    const pager = terminal.openPager()
    await pager.sink.write(lines(100))
    await pager.done()
    const next = terminal.readStatement({ prompt: 'SQL> ' })
    memory.input.push(null)
    expect(await next).toEqual({ kind: 'end' })
    expect(memory.written()).toMatch(/SQL> \n$/)
    expect(memory.written()).not.toContain('\x1b')
    expect(memory.isRaw).toBe(false)
  })
})

describe('the end', () => {
  test('gives the terminal back as it was', async () => {
    const shell = createTestShell()
    const { memory, terminal } = shell
    const before = process.listenerCount('SIGTERM')
    expect(memory.isRaw).toBe(true)
    await memory.settled()
    expect(memory.modes().isBracketedPaste).toBe(true)
    await terminal.close()
    await memory.settled()
    expect(memory.isRaw).toBe(false)
    expect(memory.modes()).toEqual({ isBracketedPaste: false, isFullScreen: false, isCursorHidden: false })
    expect(process.listenerCount('SIGTERM')).toBe(before - 1)
    memory[Symbol.dispose]()
  })

  test('gives it back before the trace of a crash is written, and at any exit', async () => {
    for (const event of ['uncaughtExceptionMonitor', 'exit'] as const) {
      await using shell = createTestShell()
      const view = shell.terminal.showTable(createLiveResult('x'), { maxColumnWidth: 9, maxRows: 9, isStreaming: false })
      await shell.memory.until('Table')
      expect(shell.memory.modes().isFullScreen).toBe(true)
      // What the process calls then; it goes on here.
      process.listeners(event as 'exit').at(-1)?.(0)
      await shell.memory.settled()
      expect(shell.memory.modes()).toEqual({ isBracketedPaste: false, isFullScreen: false, isCursorHidden: false })
      expect(shell.memory.isRaw).toBe(false)
      shell.memory.input.emit('end')
      await view
    }
  })
})
