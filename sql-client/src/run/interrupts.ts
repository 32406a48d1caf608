/** Signals that end a process, with their numbers. */
const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const

type Interrupt = keyof typeof NUMBERS

/** What shells say of a process that a signal ended: this and the signal's number. */
const SIGNAL_BASE = 128

/** Takes Ctrl-C and the like from the start of the process on, so that whatever it made is removed at its end. */
export interface Interrupts {
  /** Aborted by the first signal behind {@link arm}. */
  readonly signal: AbortSignal
  /** From now on the first signal aborts and the second one ends the process; before, the first one does. */
  arm(): void
  /** Leaves signals to somebody else. */
  release(): void
  /** Ends the process by the signal that came, if one did: shells then know, and threads that are at work hold nothing up. */
  endBySignal(): void
}

/** Begins to take signals. */
export function takeInterrupts(process: NodeJS.Process): Interrupts {
  const controller = new AbortController()
  const names = Object.keys(NUMBERS) as readonly Interrupt[]
  let isArmed = false
  let came: Interrupt | undefined
  const release = (): void => {
    for (const name of names) process.off(name, interrupt)
  }
  const endBySignal = (): void => {
    if (came === undefined) return
    release()
    // A signal runs no handlers of the end: folders would be left, and a terminal as it is. process.exit runs them, but waits for the
    // threads of the pool, of which one may compute, or write to a reader who has stopped.
    process.emit('exit', SIGNAL_BASE + NUMBERS[came])
    process.kill(process.pid, came)
  }
  function interrupt(name: Interrupt): void {
    const isFirst = came === undefined
    came = name
    if (isArmed && isFirst) controller.abort()
    else endBySignal()
  }
  for (const name of names) process.on(name, interrupt)
  return {
    signal: controller.signal,
    arm: () => {
      isArmed = true
    },
    release,
    endBySignal,
  }
}
