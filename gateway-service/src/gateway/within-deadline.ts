import { type Clock, gatewayError } from '@sql-gateway/gateway-common'

/**
 * Waits for a promise no longer than a time.
 *
 * @param otherwise - the public text of the error when the time is over
 * @throws {GatewayError} GATEWAY.START_FAILED — the time is over; and whatever the promise rejects with
 */
export async function withinDeadline<T>(promise: Promise<T>, limitMs: number, clock: Clock, otherwise: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = clock.schedule(limitMs, () => reject(gatewayError('GATEWAY.START_FAILED', otherwise)))
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.cancel()
  }
}
