import { type ClockReading, parseTime, parseTimestamp } from './calendar-text.js'
import { GrowingNumbers, type ScalarBuilder } from './column-builder.js'
import { createInt64List, type Int64List } from './int64.js'
import { int64Builder, scalarBuilder } from './scalar-builders.js'

/** Turns a clock's reading into an instant: seconds to take off, at a reading in seconds. */
export type ZoneOffset = (localSeconds: number) => number

const PER_SECOND = { ms: 1_000, us: 1_000_000, ns: 1_000_000_000 } as const
type Unit = keyof typeof PER_SECOND
const LARGEST_WHOLE = Number.MAX_SAFE_INTEGER
/** 64 bits count nanoseconds of so many seconds, and of a part of the one after. */
const LAST_SECOND_IN_NANOS = 9_223_372_036
const LAST_NANOS_OF_IT = 854_775_806

function unitOf(precision: number): Unit {
  if (precision <= 3) return 'ms'
  return precision <= 6 ? 'us' : 'ns'
}

/** A builder of TIME. */
export function timeBuilder(precision: number): ScalarBuilder {
  const unit = unitOf(precision)
  const perSecond = PER_SECOND[unit]
  const reading: ClockReading = { seconds: 0, nanos: 0 }
  return int64Builder(
    (list, text) => {
      parseTime(text, 0, reading)
      list.pushNumber(reading.seconds * perSecond + Math.floor(reading.nanos / (PER_SECOND.ns / perSecond)))
    },
    (values, base) => ({ layout: 'time64', unit, values, ...base }),
  )
}

/**
 * A builder of timestamps. The unit is the one that the precision asks for; where a timestamp of nanoseconds lies beyond
 * the years 1677 to 2262, which 64 bits hold, its page counts microseconds, and the digits after them are cut.
 *
 * @param offset - tells how far the clocks that the texts are read from are ahead of UTC; absent means not at all
 */
export function timestampBuilder(precision: number, offset?: ZoneOffset): ScalarBuilder {
  const wanted = unitOf(precision)
  const seconds = new GrowingNumbers((length) => new Float64Array(length))
  const nanos = new GrowingNumbers((length) => new Int32Array(length))
  const reading: ClockReading = { seconds: 0, nanos: 0 }
  let isFar = false
  return scalarBuilder({
    add: (text) => {
      parseTimestamp(text, reading)
      const instant = offset === undefined ? reading.seconds : reading.seconds - offset(reading.seconds)
      if (wanted === 'ns' && !fitsNanos(instant, reading.nanos)) isFar = true
      seconds.push(instant)
      nanos.push(reading.nanos)
    },
    addNothing: () => {
      seconds.push(0)
      nanos.push(0)
    },
    length: () => seconds.length,
    finish: (base) => {
      const unit = isFar ? 'us' : wanted
      isFar = false
      return { layout: 'timestamp64', unit, values: counts(seconds.take(), nanos.take(), unit), ...base }
    },
  })
}

function fitsNanos(seconds: number, nanos: number): boolean {
  return Math.abs(seconds) < LAST_SECOND_IN_NANOS || (seconds === LAST_SECOND_IN_NANOS && nanos <= LAST_NANOS_OF_IT)
}

function counts(seconds: Float64Array, nanos: Int32Array, unit: Unit): BigInt64Array {
  const list = createInt64List()
  for (let i = 0; i < seconds.length; i++) pushCount(list, seconds[i] as number, nanos[i] as number, unit)
  return list.take()
}

function pushCount(list: Int64List, seconds: number, nanos: number, unit: Unit): void {
  const perSecond = PER_SECOND[unit]
  const part = Math.floor(nanos / (PER_SECOND.ns / perSecond))
  const count = seconds * perSecond
  if (Math.abs(count) + perSecond <= LARGEST_WHOLE) list.pushNumber(count + part)
  else list.pushBigInt(BigInt(seconds) * BigInt(perSecond) + BigInt(part))
}
