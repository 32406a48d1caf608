import type { ColumnVector, LogicalType } from '@sql-gateway/gateway-common'
import type { ColumnBuilder } from './column-builder.js'
import { createTopBuilder, type ReadingContext } from './column-builders.js'
import { JsonScan } from './json-scan.js'
import { notAPage } from './not-a-page.js'
import type { RowSpans } from './row-spans.js'
import type { Steps } from './turns.js'

/** Some rows of a page, one after the other. */
export interface RowRange {
  readonly page: Buffer
  readonly spans: RowSpans
  readonly from: number
  /** The first row that is not among them. */
  readonly to: number
}

/** Reads the values of rows, with a stop every few milliseconds. */
export type DecodeRows = (rows: RowRange) => Steps<readonly ColumnVector[]>

/** So much is made a text and read in a turn, but always a row: some milliseconds. */
const TURN_BYTES = 1_000_000

/** Where a row begins. */
function beginOf({ begin, ends }: RowSpans, row: number): number {
  return row === 0 ? begin : (ends[row - 1] as number) + 1
}

/** The bytes of rows with what stands between them. */
export function bytesOf({ page, spans, from, to }: RowRange): Buffer {
  return page.subarray(beginOf(spans, from), spans.ends[to - 1])
}

/**
 * Makes a function that reads rows of a result's columns.
 *
 * @throws {GatewayError} ENGINE.FAILED — values that are none of their column's type, or more or fewer than there are columns
 */
export function createRowDecoder(types: readonly LogicalType[], context: ReadingContext): DecodeRows {
  return (rows) => decode(types, context, rows)
}

/** Not within the function above: V8 describes the objects of each generator function that is made, and keeps that for long. */
function* decode(types: readonly LogicalType[], context: ReadingContext, rows: RowRange): Steps<readonly ColumnVector[]> {
  const { page, spans, from, to } = rows
  const builders = types.map((type) => createTopBuilder(type, context))
  for (let row = from; row < to; ) {
    if (row > from) yield
    const end = endOfTurn(spans, row, to)
    const scan = new JsonScan(bytesOf({ page, spans, from: row, to: end }).toString())
    for (let isFirst = true; row < end; row++, isFirst = false) {
      scan.nextElement(isFirst)
      readRow(scan, builders)
    }
  }
  const columns = builders.map((builder) => builder.finish())
  if (columns.some(({ length }) => length !== to - from)) throw notAPage('a row lacks fields')
  return columns
}

function endOfTurn(spans: RowSpans, from: number, to: number): number {
  const end = beginOf(spans, from) + TURN_BYTES
  let row = from + 1
  while (row < to && (spans.ends[row] as number) <= end) row++
  return row
}

function readRow(scan: JsonScan, builders: readonly ColumnBuilder[]): void {
  scan.openObject()
  for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
    if (key === 'fields') readFields(scan, builders)
    else scan.skipValue()
  }
}

function readFields(scan: JsonScan, builders: readonly ColumnBuilder[]): void {
  scan.openArray()
  for (let c = 0; scan.nextElement(c === 0); c++) {
    const builder = builders[c]
    if (builder === undefined) throw notAPage('a row has more fields than there are columns')
    builder.append(scan)
  }
}
