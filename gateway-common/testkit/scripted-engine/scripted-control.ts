/** What a test sees of a scripted engine, and how it moves what waits there. */
export interface ScriptedControl {
  /** Engines made and not closed. */
  readonly openEngines: number
  /** Engine sessions open now, and opened since the beginning. */
  readonly openSessions: number
  readonly openedSessions: number
  /** Results handed out and not yet closed. */
  readonly openSources: number
  /** Calls of `execute` that have not settled. */
  readonly runningStatements: number
  /** Rows that the results of SELECT gave since the beginning; shows whether a reader that stops holds the producer back. */
  readonly rowsRead: number
  /** Calls of the catalog since the beginning. */
  readonly catalogCalls: number
  /** Every statement that was executed, in order. */
  readonly executed: readonly string[]
  /** Lets everything through a gate from now on: statements at WAIT and STUBBORN, all rows of SLOW results. Repeat calls do nothing. */
  open(gate: string): void
  /**
   * Lets further rows of the SLOW results of a gate through.
   *
   * @param rows - at least 0; counts up over all calls
   */
  release(gate: string, rows: number): void
  /** Resolves once a statement, or a reader of a SLOW result, has come to a closed gate. */
  started(gate: string): Promise<void>
  /** Resolves as soon as no session and no result is open and no statement runs; at once where that is so. */
  whenIdle(): Promise<void>
}

/** What a scripted engine does with the {@link ScriptedControl} of its test. */
export interface ScriptedWorld {
  readonly control: ScriptedControl
  /** Changes a count. */
  count(what: ScriptedCount, by: number): void
  noteStatement(statement: string): void
  gate(name: string): Gate
}

/** The counts that a scripted engine keeps. */
export type ScriptedCount =
  | 'openEngines'
  | 'openSessions'
  | 'openedSessions'
  | 'openSources'
  | 'runningStatements'
  | 'rowsRead'
  | 'catalogCalls'

/** A place where statements and rows wait until the test lets them through. */
export interface Gate {
  readonly isOpen: boolean
  /** How many rows may be through so far; without end when it is open. */
  readonly released: number
  /** Says that somebody has come to the closed gate. */
  arrive(): void
  /** Resolves at the next call of `open` or `release`, or when the signal is aborted. */
  changed(signal: AbortSignal): Promise<void>
}

/** Makes the counts and gates of one scripted engine. */
export function createScriptedWorld(): ScriptedWorld {
  const counts: Record<ScriptedCount, number> = {
    openEngines: 0,
    openSessions: 0,
    openedSessions: 0,
    openSources: 0,
    runningStatements: 0,
    rowsRead: 0,
    catalogCalls: 0,
  }
  const executed: string[] = []
  const gates = new Map<string, ControlledGate>()
  let idleWaiters: (() => void)[] = []

  function gate(name: string): ControlledGate {
    const known = gates.get(name) ?? createGate()
    gates.set(name, known)
    return known
  }

  function wakeIdleWaiters(): void {
    if (counts.openSessions + counts.openSources + counts.runningStatements > 0) return
    for (const wake of idleWaiters) wake()
    idleWaiters = []
  }

  const control: ScriptedControl = {
    get openEngines() {
      return counts.openEngines
    },
    get openSessions() {
      return counts.openSessions
    },
    get openedSessions() {
      return counts.openedSessions
    },
    get openSources() {
      return counts.openSources
    },
    get runningStatements() {
      return counts.runningStatements
    },
    get rowsRead() {
      return counts.rowsRead
    },
    get catalogCalls() {
      return counts.catalogCalls
    },
    executed,
    open: (name) => gate(name).release(Number.POSITIVE_INFINITY),
    release: (name, rows) => gate(name).release(rows),
    started: (name) => gate(name).arrived,
    whenIdle: () =>
      new Promise((resolve) => {
        idleWaiters.push(resolve)
        wakeIdleWaiters()
      }),
  }
  return {
    control,
    gate,
    count: (what, by) => {
      counts[what] += by
      wakeIdleWaiters()
    },
    noteStatement: (statement) => executed.push(statement),
  }
}

interface ControlledGate extends Gate {
  readonly arrived: Promise<void>
  release(rows: number): void
}

function createGate(): ControlledGate {
  const arrival = Promise.withResolvers<void>()
  let released = 0
  let waiters = new Set<() => void>()
  return {
    get isOpen() {
      return released === Number.POSITIVE_INFINITY
    },
    get released() {
      return released
    },
    arrived: arrival.promise,
    arrive: arrival.resolve,
    release: (rows) => {
      released += rows
      const woken = waiters
      waiters = new Set()
      for (const wake of woken) wake()
    },
    changed: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const wake = () => {
          waiters.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        waiters.add(wake)
        signal.addEventListener('abort', wake)
      }),
  }
}
