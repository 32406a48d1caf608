import { gatewayError } from '@sql-gateway/gateway-common'
import { type Int64List, pushInteger } from './int64.js'

const MONTHS = /^([+-])(\d+)-(\d+)$/
const DAYS = /^([+-])(\d+) (\d+):(\d+):(\d+)(?:\.(\d+))?$/

/** Months of a year-month interval, written as a whole number or as `+1-02`. */
export function parseMonths(text: string): number {
  const match = MONTHS.exec(text)
  if (match === null) return wholeNumber(text)
  const months = Number(match[2]) * 12 + Number(match[3])
  return match[1] === '-' ? -months : months
}

/** Adds the milliseconds of a day-time interval, written as a whole number or as `+1 02:03:04.005`. */
export function pushMilliseconds(list: Int64List, text: string): void {
  const match = DAYS.exec(text)
  if (match === null) {
    if (!/^-?\d+$/.test(text)) throw malformed(text)
    pushInteger(list, text)
    return
  }
  const [, sign, days, hours, minutes, seconds, fraction = ''] = match
  const ms = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000
  const size = ms + Number(fraction.padEnd(3, '0').slice(0, 3))
  list.pushNumber(sign === '-' ? -size : size)
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value)) throw malformed(text)
  return value
}

function malformed(text: string): Error {
  return gatewayError('ENGINE.FAILED', `Flink's gateway answered with '${text.slice(0, 60)}' in a column of intervals.`)
}
