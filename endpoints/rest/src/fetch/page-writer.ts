import {
  type EncodedRows,
  type LogicalType,
  type ResultColumn,
  ROW_KINDS,
  type RowBatch,
  type RowEncoding,
} from '@sql-gateway/gateway-common'
import type { ByteSink } from '../value/byte-sink.js'
import { columnWriter, type ValueForm } from '../value/column-writer.js'
import { type LongTexts, longTexts } from '../value/long-text.js'
import { writeBytes, writeCode } from '../value/text.js'
import type { ValueWriter, WriteContext } from '../value/value-writer.js'
import type { SliceQueue } from './slice-queue.js'

const COMMA = 44
const CLOSE_ARRAY = 93
const CLOSE_OBJECT = 125
/** A step is so many rows or so many bytes. */
const ROWS_PER_STEP = 32
const BYTES_PER_STEP = 1 << 17
/** Fewer bytes are cheaper to copy than to send in a piece of their own. */
const LARGEST_COPY_BYTES = 1 << 14

/** What stands before the fields of a row, by row kind; the comma belongs to all rows but the first. */
const ROW_HEADS = ROW_KINDS.map((kind) => Buffer.from(`,{"kind":"${kind}","fields":[`))
const INSERT = 0

/** What the rows of a page are written with. */
export interface PageForm {
  readonly columns: readonly ResultColumn[]
  readonly form: ValueForm
  readonly context: WriteContext
  /** Rows that the engine has in this form are sent as they are. */
  readonly encoding?: RowEncoding
}

/** Where a page stands: how many rows were written, and at how many bytes the next step begins. */
interface Progress {
  rows: number
  stepEndBytes: number
}

/**
 * Writes the rows of a page, column writers being made once for each batch. Lets go of the event loop every few
 * milliseconds, so that a large page holds up nobody.
 *
 * @returns nothing where all was written at one go, which small pages mostly are
 */
export function writeRows(sink: ByteSink, batches: readonly RowBatch[], page: PageForm, slices: SliceQueue): Promise<void> | undefined {
  return slices.run(rowSteps(sink, batches, page))
}

function* rowSteps(sink: ByteSink, batches: readonly RowBatch[], page: PageForm): Generator<void, void> {
  const progress: Progress = { rows: 0, stepEndBytes: 0 }
  for (const batch of batches) {
    if (batch.encoded !== undefined && batch.encoded.encoding === page.encoding) {
      writeEncoded(sink, batch.encoded, progress)
      progress.rows += batch.rowCount
      yield
      continue
    }
    const rows = { batch, writers: batchWriters(batch, page), long: batchLongTexts(batch, page) }
    for (let row = 0; row < batch.rowCount; ) {
      if (hasLongText(rows, row)) {
        writeHead(sink, batch, row, progress)
        yield* fieldSteps(sink, rows, row)
        row++
      } else {
        progress.stepEndBytes = sink.byteCount + BYTES_PER_STEP
        row = writeSome(sink, rows, row, progress)
      }
      yield
    }
  }
}

function writeEncoded(sink: ByteSink, { bytes }: EncodedRows, { rows }: Progress): void {
  if (rows > 0) writeCode(sink, COMMA)
  if (bytes.length <= LARGEST_COPY_BYTES) writeBytes(sink, bytes)
  else sink.append(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
}

/** The rows of a batch, with what writes them. */
interface BatchRows {
  readonly batch: RowBatch
  readonly writers: readonly ValueWriter[]
  /** By column; absent where no column has any. */
  readonly long: readonly (LongTexts | undefined)[] | undefined
}

function batchLongTexts(batch: RowBatch, { columns }: PageForm): BatchRows['long'] {
  const long = batch.columns.map((vector, i) => longTexts((columns[i] as { readonly type: LogicalType }).type, vector))
  return long.some((texts) => texts !== undefined) ? long : undefined
}

function hasLongText({ long }: BatchRows, row: number): boolean {
  return long?.some((texts) => texts?.isLong(row)) ?? false
}

function batchWriters(batch: RowBatch, { columns, form, context }: PageForm): readonly ValueWriter[] {
  return batch.columns.map((vector, i) => columnWriter(form, (columns[i] as { readonly type: LogicalType }).type, vector, context))
}

/** @returns the row to go on with */
function writeSome(sink: ByteSink, rows: BatchRows, from: number, progress: Progress): number {
  const { batch, writers, long } = rows
  const to = Math.min(batch.rowCount, from + ROWS_PER_STEP)
  let row = from
  while (row < to && sink.byteCount < progress.stepEndBytes && (long === undefined || !hasLongText(rows, row))) {
    writeHead(sink, batch, row, progress)
    writeFields(sink, writers, row)
    row++
  }
  return row
}

function writeHead(sink: ByteSink, { rowKinds }: RowBatch, row: number, progress: Progress): void {
  const head = ROW_HEADS[rowKinds?.[row] ?? INSERT] as Buffer
  writeBytes(sink, progress.rows === 0 ? head.subarray(1) : head)
  progress.rows++
}

function writeFields(sink: ByteSink, writers: readonly ValueWriter[], row: number): void {
  for (let column = 0; column < writers.length; column++) {
    if (column > 0) writeCode(sink, COMMA)
    const write = writers[column] as ValueWriter
    write(sink, row)
  }
  writeEnd(sink)
}

/** A row with long texts, each of which takes many steps. */
function* fieldSteps(sink: ByteSink, { writers, long }: BatchRows, row: number): Generator<void, void> {
  for (const [column, write] of writers.entries()) {
    if (column > 0) writeCode(sink, COMMA)
    const texts = long?.[column]
    if (texts?.isLong(row)) yield* texts.steps(sink, row)
    else write(sink, row)
  }
  writeEnd(sink)
}

function writeEnd(sink: ByteSink): void {
  sink.ensure(2)
  sink.bytes[sink.position++] = CLOSE_ARRAY
  sink.bytes[sink.position++] = CLOSE_OBJECT
}
