import type { LocalZone, TimeUnit } from '@sql-gateway/gateway-common'
import { type Put, putAscii, putFraction, putInteger, putTwo } from './digits.js'
import { int64Reader } from './int64-halves.js'

/** Longest text of a date; years have up to seven digits. */
export const DATE_WIDTH = 14
/** Longest text of a time of day. */
export const TIME_WIDTH = 18

const CLOCK_WIDTH = 8
const MINUS = 45
const BLANK = 32
const COLON = 58
const INFINITE_DAYS = 2 ** 31 - 1
const INFINITE_INSTANT = 2n ** 63n - 1n
/** Days without leap seconds, as all of SQL has them. */
export const SECONDS_A_DAY = 86_400
/** What a unit is to a second, and how many digits its fractions have. */
export const UNITS: Readonly<Record<TimeUnit, { readonly perSecond: number; readonly digits: number }>> = {
  s: { perSecond: 1, digits: 0 },
  ms: { perSecond: 1_000, digits: 3 },
  us: { perSecond: 1_000_000, digits: 6 },
  ns: { perSecond: 1_000_000_000, digits: 9 },
}

/**
 * A day as `yyyy-MM-dd` in the proleptic Gregorian calendar; years before 1 have a minus sign and 0.
 *
 * The computation counts from the first of March of a 400-year cycle, so that the leap day is the last of a year.
 */
export function putDay(out: Uint8Array, at: number, days: number): number {
  const shifted = days + 719_468
  const cycle = Math.floor(shifted / 146_097)
  const dayOfCycle = shifted - cycle * 146_097
  const yearOfCycle = ((dayOfCycle - ((dayOfCycle / 1_460) | 0) + ((dayOfCycle / 36_524) | 0) - ((dayOfCycle / 146_096) | 0)) / 365) | 0
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + ((yearOfCycle / 4) | 0) - ((yearOfCycle / 100) | 0))
  const marchMonth = ((5 * dayOfYear + 2) / 153) | 0
  const day = dayOfYear - (((153 * marchMonth + 2) / 5) | 0) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
  let to = at
  if (year < 0) out[to++] = MINUS
  to = putInteger(out, to, year < 0 ? -year : year, 4)
  out[to] = MINUS
  to = putTwo(out, to + 1, month)
  out[to] = MINUS
  return putTwo(out, to + 1, day)
}

/** A second of a day as `HH:mm:ss`. */
export function putClock(out: Uint8Array, at: number, secondOfDay: number): number {
  const minuteOfDay = (secondOfDay / 60) | 0
  const hour = (minuteOfDay / 60) | 0
  putTwo(out, at, hour)
  out[at + 2] = COLON
  putTwo(out, at + 3, minuteOfDay - hour * 60)
  out[at + 5] = COLON
  return putTwo(out, at + 6, secondOfDay - minuteOfDay * 60)
}

/** Neighbours are often of the same day, whose text is then copied. */
function dayPutter(): (out: Uint8Array, at: number, days: number) => number {
  const text = new Uint8Array(DATE_WIDTH + 2)
  let width = 0
  let known = Number.NaN
  return (out, at, days) => {
    if (days !== known) {
      width = putDay(text, 0, days)
      known = days
    }
    for (let i = 0; i < width; i++) out[at + i] = text[i] as number
    return at + width
  }
}

/** Days since 1970-01-01 as dates; the ends of the range are `infinity` and `-infinity`. */
export function dateText(values: Int32Array): Put {
  return (out, at, index) => {
    const days = values[index] as number
    if (days >= INFINITE_DAYS) return putAscii(out, at, 'infinity')
    if (days <= -INFINITE_DAYS) return putAscii(out, at, '-infinity')
    return putDay(out, at, days)
  }
}

/** Longest text of a timestamp without a zone: day (64 bits of milliseconds reach years of nine digits), blank, time, point, fraction. */
export function timestampWidth(unit: TimeUnit): number {
  return DATE_WIDTH + 2 + 1 + CLOCK_WIDTH + 1 + UNITS[unit].digits
}

/** Units since midnight as `HH:mm:ss` with as much fraction as there is. */
export function timeText(values: BigInt64Array, unit: TimeUnit): Put {
  const { perSecond, digits } = UNITS[unit]
  const read = int64Reader(values)
  return (out, at, index) => {
    const value = read.small(index)
    const second = Math.floor(value / perSecond)
    return putFraction(out, putClock(out, at, second), value - second * perSecond, digits)
  }
}

/**
 * Units since 1970 as `yyyy-MM-dd HH:mm:ss` with as much fraction as there is; the ends of the range are `infinity` and
 * `-infinity`.
 *
 * @param zone - shifts instants to the clock of a zone; absent means the values have no zone
 */
export function timestampText(values: BigInt64Array, unit: TimeUnit, zone?: LocalZone): Put {
  const { perSecond, digits } = UNITS[unit]
  const read = int64Reader(values)
  const divisor = BigInt(perSecond)
  const putDayOf = dayPutter()
  return (out, at, index) => {
    const small = read.small(index)
    let second: number
    let fraction: number
    if (Number.isNaN(small)) {
      const big = read.big(index)
      if (big === INFINITE_INSTANT) return putAscii(out, at, 'infinity')
      if (big === -INFINITE_INSTANT) return putAscii(out, at, '-infinity')
      second = Number(big / divisor)
      fraction = Number(big % divisor)
    } else {
      second = Math.floor(small / perSecond)
      fraction = small - second * perSecond
    }
    if (fraction < 0) {
      second -= 1
      fraction += perSecond
    }
    if (zone !== undefined) second += zone.offsetAt(second)
    const day = Math.floor(second / SECONDS_A_DAY)
    const to = putDayOf(out, at, day)
    out[to] = BLANK
    return putFraction(out, putClock(out, to + 1, second - day * SECONDS_A_DAY), fraction, digits)
  }
}
