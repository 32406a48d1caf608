import type { Clock } from '@sql-gateway/gateway-common'
import { stoppedError } from './native-call.js'

/** What a call does: it plans or computes next to nothing, it takes the next rows of a result, or it starts a statement. */
export type CallKind = 'brief' | 'rows' | 'start'

/** How many calls go on at once. */
export interface GateLimits {
  /** All of them. */
  readonly calls: number
  /** Those that may take long and have not done so yet. */
  readonly young: number
}

/**
 * Lets calls into the driver through, each of which takes a thread. Most are short, and of these few go through at a
 * time: many threads on few processors compute no more in all, and they hold up the main thread, which waits for locks
 * whose holders wait for a processor. A call that turns out to be long makes room for another one, so that long
 * statements do not keep short ones waiting; a brief one waits only where all threads are taken. Calls of one kind go in
 * the order in which they came; the kinds take turns.
 */
export interface CallGate {
  /**
   * Makes a call when there is room for it.
   *
   * @throws {GatewayError} OPERATION.CANCELED — aborted while it waited
   */
  run<T>(kind: CallKind, signal: AbortSignal, call: () => Promise<T>): Promise<T>
}

/** A call that has been going on for so long counts as long. */
const LONG_MS = 100

type Waiter = () => void

class Gate implements CallGate {
  readonly #limits: GateLimits
  readonly #clock: Clock
  /** Since when the young calls go on, the oldest first. */
  readonly #youngSince = new Map<number, number>()
  readonly #waiting: Readonly<Record<CallKind, Set<Waiter>>> = { brief: new Set(), rows: new Set(), start: new Set() }
  /** The kind whose turn is next stands first. */
  readonly #turns: CallKind[] = ['brief', 'rows', 'start']
  #running = 0
  #lastCall = 0
  #isTimerSet = false

  constructor(limits: GateLimits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
  }

  async run<T>(kind: CallKind, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw stoppedError()
    this.#lastCall++
    const id = this.#lastCall
    if (this.#hasRoom(kind)) this.#enter(kind, id)
    else await this.#wait(kind, signal, id)
    try {
      return await call()
    } finally {
      this.#running--
      this.#youngSince.delete(id)
      this.#admit()
    }
  }

  #hasRoom(kind: CallKind): boolean {
    return this.#running < this.#limits.calls && (kind === 'brief' || this.#youngSince.size < this.#limits.young)
  }

  #enter(kind: CallKind, id: number): void {
    this.#running++
    if (kind !== 'brief') this.#youngSince.set(id, this.#clock.monotonic())
  }

  #wait(kind: CallKind, signal: AbortSignal, id: number): Promise<void> {
    const turn = Promise.withResolvers<void>()
    const waiters = this.#waiting[kind]
    const enter = () => {
      signal.removeEventListener('abort', leave)
      this.#enter(kind, id)
      turn.resolve()
    }
    const leave = () => {
      waiters.delete(enter)
      turn.reject(stoppedError())
    }
    signal.addEventListener('abort', leave, { once: true })
    waiters.add(enter)
    this.#setTimer()
    return turn.promise
  }

  /** The place of a call that ended goes straight to the next one, so that nobody overtakes. */
  #admit(): void {
    if (!this.#isAnyoneWaiting()) return
    this.#age()
    for (let waiter = this.#next(); waiter !== undefined; waiter = this.#next()) waiter()
    this.#setTimer()
  }

  #isAnyoneWaiting(): boolean {
    return this.#turns.some((kind) => this.#waiting[kind].size > 0)
  }

  #age(): void {
    const longSince = this.#clock.monotonic() - LONG_MS
    for (const [id, since] of this.#youngSince) {
      if (since > longSince) return
      this.#youngSince.delete(id)
    }
  }

  #next(): Waiter | undefined {
    const turn = this.#turns.findIndex((kind) => this.#waiting[kind].size > 0 && this.#hasRoom(kind))
    for (const kind of this.#turns.splice(turn, turn < 0 ? 0 : 1)) {
      this.#turns.push(kind)
      for (const waiter of this.#waiting[kind]) {
        this.#waiting[kind].delete(waiter)
        return waiter
      }
    }
    return undefined
  }

  /** How old calls are matters only as long as somebody waits for them. */
  #setTimer(): void {
    if (this.#isTimerSet || !this.#isAnyoneWaiting()) return
    const [oldest] = this.#youngSince.values()
    if (oldest === undefined) return
    this.#isTimerSet = true
    this.#clock.schedule(oldest + LONG_MS - this.#clock.monotonic(), () => {
      this.#isTimerSet = false
      this.#admit()
    })
  }
}

/** Makes a gate. */
export function createCallGate(limits: GateLimits, clock: Clock): CallGate {
  return new Gate(limits, clock)
}
