import { type ForwardResultSource, gatewayError, type StatementOutcome } from '@sql-gateway/gateway-common'
import type { UpstreamOperation } from '../rest/flink-rest.js'
import { failureOf } from '../rest/http-client.js'
import { awaitFirstPage, createPageSource } from '../result/first-page.js'
import { createFlinkResultSource } from '../result/flink-result-source.js'
import type { FlinkPage } from '../result/page.js'
import { zoneOffset } from '../result/session-zone.js'
import type { SessionHost } from './session-host.js'
import { noteGone, type UpstreamSession } from './upstream-session.js'

/** A statement to run at Flink's gateway. */
export interface OperationRun {
  readonly upstream: UpstreamSession
  /** Hands it in. */
  readonly submit: () => Promise<UpstreamOperation>
  /** The value of `table.local-time-zone`. */
  readonly timeZone: string | undefined
  readonly signal: AbortSignal
}

const FLINK = 'Apache Flink'
const AFFECTED_ROWS = 'rows affected'

/**
 * Hands in a statement and waits until it has columns. Told to stop, it ends the operation at Flink's gateway, which stops the job,
 * and rejects once that is done.
 *
 * @throws {GatewayError} what Flink answered; OPERATION.CANCELED
 */
export async function runOperation(host: SessionHost, run: OperationRun): Promise<StatementOutcome> {
  const { upstream, signal } = run
  if (signal.aborted) throw gatewayError('OPERATION.CANCELED', 'The statement was told to stop.')
  host.upstream.begin(upstream)
  let operation: UpstreamOperation | undefined
  try {
    // Not given up halfway: only its answer tells what has to be closed.
    operation = await run.submit()
    const pages = createPageSource(host.rest, operation, zoneOffset(run.timeZone ?? host.settings.timeZone), () => noteGone(upstream))
    const first = await awaitFirstPage(pages, host.pacing, signal)
    return outcomeOf(host, upstream, operation, { pages, first })
  } catch (error) {
    // Flink may run it under a handle that nobody was told: only the end of its session ends it.
    if (operation === undefined && mayBeTaken(error)) {
      upstream.isLost = true
      host.upstream.release(upstream)
    }
    await host.upstream.end(upstream, operation)
    throw error
  }
}

function mayBeTaken(error: unknown): boolean {
  const failure = failureOf(error)
  return failure === 'broken' || failure === 'late'
}

function outcomeOf(
  host: SessionHost,
  upstream: UpstreamSession,
  operation: UpstreamOperation,
  { pages, first }: { readonly pages: ReturnType<typeof createPageSource>; readonly first: FlinkPage },
): StatementOutcome {
  const { schema, resultKind, isQueryResult, jobId } = first
  const onDone = () => void host.upstream.end(upstream, operation)
  const source = createFlinkResultSource({
    first: isWhole(host, first) ? withoutNext(first) : first,
    pages,
    pacing: host.pacing,
    prefetchRows: host.settings.prefetchRows,
    prefetchBytes: host.settings.prefetchBytes,
    onDone,
  })
  const affectedRows = affectedRowsOf(first)
  return {
    schema,
    resultKind,
    isQueryResult,
    ...(jobId === undefined ? {} : { jobId }),
    ...(affectedRows === undefined ? {} : { affectedRows }),
    rows: owned(host, source),
  }
}

/** Results belong to their operation, and what nobody closed to the engine. */
function owned({ results }: SessionHost, source: ForwardResultSource): ForwardResultSource {
  let slot: number | undefined
  const rows: ForwardResultSource = {
    seekable: false,
    ready: (signal) => source.ready(signal),
    read: (limit) => source.read(limit),
    close: () => {
      if (slot !== undefined) results.delete(slot)
      slot = undefined
      return source.close()
    },
  }
  slot = results.add(rows)
  return rows
}

/** `OK` is all that there is; and Flink gives what is no query in one page. */
function isWhole({ connection }: SessionHost, { resultKind, isQueryResult }: FlinkPage): boolean {
  return resultKind === 'SUCCESS' || (!isQueryResult && connection.info?.productName === FLINK)
}

function withoutNext({ nextToken: _, ...page }: FlinkPage): FlinkPage {
  return page
}

function affectedRowsOf({ schema, batch, isQueryResult }: FlinkPage): bigint | undefined {
  const vector = batch?.columns[0]
  if (isQueryResult || schema.columns.length !== 1 || schema.columns[0]?.name !== AFFECTED_ROWS || vector?.layout !== 'int64')
    return undefined
  return vector.values[0]
}
