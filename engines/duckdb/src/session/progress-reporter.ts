import type { DuckDBConnection } from '@duckdb/node-api'
import type { Clock, ExecuteContext, Timer } from '@sql-gateway/gateway-common'

/** How often DuckDB is asked how far it is. */
const EVERY_MS = 500
/** Parts of the work between two lines of the log. */
const LOG_STEP = 0.1

/** Reports how far a connection's statement is until it is stopped. */
export function reportProgress(native: DuckDBConnection, clock: Clock, context: ExecuteContext): () => void {
  let timer: Timer | undefined
  let logged = 0

  function report(): void {
    const { percentage, rows_processed } = native.progress
    const rows = Number(rows_processed)
    // Below zero DuckDB does not know: the statement does not read tables or files.
    if (percentage < 0) context.reportProgress({ rows })
    else {
      const fraction = Math.min(1, percentage / 100)
      context.reportProgress({ fraction, rows })
      if (fraction - logged >= LOG_STEP) {
        logged = fraction
        context.log(`${Math.round(percentage)} % done, ${rows_processed} rows read`)
      }
    }
    timer = clock.schedule(EVERY_MS, report)
  }

  timer = clock.schedule(EVERY_MS, report)
  return () => timer?.cancel()
}
