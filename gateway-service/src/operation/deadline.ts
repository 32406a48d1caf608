import type { Clock } from '@sql-gateway/gateway-common'

/** The end of a wait: after a time, or when the caller gives up, whichever is first. */
export interface Deadline {
  /** Aborted at the end of the wait. */
  readonly signal: AbortSignal
  /** Stops the timer; call it when the wait is over. */
  dispose(): void
}

/** Given as the reason, as Node otherwise makes an exception with a stack for each abort. */
const OVER = 'the wait is over'
const ABORTED = AbortSignal.abort(OVER)

/** @param waitMs - 0 or less is over at once */
export function createDeadline(clock: Clock, waitMs: number, signal?: AbortSignal): Deadline {
  if (waitMs <= 0 || signal?.aborted === true) return { signal: ABORTED, dispose: () => undefined }
  const controller = new AbortController()
  const end = (): void => controller.abort(OVER)
  const timer = clock.schedule(waitMs, end)
  signal?.addEventListener('abort', end, { once: true })
  return {
    signal: controller.signal,
    dispose: () => {
      timer.cancel()
      signal?.removeEventListener('abort', end)
    },
  }
}
