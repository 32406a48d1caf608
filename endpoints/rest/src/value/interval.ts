import type { ByteSink } from './byte-sink.js'
import { writeAscii } from './text.js'

const MONTHS = 12
const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * Writes a year-month interval, given in months, as `+1-02`.
 *
 * @see Apache Flink, `DateTimeUtils.intervalYearMonthToString`
 */
export function writeYearMonth(sink: ByteSink, months: number): void {
  const size = Math.abs(months)
  writeAscii(sink, `${sign(months)}${Math.floor(size / MONTHS)}-${pad(size % MONTHS, 2)}`)
}

/**
 * Writes a day-time interval, given in milliseconds, as `+1 02:03:04.005`.
 *
 * @param milliseconds - rounded where it is larger than 2^53, some 285,000 years
 * @see Apache Flink, `DateTimeUtils.intervalDayTimeToString`
 */
export function writeDayTime(sink: ByteSink, milliseconds: number): void {
  const size = Math.abs(milliseconds)
  const hours = Math.floor((size % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((size % HOUR_MS) / MINUTE_MS)
  const seconds = Math.floor((size % MINUTE_MS) / SECOND_MS)
  const time = `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(size % SECOND_MS, 3)}`
  writeAscii(sink, `${sign(milliseconds)}${Math.floor(size / DAY_MS)} ${time}`)
}

function sign(value: number): string {
  return value < 0 ? '-' : '+'
}

function pad(value: number, digits: number): string {
  return value.toString().padStart(digits, '0')
}
