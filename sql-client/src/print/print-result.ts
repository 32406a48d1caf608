import type { Clock } from '@sql-gateway/gateway-common'
import { createExporter, type ExportFormat } from '../export/exporter.js'
import type { TextSink } from '../output/text-sink.js'
import type { StatementResult, TextRow } from '../result/statement-result.js'
import type { ClientSettings, OutputFormat } from '../settings/client-settings.js'
import { rowsText, timeText } from './counts.js'
import { gather, gatherRows } from './gather-rows.js'
import { createPlainTablePrinter } from './plain-table-printer.js'
import { createTablePrinter } from './table-printer.js'

/** How and where a result is printed. */
export interface PrintContext {
  readonly format: OutputFormat
  readonly hasHeader: boolean
  readonly settings: ClientSettings
  /** Gets the rows. */
  readonly data: TextSink
  /** Gets what is said about them; the same as `data` where people read both. */
  readonly notes: TextSink
  readonly clock: Clock
  /** When the statement was submitted, on the clock's monotonic scale. */
  readonly startedAtMs: number
  /** Told how many rows have come. */
  readonly onRows?: (count: number) => void
}

/** The width of texts in streams where the session does not say, as in Flink. */
const STREAM_COLUMN_WIDTH = 30

/**
 * Prints a result to its end, or until nobody reads any more.
 *
 * @throws what ends the result early, after the rows that had come
 */
export async function printResult(result: StatementResult, context: PrintContext): Promise<void> {
  const { isQuery, resultKind, jobId } = result
  if (!isQuery && jobId !== undefined) return await printJob(jobId, context)
  if (!isQuery && resultKind === 'SUCCESS') return await say('[INFO] Execute statement succeeded.', context)
  if (context.format === 'table') await printTable(result, context)
  else await printExport(result, context.format, context)
}

/** What Flink's client says, word for word: scripts look for the job's id. */
async function printJob(jobId: string, context: PrintContext): Promise<void> {
  if (context.settings.waitsForDml) return await say('[INFO] Complete execution of the SQL update statement.', context)
  await say(`[INFO] SQL update statement has been successfully submitted to the cluster:\nJob ID: ${jobId}`, context)
}

/** The time that a statement took, without what its reader took. */
function took({ clock, startedAtMs, settings }: PrintContext, waitedMs = 0): string {
  return timeText(clock.monotonic() - startedAtMs - waitedMs, settings.showsTime)
}

async function say(text: string, context: PrintContext): Promise<void> {
  const [line = '', ...further] = text.split('\n')
  const timed = further.length > 0 ? '' : took(context)
  await context.notes.write(`${[`${line}${timed}`, ...further].join('\n')}\n`)
}

async function printTable(result: StatementResult, context: PrintContext): Promise<void> {
  const { data, settings } = context
  const withKinds = result.isQuery && settings.isStreaming
  const seen = { count: 0, waitedMs: 0 }
  // What no screen shows is made without its values; streams are slow enough, and texts that are laid out already are looked at.
  if (result.isQuery && !withKinds && data.columns === undefined) await printPlain(result, context, seen)
  else if (await printValues(result, withKinds, context, seen)) return
  if (data.closed.aborted) return
  const time = took(context, seen.waitedMs)
  if (withKinds) await context.notes.write(`Received a total of ${rowsText(seen.count)}${time}\n`)
  else await context.notes.write(seen.count === 0 ? `Empty set${time}\n` : `${rowsText(seen.count)} in set${time}\n`)
}

/** What was printed. */
interface Seen {
  count: number
  /** How long the reader held the output up. */
  waitedMs: number
}

async function printPlain({ columns, pages }: StatementResult, { data, settings, clock, onRows }: PrintContext, seen: Seen): Promise<void> {
  const printer = createPlainTablePrinter(columns, settings.maxColumnWidth)
  try {
    for await (const parts of gather(pages(), clock, printer.rows)) {
      seen.count += parts.reduce((sum, { rowCount }) => sum + rowCount, 0)
      onRows?.(seen.count)
      seen.waitedMs += await timeOf(data.write(printer.print(parts)), clock)
      if (data.closed.aborted) return
    }
  } finally {
    await data.write(printer.end())
  }
}

/** Prints rows that are looked at; tells whether there was nothing but a text to print. */
async function printValues(result: StatementResult, withKinds: boolean, context: PrintContext, seen: Seen): Promise<boolean> {
  const { data, settings, clock, onRows } = context
  const printer = createTablePrinter(result.columns, {
    withKinds,
    maxColumnWidth: settings.maxColumnWidth ?? (withKinds && data.columns !== undefined ? STREAM_COLUMN_WIDTH : undefined),
    screenWidth: data.columns,
  })
  try {
    // The rows of a stream are shown as they come, in columns as wide as their types may need.
    for await (const rows of withKinds ? rowsOf(result) : gatherRows(result.pages(), clock)) {
      const raw = seen.count === 0 ? rawText(result, rows) : undefined
      if (raw !== undefined) {
        await data.write(`${raw}\n`)
        return true
      }
      seen.count += rows.length
      onRows?.(seen.count)
      seen.waitedMs += await timeOf(data.write(printer.rows(rows)), clock)
      if (data.closed.aborted) return false
    }
    return false
  } finally {
    await data.write(printer.end())
  }
}

async function timeOf(written: Promise<void> | undefined, clock: Clock): Promise<number> {
  if (written === undefined) return 0
  const startMs = clock.monotonic()
  await written
  return clock.monotonic() - startMs
}

async function* rowsOf(result: StatementResult): AsyncGenerator<readonly TextRow[]> {
  for await (const page of result.pages()) yield page.rows()
}

/** The text of EXPLAIN, SHOW CREATE and the like, which is laid out already. */
function rawText({ isQuery, columns }: StatementResult, rows: readonly TextRow[]): string | undefined {
  const [value] = rows[0]?.fields ?? []
  if (isQuery || columns.length !== 1 || rows.length !== 1 || columns[0]?.name !== 'result' || typeof value !== 'string') return undefined
  return value.includes('\n') ? value.trimEnd() : undefined
}

async function printExport(
  result: StatementResult,
  format: ExportFormat,
  { data, settings, hasHeader, onRows }: PrintContext,
): Promise<void> {
  const exporter = createExporter(format, result.columns, result.isQuery && settings.isStreaming)
  if (hasHeader) await data.write(exporter.header())
  for await (const page of result.pages()) {
    await data.write(exporter.page(page))
    onRows?.(exporter.rowCount)
    if (data.closed.aborted) return
  }
}
