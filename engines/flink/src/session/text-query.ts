import {
  type ColumnVector,
  isNullAt,
  type ResultSchema,
  type RowBatch,
  type StatementOutcome,
  valueText,
} from '@sql-gateway/gateway-common'
import { runOperation } from './run-operation.js'
import type { SessionHost } from './session-host.js'
import type { UpstreamSession } from './upstream-session.js'

/** The rows of a short statement, as text. */
export type TextRows = readonly (readonly (string | null)[])[]

const ALL = { maxRows: 100_000, maxBytes: 2 ** 26 }
const NEVER = new AbortController().signal

/** Runs a short statement such as SHOW at an upstream session and reads all of its rows. */
export async function queryTexts(
  host: SessionHost,
  upstream: UpstreamSession,
  sql: string,
  signal: AbortSignal = NEVER,
): Promise<TextRows> {
  const submit = () => host.rest.executeStatement(upstream.handle, sql, undefined)
  const outcome = await runOperation(host, { upstream, submit, timeZone: undefined, signal })
  try {
    return await readTexts(outcome, signal)
  } finally {
    await outcome.rows.close()
  }
}

async function readTexts({ rows, schema }: StatementOutcome, signal: AbortSignal): Promise<TextRows> {
  const texts: (string | null)[][] = []
  if (rows.seekable) return texts
  for (let isOver = false; !isOver; ) {
    await rows.ready(signal)
    const { batches, endOfData } = await rows.read(ALL)
    for (const batch of batches) texts.push(...textsOf(schema, batch))
    isOver = endOfData
  }
  return texts
}

function textsOf({ columns }: ResultSchema, batch: RowBatch): (string | null)[][] {
  return Array.from({ length: batch.rowCount }, (_, row) =>
    columns.map(({ type }, c) => {
      const vector = batch.columns[c] as ColumnVector
      return isNullAt(vector, row) ? null : valueText(type, vector, row)
    }),
  )
}
