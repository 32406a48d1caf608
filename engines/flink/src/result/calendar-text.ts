import { gatewayError } from '@sql-gateway/gateway-common'

const ZERO = 0x30
const SECONDS_PER_DAY = 86_400

/** A point of time as it stands in a text, without a zone. */
export interface ClockReading {
  /** Since 1970-01-01T00:00:00; negative before. */
  seconds: number
  /** 0 to 999,999,999. */
  nanos: number
}

/** Days from 1970-01-01 to a date written `2024-01-31`, with a sign and more digits for years beyond 0 to 9999. */
export function parseDate(text: string): number {
  if (text.length !== 10 || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return parseLongDate(text)
  return daysOf(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
}

/** Reads `12:34:56.789`, with a fraction of up to nine digits or none. Seconds are those of the day. */
export function parseTime(text: string, from: number, result: ClockReading): void {
  if (text.charCodeAt(from + 2) !== 0x3a || text.charCodeAt(from + 5) !== 0x3a) throw malformed(text)
  result.seconds = number(text, from, from + 2) * 3600 + number(text, from + 3, from + 5) * 60 + number(text, from + 6, from + 8)
  result.nanos = fraction(text, from + 8)
}

/** Reads a date and a time that are joined by a `T` or a blank; a `Z` at the end is passed over. */
export function parseTimestamp(text: string, result: ClockReading): void {
  let split = text.indexOf('T', 8)
  if (split < 0) split = text.indexOf(' ', 8)
  if (split < 0) throw malformed(text)
  parseTime(text, split + 1, result)
  result.seconds += parseDate(text.slice(0, split)) * SECONDS_PER_DAY
}

function number(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (!(digit >= 0 && digit <= 9)) throw malformed(text)
    value = value * 10 + digit
  }
  return value
}

function fraction(text: string, from: number): number {
  if (text.charCodeAt(from) !== 0x2e) {
    if (from !== text.length && text.slice(from) !== 'Z') throw malformed(text)
    return 0
  }
  const end = text.endsWith('Z') ? text.length - 1 : text.length
  const digits = end - from - 1
  if (digits > 9) throw malformed(text)
  return number(text, from + 1, end) * 10 ** (9 - digits)
}

function parseLongDate(text: string): number {
  const match = /^([+-]?)(\d{4,})-(\d\d)-(\d\d)$/.exec(text)
  if (match === null) throw malformed(text)
  const [, sign, year, month, day] = match
  return daysOf(sign === '-' ? -Number(year) : Number(year), Number(month), Number(day))
}

/** Of the proleptic Gregorian calendar, by years that begin in March. */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function malformed(text: string): Error {
  return gatewayError('ENGINE.FAILED', `Flink's gateway answered with '${text.slice(0, 60)}' in a column of dates or times.`)
}
