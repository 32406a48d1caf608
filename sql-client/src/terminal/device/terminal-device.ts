/** A terminal's modes and bytes, without any knowledge of what is shown. */
export interface TerminalDevice {
  readonly columns: number
  readonly rows: number
  /** Whether anything more can come from it or go to it. */
  readonly isGone: boolean
  write(data: string | Uint8Array): void
  /** Writes what will be painted anew after a stop of the process: meanwhile it is dropped, where `write` waits. */
  readonly paint: (text: string) => void
  /** Takes the keyboard: keys come one by one and unseen, pastes are marked. Repeat calls do nothing. */
  takeKeyboard(): void
  /** Gives keyboard and screen to another program until the end; what Ctrl-C signals meanwhile is for that program. */
  lend(): Disposable
  /** Shows an empty screen above what is there, or what was there again. Repeat calls do nothing. */
  setFullScreen(on: boolean): void
  /** Puts everything back as it was, at once; for the end of the process. */
  restore(): void
  /** Stops the process until the shell continues it, as Ctrl-Z does elsewhere; then the modes are what they were before. */
  readonly suspend: () => void
  /** Ends listening to streams and signals, after a restore. */
  close(): void
}

/** Who listens to a device. */
export interface DeviceListener {
  onInput(bytes: Uint8Array): void
  onResize(): void
  /** The terminal went away: closed, its connection lost, or taken from the process by a signal to end. */
  onGone(): void
  /** The process goes on after it was stopped; what is on the screen is unknown. */
  onResume(): void
}

const BRACKETED_PASTE_ON = '\x1b[?2004h'
const BRACKETED_PASTE_OFF = '\x1b[?2004l'
const FULL_SCREEN_ON = '\x1b[?1049h\x1b[H\x1b[2J'
const FULL_SCREEN_OFF = '\x1b[?1049l'
const SHOW_CURSOR = '\x1b[?25h'
const PLAIN_STYLE = '\x1b[0m'

const CTRL_C = Uint8Array.of(3)

/** What would end the process. */
const ENDING_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const

/** Terminals whose size is unknown are taken for this. */
const DEFAULT_SIZE = { columns: 80, rows: 24 }

/** Makes a device of the process's own terminal. */
export function createTerminalDevice(input: NodeJS.ReadStream, output: NodeJS.WriteStream, listener: DeviceListener): TerminalDevice {
  let hasKeyboard = false
  let isFullScreen = false
  let isGone = false
  let isLent = false

  /** What to go back to after a stop, and what is to be written then. */
  let stopped: { readonly hasKeyboard: boolean; readonly isFullScreen: boolean; readonly held: (string | Uint8Array)[] } | undefined
  /** Whether the signal of going on belongs to a stop that was ours. */
  let isContinueDue = false

  function write(data: string | Uint8Array): void {
    if (stopped !== undefined) stopped.held.push(data)
    else if (!isGone) output.write(data)
  }

  function takeKeyboard(): void {
    if (hasKeyboard || isGone) return
    hasKeyboard = true
    input.setRawMode(true)
    input.resume()
    write(BRACKETED_PASTE_ON)
  }

  function releaseKeyboard(): void {
    if (!hasKeyboard) return
    hasKeyboard = false
    write(BRACKETED_PASTE_OFF + SHOW_CURSOR + PLAIN_STYLE)
    input.pause()
    // A terminal that is gone has no modes.
    if (!isGone) input.setRawMode(false)
  }

  function setFullScreen(on: boolean): void {
    if (on === isFullScreen) return
    isFullScreen = on
    write(on ? FULL_SCREEN_ON : FULL_SCREEN_OFF + SHOW_CURSOR + PLAIN_STYLE)
  }

  function restore(): void {
    setFullScreen(false)
    releaseKeyboard()
  }

  const onData = (chunk: Buffer): void => listener.onInput(chunk)
  const onResize = (): void => listener.onResize()
  const onGone = (): void => {
    if (isGone) return
    isGone = true
    listener.onGone()
  }
  function goOn(): void {
    const before = stopped
    stopped = undefined
    if (before === undefined) return
    setFullScreen(before.isFullScreen)
    if (before.hasKeyboard) takeKeyboard()
    for (const data of before.held) write(data)
    listener.onResume()
  }

  const onContinue = (): void => {
    // Whoever had the terminal in the meantime left it in their modes.
    if (hasKeyboard) input.setRawMode(true)
    goOn()
    if (!isContinueDue) listener.onResume()
    isContinueDue = false
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGINT') {
      // Not from the keyboard, which sends none; and while another program has that, it is for that one.
      if (!isLent) listener.onInput(CTRL_C)
      return
    }
    if (signal === 'SIGQUIT' && isLent) return
    restore()
    if (signal !== 'SIGQUIT' && !isGone) {
      write('\r\n')
      onGone()
      return
    }
    // Who signals again does not want to wait for an orderly end.
    process.off(signal, onSignal)
    process.kill(process.pid, signal)
  }

  input.on('data', onData)
  input.on('end', onGone)
  input.on('error', onGone)
  output.on('error', onGone)
  output.on('resize', onResize)
  input.pause()
  process.on('SIGCONT', onContinue)
  process.on('exit', restore)
  process.on('uncaughtExceptionMonitor', restore)
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal)

  return {
    get columns() {
      return Math.max(1, output.columns || DEFAULT_SIZE.columns)
    },
    get rows() {
      return Math.max(1, output.rows || DEFAULT_SIZE.rows)
    },
    get isGone() {
      return isGone
    },
    write,
    paint: (text) => {
      if (stopped === undefined) write(text)
    },
    takeKeyboard,
    lend: () => {
      isLent = true
      releaseKeyboard()
      return {
        [Symbol.dispose]: () => {
          isLent = false
          takeKeyboard()
        },
      }
    },
    setFullScreen,
    restore,
    suspend: () => {
      const before = { hasKeyboard, isFullScreen, held: [] }
      restore()
      stopped = before
      isContinueDue = true
      // To the whole group, as the terminal itself does: a launcher must stop, too, for the user's shell to notice.
      process.kill(0, 'SIGTSTP')
      // Where no shell waits, nothing stops and nothing continues.
      setImmediate(goOn)
    },
    close: () => {
      restore()
      input.off('data', onData)
      input.off('end', onGone)
      input.off('error', onGone)
      // What was written to a terminal that went away fails later.
      if (!isGone) output.off('error', onGone)
      output.off('resize', onResize)
      process.off('SIGCONT', onContinue)
      process.off('exit', restore)
      process.off('uncaughtExceptionMonitor', restore)
      for (const signal of ENDING_SIGNALS) process.off(signal, onSignal)
    },
  }
}
