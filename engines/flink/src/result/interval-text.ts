import { type Int64List, pushInteger, wholeNumber } from './int64.js'

const LARGEST_INT = 2 ** 31 - 1
const MONTHS = /^([+-])(\d+)-(\d+)$/
const DAYS = /^([+-])(\d+) (\d+):(\d+):(\d+)(?:\.(\d+))?$/

/** Months of a year-month interval, written as a whole number or as `+1-02`. */
export function parseMonths(text: string): number {
  const match = MONTHS.exec(text)
  if (match === null) return wholeNumber(text, -LARGEST_INT - 1, LARGEST_INT)
  const months = Number(match[2]) * 12 + Number(match[3])
  return match[1] === '-' ? -months : months
}

/** Adds the milliseconds of a day-time interval, written as a whole number or as `+1 02:03:04.005`. */
export function pushMilliseconds(list: Int64List, text: string): void {
  const match = DAYS.exec(text)
  if (match === null) {
    pushInteger(list, text)
    return
  }
  const [, sign, days, hours, minutes, seconds, fraction = ''] = match
  const ms = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000
  const size = ms + Number(fraction.padEnd(3, '0').slice(0, 3))
  list.pushNumber(sign === '-' ? -size : size)
}
