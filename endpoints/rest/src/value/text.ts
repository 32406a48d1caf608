import type { ByteSink } from './byte-sink.js'

/** Longer texts are cheaper to encode by the native call than character by character. */
const LONGEST_BY_HAND = 64
const QUOTE = 34
const BACKSLASH = 92
const FIRST_PRINTABLE = 32
const LAST_PRINTABLE = 126

/** Writes characters that are all below U+0080. */
export function writeAscii(sink: ByteSink, text: string): void {
  const { length } = text
  sink.ensure(length)
  const { bytes } = sink
  let position = sink.position
  for (let i = 0; i < length; i++) bytes[position++] = text.charCodeAt(i)
  sink.position = position
}

/** Writes text as it is, in UTF-8. */
export function writeRaw(sink: ByteSink, text: string): void {
  sink.ensure(text.length * 3)
  sink.position += sink.bytes.write(text, sink.position)
}

/** Writes bytes as they are. */
export function writeBytes(sink: ByteSink, source: Uint8Array): void {
  sink.ensure(source.length)
  sink.bytes.set(source, sink.position)
  sink.position += source.length
}

/** Writes one character below U+0080, by its code. */
export function writeCode(sink: ByteSink, code: number): void {
  sink.ensure(1)
  sink.bytes[sink.position++] = code
}

/** A way of writing texts into JSON, from strings and from UTF-8. */
export interface TextForm {
  writeText(sink: ByteSink, text: string): void
  /** Writes the bytes from `start` up to `end`, which are valid UTF-8. */
  writeUtf8(sink: ByteSink, source: Uint8Array, start: number, end: number): void
}

/** A JSON string with its quotes. Half surrogate pairs become escapes, so that the bytes are always UTF-8. */
export const QUOTED: TextForm = { writeText: writeQuoted, writeUtf8: writeQuotedUtf8 }

/** The inside of a JSON string: what {@link QUOTED} writes, without the quotes. */
export const ESCAPED: TextForm = { writeText: writeEscaped, writeUtf8: writeEscapedUtf8 }

function writeQuoted(sink: ByteSink, text: string): void {
  const { length } = text
  if (length <= LONGEST_BY_HAND) {
    sink.ensure(length + 2)
    const { bytes, position } = sink
    const end = putPrintable(bytes, position + 1, text)
    if (end > position) {
      bytes[position] = QUOTE
      bytes[end] = QUOTE
      sink.position = end + 1
      return
    }
  }
  writeRaw(sink, JSON.stringify(text))
}

function writeEscaped(sink: ByteSink, text: string): void {
  const { length } = text
  if (length <= LONGEST_BY_HAND) {
    sink.ensure(length)
    const end = putPrintable(sink.bytes, sink.position, text)
    if (end >= sink.position) {
      sink.position = end
      return
    }
  }
  writeRaw(sink, JSON.stringify(text).slice(1, -1))
}

function writeQuotedUtf8(sink: ByteSink, source: Uint8Array, start: number, end: number): void {
  const room = end - start
  sink.ensure(room + 2)
  const { bytes, position } = sink
  if (copyPlain(bytes, position + 1, source, start, end)) {
    bytes[position] = QUOTE
    bytes[position + 1 + room] = QUOTE
    sink.position = position + room + 2
  } else writeRaw(sink, JSON.stringify(decoded(source, start, end)))
}

function writeEscapedUtf8(sink: ByteSink, source: Uint8Array, start: number, end: number): void {
  sink.ensure(end - start)
  if (copyPlain(sink.bytes, sink.position, source, start, end)) sink.position += end - start
  else writeRaw(sink, JSON.stringify(decoded(source, start, end)).slice(1, -1))
}

/** Copies UTF-8 unless there is a byte in it that JSON wants escaped; tells whether there was none. */
function copyPlain(bytes: Buffer, position: number, source: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_BY_HAND) return copyLongPlain(bytes, position, source, start, end)
  let at = position
  for (let i = start; i < end; i++) {
    const byte = source[i] as number
    if (isEscaped(byte)) return false
    bytes[at++] = byte
  }
  return true
}

function isEscaped(byte: number): boolean {
  return byte < FIRST_PRINTABLE || byte === QUOTE || byte === BACKSLASH
}

/** As above, four bytes at a time and then all in one call: several times faster where there are many. */
function copyLongPlain(bytes: Buffer, position: number, source: Uint8Array, start: number, end: number): boolean {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength)
  let i = start
  for (; i + 4 <= end; i += 4) if (holdsEscaped(view.getInt32(i))) return false
  for (; i < end; i++) if (isEscaped(source[i] as number)) return false
  bytes.set(source.subarray(start, end), position)
  return true
}

/** Whether one of the four bytes of a word is below the blank, a quote or a backslash, found without looking at each. */
function holdsEscaped(word: number): boolean {
  const quotes = word ^ 0x22222222
  const backslashes = word ^ 0x5c5c5c5c
  const low = (word - 0x20202020) & ~word
  return ((low | ((quotes - 0x01010101) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes)) & 0x80808080) !== 0
}

function decoded(source: Uint8Array, start: number, end: number): string {
  return Buffer.from(source.buffer, source.byteOffset + start, end - start).toString()
}

/** @returns where the next byte goes; -1 where a character needs an escape or more than one byte */
function putPrintable(bytes: Buffer, position: number, text: string): number {
  let at = position
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < FIRST_PRINTABLE || code > LAST_PRINTABLE || code === QUOTE || code === BACKSLASH) return -1
    bytes[at++] = code
  }
  return at
}
