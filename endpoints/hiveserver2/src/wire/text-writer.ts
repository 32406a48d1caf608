import type { ColumnVector, LogicalType } from '@sql-gateway/gateway-common'
import { textCellsOf } from '../text/cell-text.js'
import { type AsciiCells, asciiCellsOf, nullTest, type TextContext } from '../text/scalar-text.js'
import type { VectorWriter } from './vector-writer.js'

/** Up to this length it is faster to copy characters one by one than to call the encoder. */
const SHORT_TEXT = 32
const LENGTH_BYTES = 4

/** Writes values as text: strings as they are, everything else as Hive writes it. */
export function textWriter(type: LogicalType, vector: ColumnVector, context: TextContext): VectorWriter {
  if (vector.layout === 'utf8') return stringWriter(vector.values)
  if (vector.layout === 'null') return emptyWriter(vector.length)
  const ascii = asciiCellsOf(type, vector, context)
  if (ascii !== undefined) return asciiWriter(vector, ascii)
  const cell = textCellsOf(type, vector, context)
  const isNull = nullTest(vector)
  return stringWriter(Array.from({ length: vector.length }, (_, i) => (isNull?.(i) ? null : cell(i))))
}

function emptyWriter(count: number): VectorWriter {
  return {
    maxBytes: count * LENGTH_BYTES,
    put: (out, at) => {
      out.fill(0, at, at + count * LENGTH_BYTES)
      return at + count * LENGTH_BYTES
    },
  }
}

function stringWriter(values: readonly (string | null)[]): VectorWriter {
  let units = 0
  for (const text of values) if (text !== null) units += text.length
  return {
    // UTF-8 takes three bytes for a UTF-16 unit at most.
    maxBytes: values.length * LENGTH_BYTES + units * 3,
    put: (out, at) => {
      let to = at
      for (const text of values) to = putString(out, to, text ?? '')
      return to
    },
  }
}

function putString(out: Buffer, at: number, text: string): number {
  const from = at + LENGTH_BYTES
  const { length } = text
  let end = from
  if (length <= SHORT_TEXT) {
    for (; end < from + length; end++) {
      const code = text.charCodeAt(end - from)
      if (code > 0x7f) break
      out[end] = code
    }
  }
  if (end < from + length) end = from + out.write(text, from)
  putLength(out, at, end - from)
  return end
}

function asciiWriter(vector: ColumnVector, { width, put }: AsciiCells): VectorWriter {
  const isNull = nullTest(vector)
  return {
    maxBytes: vector.length * (LENGTH_BYTES + width),
    put: (out, at) => {
      let to = at
      for (let i = 0; i < vector.length; i++) {
        const from = to + LENGTH_BYTES
        const end = isNull?.(i) ? from : put(out, from, i)
        putLength(out, to, end - from)
        to = end
      }
      return to
    },
  }
}

function putLength(out: Buffer, at: number, length: number): void {
  out[at] = length >>> 24
  out[at + 1] = length >>> 16
  out[at + 2] = length >>> 8
  out[at + 3] = length
}
