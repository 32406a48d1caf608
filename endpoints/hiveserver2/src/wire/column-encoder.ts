import type { ColumnVector, LogicalType } from '@sql-gateway/gateway-common'
import type { WireForm } from '../mapping/wire-types.js'
import type { TextContext } from '../text/scalar-text.js'
import { nullBitmap } from './null-bitmap.js'
import { takePageMemory, type WireBytes } from './page-memory.js'
import { plainWriter } from './plain-writer.js'
import { textWriter } from './text-writer.js'
import type { VectorWriter } from './vector-writer.js'

/** A column of a page: its type, and its values in as many vectors as the page has batches. */
export interface PageColumn {
  readonly type: LogicalType
  readonly form: WireForm
  readonly vectors: readonly ColumnVector[]
}

/** The columns of a page, one behind the other. */
export interface EncodedColumns {
  readonly bytes: Buffer
  /** Gives their memory back, once nobody looks at it any more. */
  release(): void
}

/** Id of the member of TColumn, and Thrift type of its elements. */
const FORMS = {
  bool: { member: 1, element: 2 },
  byte: { member: 2, element: 3 },
  i16: { member: 3, element: 6 },
  i32: { member: 4, element: 8 },
  i64: { member: 5, element: 10 },
  double: { member: 6, element: 4 },
  text: { member: 7, element: 11 },
  binary: { member: 8, element: 11 },
} as const satisfies Readonly<Record<WireForm, { member: number; element: number }>>

const STOP = 0
const STRING = 11
const STRUCT = 12
const LIST = 15
const HEADER_BYTES = 3 + 3 + 5
const TRAILER_BYTES = 3 + 4 + 2

interface ColumnWriter {
  readonly form: WireForm
  readonly nulls: Uint8Array
  readonly writers: readonly VectorWriter[]
  readonly maxBytes: number
}

/**
 * Writes columns as TColumns in Thrift's binary protocol, straight from the vectors.
 *
 * Thrift's own writer makes an object and a buffer for each value; this writes some fifty times faster.
 */
export function encodeColumns(columns: readonly PageColumn[], rowCount: number, context: TextContext): EncodedColumns {
  const writers = columns.map((column) => columnWriter(column, rowCount, context))
  const memory = takePageMemory(writers.reduce((sum, { maxBytes }) => sum + maxBytes, 0))
  const end = writers.reduce((at, writer) => putColumn(memory, at, writer, rowCount), 0)
  return { bytes: memory.bytes.subarray(0, end), release: memory.release }
}

function columnWriter({ type, form, vectors }: PageColumn, rowCount: number, context: TextContext): ColumnWriter {
  const nulls = nullBitmap(vectors, rowCount)
  const writers = vectors.map((vector) => (form === 'text' ? textWriter(type, vector, context) : plainWriter(type, vector)))
  const maxBytes = writers.reduce((sum, writer) => sum + writer.maxBytes, HEADER_BYTES + TRAILER_BYTES + nulls.length)
  return { form, nulls, writers, maxBytes }
}

function putColumn(out: WireBytes, from: number, { form, nulls, writers }: ColumnWriter, rowCount: number): number {
  const { bytes, view } = out
  const { member, element } = FORMS[form]
  bytes[from] = STRUCT
  view.setInt16(from + 1, member)
  bytes[from + 3] = LIST
  view.setInt16(from + 4, 1)
  bytes[from + 6] = element
  view.setInt32(from + 7, rowCount)
  let at = from + HEADER_BYTES
  for (const writer of writers) at = writer.put(out, at)
  bytes[at] = STRING
  view.setInt16(at + 1, 2)
  view.setInt32(at + 3, nulls.length)
  bytes.set(nulls, at + 7)
  at += 7 + nulls.length
  bytes[at] = STOP
  bytes[at + 1] = STOP
  return at + 2
}
