import type { ByteSink } from './byte-sink.js'
import { writeAscii } from './text.js'

const ZERO = 48
const MINUS = 45
const TWO_32 = 2 ** 32
const TWO_31 = 2 ** 31
const LARGEST_EXACT = Number.MAX_SAFE_INTEGER
const LOW_DIGITS = 8
const LOW_BASE = 1e8

/** The two digits of 0 to 99, side by side. */
const DIGIT_PAIRS = Uint8Array.from({ length: 200 }, (_, i) => ZERO + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10))

/** Enough room for any 64-bit integer. */
export const INTEGER_ROOM = 24

/**
 * Writes a whole number from 0 to 2^31 - 1 into a buffer that has room.
 *
 * @returns where the next byte goes
 */
export function putUint31(bytes: Buffer, position: number, value: number): number {
  if (value < 10) {
    bytes[position] = ZERO + value
    return position + 1
  }
  const end = position + digitCount(value)
  let at = end
  let rest = value
  while (rest >= 100) {
    const quotient = (rest / 100) | 0
    const pair = (rest - quotient * 100) << 1
    rest = quotient
    bytes[--at] = DIGIT_PAIRS[pair + 1] as number
    bytes[--at] = DIGIT_PAIRS[pair] as number
  }
  if (rest < 10) bytes[--at] = ZERO + rest
  else {
    bytes[--at] = DIGIT_PAIRS[rest * 2 + 1] as number
    bytes[--at] = DIGIT_PAIRS[rest * 2] as number
  }
  return end
}

function digitCount(value: number): number {
  if (value < 100_000) return value < 100 ? 2 : value < 1000 ? 3 : value < 10_000 ? 4 : 5
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7
  return value < 100_000_000 ? 8 : value < 1_000_000_000 ? 9 : 10
}

/** Writes a whole number from 0 to 99 with two digits. */
export function putTwoDigits(bytes: Buffer, position: number, value: number): number {
  bytes[position] = DIGIT_PAIRS[value * 2] as number
  bytes[position + 1] = DIGIT_PAIRS[value * 2 + 1] as number
  return position + 2
}

/** Writes a whole number from 0 to 2^31 - 1 with as many digits as asked for, zeros in front. */
export function putPadded(bytes: Buffer, position: number, value: number, digits: number): number {
  const end = position + digits
  let at = end
  let rest = value
  while (at - position >= 2) {
    const quotient = (rest / 100) | 0
    const pair = (rest - quotient * 100) << 1
    rest = quotient
    bytes[--at] = DIGIT_PAIRS[pair + 1] as number
    bytes[--at] = DIGIT_PAIRS[pair] as number
  }
  if (at > position) bytes[position] = ZERO + (rest % 10)
  return end
}

/** Writes a whole number from 0 to 2^53 - 1. */
export function putUint53(bytes: Buffer, position: number, value: number): number {
  if (value < TWO_31) return putUint31(bytes, position, value)
  let high = Math.floor(value / LOW_BASE)
  let low = value - high * LOW_BASE
  if (low < 0) {
    // The division was rounded up to a whole number.
    high--
    low += LOW_BASE
  }
  return putPadded(bytes, putUint31(bytes, position, high), low, LOW_DIGITS)
}

/** Writes a whole number below 2^53 in size. */
export function writeInteger(sink: ByteSink, value: number): void {
  sink.ensure(INTEGER_ROOM)
  const { bytes } = sink
  let position = sink.position
  if (value < 0) bytes[position++] = MINUS
  sink.position = putUint53(bytes, position, Math.abs(value))
}

/** The 32-bit halves of 64-bit integers, low before high: much faster to read than BigInts. */
export function halvesOf(values: BigInt64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2)
}

/** A 64-bit integer as a number, rounded where it is larger than 2^53. */
export function numberAt(halves: Int32Array, index: number): number {
  return (halves[index * 2 + 1] as number) * TWO_32 + ((halves[index * 2] as number) >>> 0)
}

/** Tells whether a number from {@link numberAt} is exact. */
export function isExact(value: number): boolean {
  return value <= LARGEST_EXACT && value >= -LARGEST_EXACT
}

/** Writes value `index` of 64-bit integers. */
export function writeInt64(sink: ByteSink, values: BigInt64Array, halves: Int32Array, index: number): void {
  const value = numberAt(halves, index)
  if (isExact(value)) writeInteger(sink, value)
  else writeAscii(sink, (values[index] as bigint).toString())
}
