import { type ColumnVector, INLINE_TEXT_BYTES, type LogicalType, type VectorOf } from '@sql-gateway/gateway-common'
import { textCellsOf } from '../text/cell-text.js'
import { type AsciiCells, asciiCellsOf, isInstant, nullTest, scaleOf, type TextContext } from '../text/scalar-text.js'
import { decimal64Writer } from './decimal-writer.js'
import { timestampWriter } from './timestamp-writer.js'
import type { VectorWriter } from './vector-writer.js'

const LENGTH_BYTES = 4
/** Words of a view of a text. */
const VIEW_WORDS = 4
/** Longer texts are cheaper to copy by a native call. */
const LONGEST_BY_HAND = 200
const GAP = '\0'.repeat(LENGTH_BYTES)

/** Writes values as text: strings as they are, everything else as Hive writes it. */
export function textWriter(type: LogicalType, vector: ColumnVector, context: TextContext): VectorWriter {
  if (vector.layout === 'utf8') return stringWriter(vector.values)
  if (vector.layout === 'utf8view') return viewWriter(vector)
  if (vector.layout === 'null') return emptyWriter(vector.length)
  if (vector.layout === 'decimal64') return decimal64Writer(vector, vector.values, scaleOf(type))
  if (vector.layout === 'timestamp64' && !(isInstant(type) && context.showsZone)) {
    return timestampWriter(vector, vector, isInstant(type) ? context.zone : undefined)
  }
  const ascii = asciiCellsOf(type, vector, context)
  if (ascii !== undefined) return asciiWriter(vector, ascii)
  const cell = textCellsOf(type, vector, context)
  const isNull = nullTest(vector)
  return stringWriter(Array.from({ length: vector.length }, (_, i) => (isNull?.(i) ? null : cell(i))))
}

function emptyWriter(count: number): VectorWriter {
  return {
    maxBytes: count * LENGTH_BYTES,
    put: ({ bytes }, at) => {
      bytes.fill(0, at, at + count * LENGTH_BYTES)
      return at + count * LENGTH_BYTES
    },
  }
}

/**
 * Writes strings all at once, with gaps of zeros between them into which their lengths are then put: that is twice as
 * fast as one by one.
 */
function stringWriter(values: readonly (string | null)[]): VectorWriter {
  if (values.length === 0) return emptyWriter(0)
  // A null joins as nothing.
  const joined = GAP + values.join(GAP)
  const byteLength = Buffer.byteLength(joined)
  const isAscii = byteLength === joined.length
  return {
    maxBytes: byteLength,
    put: ({ bytes, view }, at) => {
      bytes.write(joined, at)
      let to = at
      for (const text of values) {
        const length = text === null ? 0 : isAscii ? text.length : Buffer.byteLength(text)
        view.setInt32(to, length)
        to += LENGTH_BYTES + length
      }
      return to
    },
  }
}

/**
 * Writes UTF-8 as it lies there. A short text goes out in three words, whatever its length: what is too much of them is
 * written over by the next value.
 */
function viewWriter({ views, buffers, length }: VectorOf<'utf8view'>): VectorWriter {
  const sources = buffers.map(({ buffer, byteOffset, byteLength }) => new DataView(buffer, byteOffset, byteLength))
  return {
    // Where all are short it is not worth counting.
    maxBytes: length * LENGTH_BYTES + (buffers.length === 0 ? length * INLINE_TEXT_BYTES : textBytes(views, length)) + INLINE_TEXT_BYTES,
    put: ({ view }, at) => {
      let to = at
      for (let i = 0; i < length; i++) {
        const word = i * VIEW_WORDS
        const size = views[word] as number
        view.setInt32(to, size)
        if (size <= INLINE_TEXT_BYTES) {
          view.setInt32(to + 4, views[word + 1] as number, true)
          view.setInt32(to + 8, views[word + 2] as number, true)
          view.setInt32(to + 12, views[word + 3] as number, true)
        } else {
          copyText(view, to + LENGTH_BYTES, sources[views[word + 2] as number] as DataView, views[word + 3] as number, size)
        }
        to += LENGTH_BYTES + size
      }
      return to
    },
  }
}

function textBytes(views: Int32Array, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += views[i * VIEW_WORDS] as number
  return sum
}

/** Copies by words, the last of which may overlap the one before. */
function copyText(out: DataView, at: number, source: DataView, from: number, size: number): void {
  if (size > LONGEST_BY_HAND) {
    const bytes = new Uint8Array(source.buffer, source.byteOffset + from, size)
    new Uint8Array(out.buffer, out.byteOffset + at, size).set(bytes)
    return
  }
  const last = size - 4
  for (let k = 0; k < last; k += 4) out.setInt32(at + k, source.getInt32(from + k))
  out.setInt32(at + last, source.getInt32(from + last))
}

function asciiWriter(vector: ColumnVector, { width, put }: AsciiCells): VectorWriter {
  const isNull = nullTest(vector)
  return {
    maxBytes: vector.length * (LENGTH_BYTES + width),
    put: ({ bytes, view }, at) => {
      let to = at
      for (let i = 0; i < vector.length; i++) {
        const from = to + LENGTH_BYTES
        const end = isNull?.(i) ? from : put(bytes, from, i)
        view.setInt32(to, end - from)
        to = end
      }
      return to
    },
  }
}
