import { type GatewayError, gatewayError } from '@sql-gateway/gateway-common'
import { normalizeError } from '../normalize-error.js'
import { callEngine, type EngineStatement, type StatementChannel } from './start-statement.js'

/** A search is given up after this long, or sooner if the statement itself took less. */
const SEARCH_AT_MOST_MS = 60_000
const SEARCH_AT_LEAST_MS = 2_000

/** Errors that are about the search and not about the statement. */
const NOT_THE_REASON = ['STATEMENT.SYNTAX', 'STATEMENT.INVALID', 'STATEMENT.TRANSACTION', 'OPERATION.CANCELED']

/**
 * Looks for the reason why a query failed after its first rows. The driver ends such a result without a word, so the
 * query is computed once more, down to one row and within a read-only transaction, in which DuckDB itself refuses all
 * that would leave a trace.
 *
 * @param elapsedMs - how long the query took until it failed; the search may take about twice that
 */
async function searchReason(
  channel: StatementChannel,
  { sql, source }: EngineStatement,
  elapsedMs: number,
): Promise<GatewayError | undefined> {
  const { native, clock } = channel
  const deadline = new AbortController()
  const timer = clock.schedule(Math.min(SEARCH_AT_MOST_MS, Math.max(SEARCH_AT_LEAST_MS, 2 * elapsedMs)), () => deadline.abort())
  const search = { ...channel, signal: AbortSignal.any([channel.signal, deadline.signal]) }
  const prefix = 'SELECT max(hash(COLUMNS(*))) FROM (\n'
  try {
    await callEngine(search, 'start', () => native.run('BEGIN TRANSACTION READ ONLY'))
    await callEngine(search, 'start', () => native.run(`${prefix}${sql}\n)`))
    return undefined
  } catch (error) {
    const reason = normalizeError(error, { ...source, prefix: prefix + source.prefix })
    return NOT_THE_REASON.includes(reason.code) ? undefined : reason
  } finally {
    timer.cancel()
    await native.run('ROLLBACK').catch(() => undefined)
  }
}

/** What a query failed with after some rows. `canSearch` says that it may be computed once more. */
export async function lateFailure(
  channel: StatementChannel,
  statement: EngineStatement,
  failed: { readonly rows: number; readonly elapsedMs: number; readonly canSearch: boolean },
): Promise<GatewayError> {
  const reason = failed.canSearch ? await searchReason(channel, statement, failed.elapsedMs) : undefined
  const after = `The statement failed after ${failed.rows} rows`
  if (reason !== undefined)
    return gatewayError(reason.code, `${reason.publicMessage}\n${after}.`, { cause: reason, details: reason.details })
  return gatewayError(
    'ENGINE.FAILED',
    `${after}. DuckDB tells no reason once that many were read; CREATE TEMP TABLE … AS with the same query shows it.`,
    {
      details: { engineErrorName: 'DuckDB' },
    },
  )
}
