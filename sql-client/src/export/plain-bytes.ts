import { BYTE } from '../rest/json-bytes.js'
import type { ByteWriter } from './byte-writer.js'

/** For each byte, 1 where plain copying of a text has to stop; at its closing quote always. */
export type StopBytes = Uint8Array

/** Makes the table of a format. */
export function stopBytes(...stops: readonly number[]): StopBytes {
  const table = new Uint8Array(256)
  for (const byte of [BYTE.quote, BYTE.backslash, ...stops]) table[byte] = 1
  return table
}

/** What is longer goes by the searches and copies that Node has in C++, which cost a call each. */
const LONG = 96

/**
 * Copies a text from a place in it on, up to what it may not copy as it is. There has to be room for it.
 *
 * @returns where it stopped: behind the end of the page, if the text has none
 */
export function copyPlain(out: ByteWriter, body: Buffer, start: number, stops: StopBytes): number {
  const { bytes } = out
  let at = start
  let to = out.length
  const longAt = Math.min(start + LONG, body.length)
  while (at < longAt) {
    const byte = body[at] as number
    if (stops[byte] === 1) {
      out.length = to
      return at
    }
    bytes[to++] = byte
    at++
  }
  out.length = to
  return copyLong(out, body, at, stops)
}

function copyLong(out: ByteWriter, body: Buffer, start: number, stops: StopBytes): number {
  const quoteAt = body.indexOf(BYTE.quote, start)
  let part = body.subarray(start, quoteAt === -1 ? body.length : quoteAt)
  for (let byte = stops.indexOf(1); byte !== -1; byte = stops.indexOf(1, byte + 1)) {
    const stopAt = byte === BYTE.quote ? -1 : part.indexOf(byte)
    if (stopAt !== -1) part = part.subarray(0, stopAt)
  }
  out.bytes.set(part, out.length)
  out.length += part.length
  return start + part.length
}
