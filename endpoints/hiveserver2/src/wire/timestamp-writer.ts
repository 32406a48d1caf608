import { type ColumnVector, isNullAt, type LocalZone, type VectorOf } from '@sql-gateway/gateway-common'
import { putClock, putDay, SECONDS_A_DAY, timestampText, timestampWidth, UNITS } from '../text/date-time-text.js'
import { putFraction } from '../text/digits.js'
import { smallInt64 } from '../text/int64-halves.js'
import type { VectorWriter } from './vector-writer.js'

const LENGTH_BYTES = 4
const BLANK = 32
const WIDEST_DAY = 20
/** `yyyy-MM-dd` and a blank. */
const DAY_BYTES = 11
/** `HH:mm:ss` */
const CLOCK_BYTES = 8
/** The two halves of every time of day as words: `HH:m` for every ten minutes, `m:ss` for every second of these. */
const UP_TO_TEN_MINUTES = clockWords(144, 600, 0)
const FROM_MINUTES = clockWords(600, 1, 4)

function clockWords(count: number, secondsEach: number, from: number): Int32Array {
  const bytes = new Uint8Array(count * 4)
  const clock = new Uint8Array(CLOCK_BYTES)
  for (let i = 0; i < count; i++) {
    putClock(clock, 0, i * secondsEach)
    bytes.set(clock.subarray(from, from + 4), i * 4)
  }
  return new Int32Array(bytes.buffer)
}

/**
 * Writes timestamps, each after its length. Neighbours are often of the same day: its text is kept, and goes out as three
 * words, the last byte of which the time then writes over. Days that are longer, and the ends of the range, go another way.
 *
 * @param zone - shifts instants to the clock of a zone; absent means the values have no zone
 */
export function timestampWriter(
  vector: ColumnVector,
  { values, unit }: Pick<VectorOf<'timestamp64'>, 'values' | 'unit'>,
  zone: LocalZone | undefined,
): VectorWriter {
  const { length } = vector
  const { perSecond, digits } = UNITS[unit]
  const halves = new Int32Array(values.buffer, values.byteOffset, length * 2)
  const putAny = timestampText(values, unit, zone)
  const hasNulls = vector.validity !== undefined
  const text = new Uint8Array(WIDEST_DAY)
  const words = new Int32Array(text.buffer, 0, 3)
  return {
    maxBytes: length * (LENGTH_BYTES + timestampWidth(unit)),
    put: ({ bytes, view }, at) => {
      // All of this in one loop and in local variables: spread over functions it takes four times as long.
      let first = 0
      let second = 0
      let third = 0
      let dayStart = Number.NaN
      let isPlain = false
      let to = at
      for (let i = 0; i < length; i++) {
        if (hasNulls && isNullAt(vector, i)) {
          view.setInt32(to, 0)
          to += LENGTH_BYTES
          continue
        }
        const from = to + LENGTH_BYTES
        const value = smallInt64(halves[i * 2] as number, halves[i * 2 + 1] as number)
        const utc = Math.floor(value / perSecond)
        const local = utc + offsetAt(zone, utc)
        if (!(local >= dayStart && local < dayStart + SECONDS_A_DAY)) {
          dayStart = Math.floor(local / SECONDS_A_DAY) * SECONDS_A_DAY
          isPlain = readDay(text, dayStart)
          first = words[0] as number
          second = words[1] as number
          third = words[2] as number
        }
        let end: number
        if (isPlain) {
          view.setInt32(from, first, true)
          view.setInt32(from + 4, second, true)
          view.setInt32(from + 8, third, true)
          end = putClockWords(view, from + DAY_BYTES, (local - dayStart) | 0)
          if (value !== utc * perSecond) end = putFraction(bytes, end, value - utc * perSecond, digits)
        } else end = putAny(bytes, from, i)
        view.setInt32(to, end - from)
        to = end
      }
      return to
    },
  }
}

/** Not a number is the second of a value of 2^53 and more, which is written another way. */
function offsetAt(zone: LocalZone | undefined, epochSeconds: number): number {
  return zone === undefined || Number.isNaN(epochSeconds) ? 0 : zone.offsetAt(epochSeconds)
}

/** Puts a day and a blank; tells whether it is as long as days mostly are. Of what is no number nothing sensible comes. */
function readDay(text: Uint8Array, dayStart: number): boolean {
  const isPlain = putDay(text, 0, dayStart / SECONDS_A_DAY) === DAY_BYTES - 1
  text[DAY_BYTES - 1] = BLANK
  return isPlain
}

function putClockWords(view: DataView, at: number, secondOfDay: number): number {
  const tens = (secondOfDay / 600) | 0
  view.setInt32(at, UP_TO_TEN_MINUTES[tens] as number, true)
  view.setInt32(at + 4, FROM_MINUTES[secondOfDay - tens * 600] as number, true)
  return at + CLOCK_BYTES
}
