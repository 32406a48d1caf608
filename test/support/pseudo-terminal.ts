import { spawn } from '@lydell/node-pty'
import graphemesAddon from '@xterm/addon-unicode-graphemes'
import xterm from '@xterm/headless'

/** A program on a terminal of its own, and a person's eyes and hands on it. */
export interface PseudoTerminal extends AsyncDisposable {
  readonly pid: number
  /** Types text. */
  type(text: string): void
  /** Presses keys, such as `enter`, `ctrl-c`, `up`. */
  press(...keys: readonly KeyOnTerminal[]): void
  /** Pastes as terminals do that mark it, if the program asked for that, and as those that do not otherwise. */
  paste(text: string): void
  resize(columns: number, rows: number): void
  /** What is on the screen, without blanks at the ends and rows without anything at the end. */
  screen(): readonly string[]
  /** The same, with what has scrolled off. */
  everything(): readonly string[]
  /** Everything that the program wrote, as it came. */
  written(): string
  cursor(): { readonly row: number; readonly column: number }
  /** What programs have switched on. */
  modes(): { readonly isBracketedPaste: boolean; readonly isFullScreen: boolean }
  /** Resolves when the screen shows something; rejects with the screen if that takes longer than anybody would wait. */
  until(what: string | RegExp | ((screen: string) => boolean)): Promise<void>
  /** How the program ended; what it wrote is then on the screen. */
  readonly exit: Promise<{ readonly code: number; readonly signal: number | undefined }>
}

const KEYS = {
  enter: '\r',
  tab: '\t',
  escape: '\x1b',
  backspace: '\x7f',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  'page-up': '\x1b[5~',
  'page-down': '\x1b[6~',
  'ctrl-a': '\x01',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
  'ctrl-e': '\x05',
  'ctrl-l': '\x0c',
  'ctrl-r': '\x12',
  'ctrl-u': '\x15',
  'ctrl-z': '\x1a',
} as const

/** A key that a test presses. */
export type KeyOnTerminal = keyof typeof KEYS

/** What to start. */
export interface PseudoTerminalInit {
  readonly command: string
  readonly words: readonly string[]
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly columns?: number
  readonly rows?: number
}

/** Longer than a slow and busy machine takes for anything, and shorter than a test may. */
const PATIENCE_MS = 120_000

/** Starts a program on a terminal; disposing ends it. */
export function openPseudoTerminal({ command, words, folder, environment, columns = 80, rows = 24 }: PseudoTerminalInit): PseudoTerminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100_000 })
  terminal.loadAddon(new graphemesAddon.UnicodeGraphemesAddon())
  terminal.unicode.activeVersion = '15-graphemes'
  const child = spawn(command, [...words], {
    cols: columns,
    rows,
    cwd: folder,
    name: environment['TERM'] ?? 'xterm-256color',
    env: { ...environment },
  })
  let written = ''
  child.onData((data) => {
    written += data
    terminal.write(data)
  })
  terminal.onData((answer) => child.write(answer))
  let hasEnded = false
  const exit = new Promise<{ readonly code: number; readonly signal: number | undefined }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      hasEnded = true
      terminal.write('', () => resolve({ code: exitCode, signal: signal === 0 ? undefined : signal }))
    })
  })

  function linesFrom(first: number): readonly string[] {
    const buffer = terminal.buffer.active
    const count = buffer.baseY + terminal.rows - first
    const lines = Array.from(
      { length: count },
      (_, i) =>
        buffer
          .getLine(first + i)
          ?.translateToString(true)
          .trimEnd() ?? '',
    )
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
  }
  const screen = (): readonly string[] => linesFrom(terminal.buffer.active.baseY)

  function shows(what: string | RegExp | ((text: string) => boolean)): boolean {
    const text = screen().join('\n')
    if (typeof what === 'function') return what(text)
    return typeof what === 'string' ? text.includes(what) : what.test(text)
  }

  return {
    pid: child.pid,
    type: (text) => child.write(text),
    press: (...keys) => {
      for (const key of keys) child.write(KEYS[key])
    },
    paste: (text) => {
      const sent = text.replaceAll('\n', '\r')
      child.write(terminal.modes.bracketedPasteMode ? `\x1b[200~${sent}\x1b[201~` : sent)
    },
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows)
      child.resize(newColumns, newRows)
    },
    screen,
    everything: () => linesFrom(0),
    written: () => written,
    cursor: () => ({ row: terminal.buffer.active.cursorY, column: terminal.buffer.active.cursorX }),
    modes: () => ({ isBracketedPaste: terminal.modes.bracketedPasteMode, isFullScreen: terminal.buffer.active.type === 'alternate' }),
    until: (what) =>
      new Promise((resolve, reject) => {
        const give = (end: () => void): void => {
          clearTimeout(timeout)
          parsed.dispose()
          end()
        }
        const parsed = terminal.onWriteParsed(() => {
          if (shows(what)) give(resolve)
        })
        const timeout = setTimeout(() => {
          give(() =>
            reject(
              new TypeError(`not on the screen${hasEnded ? ' of a program that has ended' : ''}: ${String(what)}\n${screen().join('\n')}`),
            ),
          )
        }, PATIENCE_MS)
        if (shows(what)) give(resolve)
      }),
    exit,
    [Symbol.asyncDispose]: async () => {
      // As when the window is closed: the program puts away what it has; one that does not is not waited for.
      if (!hasEnded) child.kill('SIGHUP')
      const kill = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await exit
      clearTimeout(kill)
      terminal.dispose()
    },
  }
}
