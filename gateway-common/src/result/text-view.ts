import { type ColumnVector, isNullAt, type VectorOf, validityOf } from './column-vector.js'

/** Up to so many bytes of a text stand in its view itself. */
export const INLINE_TEXT_BYTES = 12

const WORDS = 4
const WORD_BYTES = 4
/** Shorter ASCII texts are cheaper to put together than to decode. */
const SHORT_BYTES = 24
const ASCII_END = 0x80
/** Without this a text that begins with a byte order mark would lose it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** The UTF-8 of value `index`, without a copy. Nothing at a null. For loops over a column, read the views directly. */
export function textBytesAt({ views, buffers }: VectorOf<'utf8view'>, index: number): Uint8Array {
  const at = index * WORDS
  const size = views[at] as number
  if (size <= INLINE_TEXT_BYTES) return new Uint8Array(views.buffer, views.byteOffset + (at + 1) * WORD_BYTES, size)
  const offset = views[at + 3] as number
  return (buffers[views[at + 2] as number] as Uint8Array).subarray(offset, offset + size)
}

/** The text of value `index` in either layout of text; an empty one at a null. */
export function textAt(vector: VectorOf<'utf8'> | VectorOf<'utf8view'>, index: number): string {
  if (vector.layout === 'utf8') return vector.values[index] ?? ''
  const bytes = textBytesAt(vector, index)
  return shortAscii(bytes) ?? decoder.decode(bytes)
}

function shortAscii(bytes: Uint8Array): string | undefined {
  if (bytes.length > SHORT_BYTES) return undefined
  let text = ''
  for (const byte of bytes) {
    if (byte >= ASCII_END) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

/** The texts of a column in either layout of text. */
export function textsOf(vector: VectorOf<'utf8'> | VectorOf<'utf8view'>): readonly (string | null)[] {
  if (vector.layout === 'utf8') return vector.values
  return Array.from({ length: vector.length }, (_, i) => (isNullAt(vector, i) ? null : textAt(vector, i)))
}

/** Makes a `utf8view` vector with its validity from nullable strings, all longer ones in one buffer. */
export function utf8ViewVector(values: readonly (string | null)[]): ColumnVector {
  const { length } = values
  const views = new Int32Array(length * WORDS)
  const inline = new Uint8Array(views.buffer)
  const long: Uint8Array[] = []
  let offset = 0
  for (let i = 0; i < length; i++) {
    const bytes = encoder.encode(values[i] ?? '')
    const at = i * WORDS
    views[at] = bytes.length
    inline.set(bytes.subarray(0, bytes.length <= INLINE_TEXT_BYTES ? bytes.length : WORD_BYTES), (at + 1) * WORD_BYTES)
    if (bytes.length <= INLINE_TEXT_BYTES) continue
    views[at + 3] = offset
    offset += bytes.length
    long.push(bytes)
  }
  const validity = validityOf(length, (i) => values[i] !== null)
  const vector = { layout: 'utf8view', length, views, buffers: offset === 0 ? [] : [concatenated(long, offset)] } as const
  return validity === undefined ? vector : { ...vector, validity }
}

function concatenated(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
