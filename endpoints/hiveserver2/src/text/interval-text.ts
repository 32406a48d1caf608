import { type Put, putInteger, putTwo } from './digits.js'
import { int64Reader } from './int64-halves.js'

/** Longest text of an interval of months. */
export const YEAR_MONTH_WIDTH = 14
/** Longest text of an interval of milliseconds. */
export const DAY_TIME_WIDTH = 34

const MINUS = 45
const BLANK = 32
const COLON = 58
const POINT = 46
const MS_A_DAY = 86_400_000

/** Months as Hive writes INTERVAL_YEAR_MONTH: `1-2` for a year and two months. */
export function yearMonthText(values: Int32Array): Put {
  return (out, at, index) => {
    const months = values[index] as number
    const size = Math.abs(months)
    let to = at
    if (months < 0) out[to++] = MINUS
    to = putInteger(out, to, Math.floor(size / 12), 1)
    out[to] = MINUS
    return putInteger(out, to + 1, size % 12, 1)
  }
}

/** Milliseconds as Hive writes INTERVAL_DAY_TIME: `3 04:05:06.070000000`. */
export function dayTimeText(values: BigInt64Array): Put {
  const read = int64Reader(values)
  return (out, at, index) => {
    const small = read.small(index)
    // Beyond 2^53 milliseconds (285,000 years) a millisecond more or less is lost.
    const value = Number.isNaN(small) ? Number(read.big(index)) : small
    const size = Math.abs(value)
    const days = Math.floor(size / MS_A_DAY)
    const ms = size - days * MS_A_DAY
    let to = at
    if (value < 0) out[to++] = MINUS
    to = putInteger(out, to, Math.min(days, 0x7fffffff), 1)
    out[to] = BLANK
    to = putTwo(out, to + 1, Math.floor(ms / 3_600_000))
    out[to] = COLON
    to = putTwo(out, to + 1, Math.floor(ms / 60_000) % 60)
    out[to] = COLON
    to = putTwo(out, to + 1, Math.floor(ms / 1_000) % 60)
    out[to] = POINT
    to = putInteger(out, to + 1, ms % 1_000, 3)
    out.fill(48, to, to + 6)
    return to + 6
  }
}
