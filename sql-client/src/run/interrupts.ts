/** Signals that end a process, with their numbers. */
const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const

type Interrupt = keyof typeof NUMBERS

/** What shells say of a process that a signal ended: this and the signal's number. */
const SIGNAL_BASE = 128

/** Takes Ctrl-C and the like from the start of the process on, so that whatever it made is removed at its end. */
export interface Interrupts {
  /** Aborted by the first signal behind {@link arm}. */
  readonly signal: AbortSignal
  /** The exit code for the signal that came; undefined where none did. */
  exitCode(): number | undefined
  /** From now on the first signal aborts and the second one ends the process; before, the first one does. */
  arm(): void
  /** Leaves signals to somebody else. */
  release(): void
}

/** Begins to take signals. */
export function takeInterrupts(process: NodeJS.Process): Interrupts {
  const controller = new AbortController()
  let isArmed = false
  let code: number | undefined
  const interrupt = (name: Interrupt): void => {
    const isFirst = code === undefined
    code = SIGNAL_BASE + NUMBERS[name]
    if (!isArmed || !isFirst) process.exit(code)
    controller.abort()
  }
  const names = Object.keys(NUMBERS) as readonly Interrupt[]
  for (const name of names) process.on(name, interrupt)
  return {
    signal: controller.signal,
    exitCode: () => code,
    arm: () => {
      isArmed = true
    },
    release: () => {
      for (const name of names) process.off(name, interrupt)
    },
  }
}
