import type { Clock } from '@sql-gateway/gateway-common'
import { failureOf, type HttpAnswer, type HttpCall, type HttpClient } from './http-client.js'

/** When a request is sent again. */
export interface RetryPolicy {
  readonly clock: Clock
  /** The waits before each further attempt, in milliseconds. */
  readonly delaysMs: readonly number[]
}

/** `always`: it does nothing twice; `never-sent`: only where the server cannot have seen it. */
export type RetryWhen = 'always' | 'never-sent'

/**
 * Sends a request, and sends it again where the connection failed and the call allows it.
 *
 * @throws {GatewayError} what the last attempt failed with
 */
export async function sendAgain(http: HttpClient, call: HttpCall, policy: RetryPolicy, when: RetryWhen): Promise<HttpAnswer> {
  const request = { ...call, isOnce: when === 'never-sent' }
  for (let attempt = 0; ; attempt++) {
    try {
      return await http.send(request)
    } catch (error) {
      const delayMs = policy.delaysMs[attempt]
      const failure = failureOf(error)
      const mayRepeat = failure === 'never-sent' || (failure === 'broken' && when === 'always')
      if (delayMs === undefined || !mayRepeat || call.signal?.aborted === true) throw error
      await pause(policy.clock, delayMs, call.signal)
    }
  }
}

/** Waits, or until the signal is aborted. */
export async function pause(clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  const over = Promise.withResolvers<void>()
  const timer = clock.schedule(delayMs, over.resolve)
  const wake = () => over.resolve()
  signal?.addEventListener('abort', wake)
  if (signal?.aborted === true) wake()
  await over.promise
  signal?.removeEventListener('abort', wake)
  timer.cancel()
}
