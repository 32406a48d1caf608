import type { Clock, Timer } from '@sql-gateway/gateway-common'

/** The end of a wait: after a time, or when the caller gives up, whichever is first. */
export interface Deadline {
  /** Whether the wait is over, as far as anybody has asked for the signal; a wait of no time is over from the start. */
  readonly isOver: boolean
  /** Aborted at the end of the wait. Made, and the timer started, only where somebody has to wait. */
  readonly signal: AbortSignal
  /** Stops the timer; call it when the wait is over. */
  dispose(): void
}

/** Given as the reason, as Node otherwise makes an exception with a stack for each abort. */
const OVER = 'the wait is over'
const ABORTED = AbortSignal.abort(OVER)

class LazyDeadline implements Deadline {
  readonly #clock: Clock
  readonly #waitMs: number
  readonly #caller: { readonly signal?: AbortSignal | undefined }
  #controller: AbortController | undefined
  #callerSignal: AbortSignal | undefined
  #timer: Timer | undefined

  constructor(clock: Clock, waitMs: number, caller: { readonly signal?: AbortSignal | undefined }) {
    this.#clock = clock
    this.#waitMs = waitMs
    this.#caller = caller
  }

  get isOver(): boolean {
    return this.#waitMs <= 0 || this.#controller?.signal.aborted === true
  }

  get signal(): AbortSignal {
    if (this.#waitMs <= 0) return ABORTED
    if (this.#controller !== undefined) return this.#controller.signal
    const controller = new AbortController()
    this.#controller = controller
    this.#callerSignal = this.#caller.signal
    if (this.#callerSignal?.aborted === true) this.#end()
    else {
      this.#timer = this.#clock.schedule(this.#waitMs, this.#end)
      this.#callerSignal?.addEventListener('abort', this.#end, { once: true })
    }
    return controller.signal
  }

  readonly #end = (): void => this.#controller?.abort(OVER)

  dispose(): void {
    this.#timer?.cancel()
    this.#callerSignal?.removeEventListener('abort', this.#end)
  }
}

/**
 * @param waitMs - 0 or less is over at once
 * @param caller - whose signal is asked for with the deadline's own
 */
export function createDeadline(clock: Clock, waitMs: number, caller: { readonly signal?: AbortSignal | undefined } = {}): Deadline {
  return new LazyDeadline(clock, waitMs, caller)
}
