import type { ByteSink } from './byte-sink.js'
import { type CivilDate, civilDate } from './calendar.js'
import { putPadded, putTwoDigits, putUint31 } from './integer.js'
import { writeAscii } from './text.js'

const MINUS = 45
const PLUS = 43
const POINT = 46
const COLON = 58
const ZERO = 48
const SECONDS_OF_DAY = 86_400
const NANO_DIGITS = 9
const MICRO_DIGITS = 6
/** Years outside 0 to this one carry a sign, as ISO 8601 asks. */
const LARGEST_UNSIGNED_YEAR = 9999
/** Enough for the longest text of a date or a time. */
const ROOM = 40

/** The value that stands for infinity in a date vector, and its counterpart. */
const INFINITE_DAY = 2 ** 31 - 1
const MINUS_INFINITE_DAY = -INFINITE_DAY

/** Writes what stands for infinity, as DuckDB and PostgreSQL spell it; Flink has no such values. */
export function writeInfinity(sink: ByteSink, sign: number): void {
  writeAscii(sink, sign > 0 ? 'infinity' : '-infinity')
}

/** Writes dates, given as days since 1970-01-01. Remembers the last one, since neighbours are often on the same day. */
export type DateWriter = (sink: ByteSink, days: number) => void

/** Makes a writer of dates as `2024-02-29`. */
export function dateWriter(): DateWriter {
  const date: CivilDate = { year: 0, month: 0, day: 0 }
  const text = Buffer.alloc(ROOM)
  let textLength = 0
  let lastDays = Number.NaN
  return (sink, days) => {
    if (days !== lastDays) {
      textLength = putDate(text, civilDate(days, date))
      lastDays = days
    }
    sink.ensure(ROOM)
    const { bytes, position } = sink
    for (let i = 0; i < textLength; i++) bytes[position + i] = text[i] as number
    sink.position = position + textLength
  }
}

/** Makes a writer of dates that knows the two infinite ones. */
export function infiniteDateWriter(): DateWriter {
  const writeDate = dateWriter()
  return (sink, days) => {
    if (days === INFINITE_DAY || days === MINUS_INFINITE_DAY) writeInfinity(sink, days)
    else writeDate(sink, days)
  }
}

function putDate(bytes: Buffer, { year, month, day }: CivilDate): number {
  let position = 0
  if (year < 0) bytes[position++] = MINUS
  else if (year > LARGEST_UNSIGNED_YEAR) bytes[position++] = PLUS
  const size = Math.abs(year)
  position = size > LARGEST_UNSIGNED_YEAR ? putUint31(bytes, position, size) : putPadded(bytes, position, size, 4)
  bytes[position++] = MINUS
  position = putTwoDigits(bytes, position, month)
  bytes[position++] = MINUS
  return putTwoDigits(bytes, position, day)
}

/** Writes the fraction of a second, point included, if there is one to write. */
export type FractionWriter = (bytes: Buffer, position: number, nanos: number) => number

/** As many digits as it takes. */
export const shortestFraction: FractionWriter = (bytes, position, nanos) => {
  if (nanos === 0) return position
  bytes[position] = POINT
  const micros = (nanos / 1000) | 0
  const isMicros = micros * 1000 === nanos
  let end = isMicros ? putPadded(bytes, position + 1, micros, MICRO_DIGITS) : putPadded(bytes, position + 1, nanos, NANO_DIGITS)
  while (bytes[end - 1] === ZERO) end--
  return end
}

/** Always so many digits, cut, not rounded. */
export function fixedFraction(digits: number): FractionWriter {
  if (digits === 0) return (_bytes, position) => position
  const divisor = 10 ** (NANO_DIGITS - digits)
  return (bytes, position, nanos) => {
    bytes[position] = POINT
    return putPadded(bytes, position + 1, Math.floor(nanos / divisor), digits)
  }
}

/** So many digits at most, and at least one: how Flink prints TIME(p). */
export function upToFraction(digits: number): FractionWriter {
  const fixed = fixedFraction(digits)
  return (bytes, position, nanos) => {
    let end = fixed(bytes, position, nanos)
    while (end > position + 2 && bytes[end - 1] === ZERO) end--
    return end
  }
}

/** None, or 3, 6 or 9 digits: how Java's `LocalDateTime.toString` prints. */
const groupedFraction: FractionWriter = (bytes, position, nanos) => {
  if (nanos === 0) return position
  const digits = nanos % 1_000_000 === 0 ? 3 : nanos % 1_000 === 0 ? 6 : 9
  return fixedFraction(digits)(bytes, position, nanos)
}

/** Writes a time of day as `23:59:59` and its fraction. */
export function writeTimeOfDay(sink: ByteSink, secondOfDay: number, nanos: number, fraction: FractionWriter): void {
  sink.ensure(ROOM)
  const position = putMinutes(sink.bytes, sink.position, secondOfDay)
  sink.bytes[position] = COLON
  sink.position = fraction(sink.bytes, putTwoDigits(sink.bytes, position + 1, secondOfDay % 60), nanos)
}

/** Writes a time of day as Java's `LocalTime.toString` does: without the seconds where there are none. */
export function writeJavaTimeOfDay(sink: ByteSink, secondOfDay: number, nanos: number): void {
  sink.ensure(ROOM)
  if (secondOfDay % 60 === 0 && nanos === 0) sink.position = putMinutes(sink.bytes, sink.position, secondOfDay)
  else writeTimeOfDay(sink, secondOfDay, nanos, groupedFraction)
}

function putMinutes(bytes: Buffer, position: number, secondOfDay: number): number {
  const minuteOfDay = (secondOfDay / 60) | 0
  const hour = (minuteOfDay / 60) | 0
  const afterHour = putTwoDigits(bytes, position, hour)
  bytes[afterHour] = COLON
  return putTwoDigits(bytes, afterHour + 1, minuteOfDay - hour * 60)
}

/** Whole days in a count of seconds, rounded down. */
export function dayOf(seconds: number): number {
  return Math.floor(seconds / SECONDS_OF_DAY)
}

/** What is left of a count of seconds after its whole days. */
export function secondOfDay(seconds: number, days: number): number {
  return seconds - days * SECONDS_OF_DAY
}
