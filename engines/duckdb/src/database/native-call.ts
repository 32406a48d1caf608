import type { DuckDBConnection } from '@duckdb/node-api'
import { type Clock, gatewayError, type Timer } from '@sql-gateway/gateway-common'

/** An interrupt that comes before DuckDB begins to work is lost, so it is sent again until the call has ended. */
const INTERRUPT_EVERY_MS = 10

/** The error of a call that was told to stop. */
export function stoppedError() {
  return gatewayError('OPERATION.CANCELED', 'The statement was stopped.')
}

/**
 * Makes a call into the driver that ends soon after a signal is aborted; settles only when DuckDB has really ended.
 *
 * @throws {GatewayError} OPERATION.CANCELED — aborted before the call
 */
export async function interruptible<T>(native: DuckDBConnection, clock: Clock, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw stoppedError()
  let timer: Timer | undefined
  const interrupt = () => {
    native.interrupt()
    timer = clock.schedule(INTERRUPT_EVERY_MS, interrupt)
  }
  signal.addEventListener('abort', interrupt, { once: true })
  try {
    return await call()
  } finally {
    signal.removeEventListener('abort', interrupt)
    timer?.cancel()
  }
}
