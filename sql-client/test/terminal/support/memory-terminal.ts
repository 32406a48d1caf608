import { PassThrough, Writable } from 'node:stream'
import graphemesAddon from '@xterm/addon-unicode-graphemes'
import xterm from '@xterm/headless'

/** A terminal in memory: a keyboard that a test types on, and a screen that it reads. */
export interface MemoryTerminal extends Disposable {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  /** Whether keys come one by one. */
  readonly isRaw: boolean
  /** Sends what a terminal sends for keys or text. */
  send(data: string | Uint8Array): void
  /** Gives the terminal another size. */
  resize(columns: number, rows: number): void
  /** What is on the screen, without blanks at the ends; rows without anything at the end are left out. */
  lines(): readonly string[]
  /** The same, with what has scrolled off. */
  everything(): readonly string[]
  /** Where the cursor is, from 0. */
  cursor(): { readonly row: number; readonly column: number }
  /** The text of the cells of a row that are reversed. */
  reversed(row: number): string
  /** Which modes programs have switched on. */
  modes(): { readonly isBracketedPaste: boolean; readonly isFullScreen: boolean; readonly isCursorHidden: boolean }
  /** Resolves when the screen shows something; rejects with the screen when it does not in time. */
  until(what: string | RegExp | ((screen: string) => boolean)): Promise<void>
  /** Resolves when everything written so far is on the screen. */
  settled(): Promise<void>
  /** Everything that was written, as it came. */
  written(): string
}

const PATIENCE_MS = 60_000

/** Makes a terminal. */
export function createMemoryTerminal(columns = 60, rows = 12): MemoryTerminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 10_000, convertEol: true })
  terminal.loadAddon(new graphemesAddon.UnicodeGraphemesAddon())
  terminal.unicode.activeVersion = '15-graphemes'
  let isRaw = false
  let isCursorHidden = false
  let written = ''
  const keyboard = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => {
      isRaw = on
    },
  })
  const screen = new Writable({
    write: (chunk: Buffer, _encoding, callback) => {
      const text = chunk.toString()
      written += text
      const [shown, hidden] = [text.lastIndexOf('\x1b[?25h'), text.lastIndexOf('\x1b[?25l')]
      if (shown !== hidden) isCursorHidden = hidden > shown
      terminal.write(new Uint8Array(chunk))
      callback()
    },
  })
  const output = Object.assign(screen, { isTTY: true, columns, rows, getColorDepth: () => 8 })

  function linesFrom(first: number): readonly string[] {
    const buffer = terminal.buffer.active
    const length = buffer.baseY + terminal.rows - first
    const all = Array.from(
      { length },
      (_, i) =>
        buffer
          .getLine(first + i)
          ?.translateToString(true)
          .trimEnd() ?? '',
    )
    return all.slice(0, all.findLastIndex((line) => line !== '') + 1)
  }
  const lines = (): readonly string[] => linesFrom(terminal.buffer.active.baseY)

  function settled(): Promise<void> {
    return new Promise((resolve) => terminal.write('', resolve))
  }

  function until(what: string | RegExp | ((text: string) => boolean)): Promise<void> {
    const isThere = (): boolean => {
      const text = lines().join('\n')
      if (typeof what === 'function') return what(text)
      return typeof what === 'string' ? text.includes(what) : what.test(text)
    }
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        parsed.dispose()
        reject(new TypeError(`not on the screen: ${String(what)}\n${lines().join('\n')}`))
      }, PATIENCE_MS)
      const look = (): void => {
        if (!isThere()) return
        clearTimeout(timeout)
        parsed.dispose()
        resolve()
      }
      const parsed = terminal.onWriteParsed(look)
      terminal.write('', look)
    })
  }

  return {
    input: keyboard as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    get isRaw() {
      return isRaw
    },
    send: (data) => {
      keyboard.write(data)
    },
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows)
      Object.assign(output, { columns: newColumns, rows: newRows })
      output.emit('resize')
    },
    lines,
    everything: () => linesFrom(0),
    cursor: () => ({ row: terminal.buffer.active.cursorY, column: terminal.buffer.active.cursorX }),
    reversed: (row) => {
      const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)
      let text = ''
      for (let i = 0; i < terminal.cols; i++) {
        const cell = line?.getCell(i)
        if (cell !== undefined && cell.isInverse() !== 0) text += cell.getChars()
      }
      return text
    },
    modes: () => ({
      isBracketedPaste: terminal.modes.bracketedPasteMode,
      isFullScreen: terminal.buffer.active.type === 'alternate',
      isCursorHidden,
    }),
    until,
    settled,
    written: () => written,
    [Symbol.dispose]: () => {
      keyboard.destroy()
      terminal.dispose()
    },
  }
}
