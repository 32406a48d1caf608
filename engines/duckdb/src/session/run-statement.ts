import { ResultReturnType } from '@duckdb/node-api'
import {
  BIGINT_TYPE,
  batchOutcome,
  type GatewayError,
  okOutcome,
  type RowBatch,
  type StatementOutcome,
  textOutcome,
  textsOf,
} from '@sql-gateway/gateway-common'
import { normalizeError } from '../normalize-error.js'
import { drainResult } from '../result/drain-result.js'
import { lateFailure } from '../result/late-failure.js'
import { readChunk } from '../result/read-chunks.js'
import {
  callEngine,
  type EngineStatement,
  type StartedStatement,
  type StatementChannel,
  startStatement,
} from '../result/start-statement.js'
import { engineText } from '../statement/engine-text.js'
import type { ParsedStatement } from '../statement/parse-statement.js'
import type { SourceText } from '../statement/source-text.js'
import type { SessionHost } from './session-host.js'

/** A statement on its way through DuckDB. */
export interface StatementRun {
  readonly host: SessionHost
  /** Stops the statement until its outcome is there. */
  readonly channel: StatementChannel
  readonly parsed: ParsedStatement
  readonly inTransaction: boolean
  /** Gives the connection free. Called by this module in the case of rows, once the last one is read. */
  release(): void
}

const PLAIN_QUERIES = ['SELECT', 'VALUES', 'PIVOT', 'UNPIVOT']

async function start({ channel }: StatementRun, statement: EngineStatement): Promise<StartedStatement> {
  let source = statement.source
  try {
    return await startStatement(channel, statement, (actual) => {
      source = actual
    })
  } catch (error) {
    throw normalizeError(error, source)
  }
}

/** All rows of a small result. */
async function readAll(run: StatementRun, { result, openers }: StartedStatement, source: SourceText): Promise<readonly RowBatch[]> {
  const batches: RowBatch[] = []
  try {
    for (;;) {
      const chunk = await callEngine(run.channel, 'rows', () => result.fetchChunk())
      if (chunk === null || chunk.rowCount === 0) return batches
      batches.push(...(await readChunk(chunk, openers, run.host.reading)))
    }
  } catch (error) {
    throw normalizeError(error, source)
  }
}

function countOutcome(count: bigint): StatementOutcome {
  const column = { layout: 'int64', length: 1, values: BigInt64Array.of(count) } as const
  const outcome = batchOutcome({ columns: [{ name: 'rows affected', type: BIGINT_TYPE }] }, { rowCount: 1, columns: [column] })
  return { ...outcome, affectedRows: count }
}

/** The count that DuckDB gives for statements that change rows. */
async function affectedRows(run: StatementRun, started: StartedStatement, source: SourceText): Promise<bigint | undefined> {
  const [batch] = await readAll(run, started, source)
  const column = batch?.columns[0]
  return column?.layout === 'int64' ? column.values[0] : undefined
}

/** Rows, once so many of them are there that the statement counts as having succeeded. */
async function rowsOutcome(
  run: StatementRun,
  statement: EngineStatement,
  started: StartedStatement,
  startedAt: number,
): Promise<StatementOutcome> {
  const { host, channel, parsed, inTransaction } = run
  const onFailure = (drain: StatementChannel, rows: number, hasBegun: boolean): Promise<GatewayError> => {
    if (hasBegun) host.metrics.lateFailures.add()
    return lateFailure(drain, statement, {
      rows,
      elapsedMs: host.clock.monotonic() - startedAt,
      canSearch: canSearch(run, statement.isPlainQuery),
    })
  }
  const { source, begun } = drainResult({
    channel,
    started,
    limits: host.limits,
    reading: host.reading,
    beginBytes: host.streamingBuffer,
    open: host.results,
    mayInterrupt: !inTransaction,
    onFailure,
    onEnd: run.release,
  })
  await begun(channel.signal)
  return { schema: started.schema, resultKind: 'SUCCESS_WITH_CONTENT', isQueryResult: parsed.yields === 'query', rows: source }
}

/** Whether a query may be computed once more, to find out what it failed with. */
function canSearch({ inTransaction }: StatementRun, isPlainQuery: boolean): boolean {
  return isPlainQuery && !inTransaction
}

/**
 * What fails within the buffer fails with DuckDB's own text. That of a query computed once more is found late, and of one that
 * advances a sequence, or is random, not at all.
 */
function bufferBytes({ parsed: { yields }, host }: StatementRun): number | undefined {
  return yields === 'ok' || yields === 'count' ? undefined : host.streamingBuffer
}

/** EXPLAIN, as one text. */
async function explainOutcome(run: StatementRun, started: StartedStatement, source: SourceText): Promise<StatementOutcome> {
  const batches = await readAll(run, started, source)
  const plans = batches.flatMap(({ columns }) => {
    const plan = columns.at(-1)
    return plan?.layout === 'utf8view' ? textsOf(plan) : []
  })
  return textOutcome(['result'], [[plans.join('\n')]])
}

/**
 * Runs a statement in DuckDB. In the case of rows the connection stays in use until the last one is read, and is then
 * given free; else the caller does that, also after an error.
 *
 * @param head - what stands before the statement in DuckDB's text, in the place of what the user wrote up to `from`
 * @throws {GatewayError} what the statement fails with
 */
export async function runStatement(
  run: StatementRun,
  from: number,
  head: string,
): Promise<{ readonly outcome: StatementOutcome; readonly holdsConnection: boolean }> {
  const { parsed, host } = run
  const isPlainQuery = head === '' && PLAIN_QUERIES.includes(parsed.kind) && parsed.yields === 'query'
  const statement: EngineStatement = {
    ...engineText(parsed, from, head),
    kind: parsed.kind,
    isPlainQuery,
    bufferBytes: bufferBytes(run),
  }
  const startedAt = host.clock.monotonic()
  const started = await start(run, statement)
  if (parsed.kind === 'EXPLAIN') return { outcome: await explainOutcome(run, started, statement.source), holdsConnection: false }
  if (started.result.returnType === ResultReturnType.QUERY_RESULT && parsed.yields !== 'ok') {
    return { outcome: await rowsOutcome(run, statement, started, startedAt), holdsConnection: true }
  }
  // DuckDB counts the rows of TRUNCATE, too, which answers like a definition.
  const isCount = parsed.yields === 'count' || (started.result.returnType === ResultReturnType.CHANGED_ROWS && parsed.yields !== 'ok')
  const count = isCount ? await affectedRows(run, started, statement.source) : undefined
  return { outcome: count === undefined ? okOutcome() : countOutcome(count), holdsConnection: false }
}
