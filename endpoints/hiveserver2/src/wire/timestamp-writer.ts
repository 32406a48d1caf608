import { type ColumnVector, isNullAt, type LocalZone, type VectorOf } from '@sql-gateway/gateway-common'
import { putClock, putDay, SECONDS_A_DAY, timestampText, timestampWidth, UNITS } from '../text/date-time-text.js'
import { putFraction } from '../text/digits.js'
import { int64Reader } from '../text/int64-halves.js'
import type { WireBytes } from './page-memory.js'
import type { VectorWriter } from './vector-writer.js'

const LENGTH_BYTES = 4
const BLANK = 32
/** `yyyy-MM-dd` and a blank. */
const DAY_BYTES = 11

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
  const { small } = int64Reader(values)
  const putAny = timestampText(values, unit, zone)
  const hasNulls = vector.validity !== undefined
  const day = new Uint8Array(DAY_BYTES + 1 + timestampWidth(unit))
  const words = new Int32Array(day.buffer, 0, 3)
  let [first = 0, second = 0, third = 0] = words
  let dayStart = Number.NaN
  let isPlain = false

  function readDay(at: number): void {
    dayStart = Math.floor(at / SECONDS_A_DAY) * SECONDS_A_DAY
    isPlain = putDay(day, 0, dayStart / SECONDS_A_DAY) === DAY_BYTES - 1
    day[DAY_BYTES - 1] = BLANK
    ;[first = 0, second = 0, third = 0] = words
  }

  function putValue({ bytes, view }: WireBytes, at: number, index: number): number {
    const value = small(index)
    const utc = Math.floor(value / perSecond)
    const local = zone === undefined || Number.isNaN(value) ? utc : utc + zone.offsetAt(utc)
    if (!(local >= dayStart && local < dayStart + SECONDS_A_DAY)) readDay(local)
    if (!isPlain) return putAny(bytes, at, index)
    view.setInt32(at, first, true)
    view.setInt32(at + 4, second, true)
    view.setInt32(at + 8, third, true)
    return putFraction(bytes, putClock(bytes, at + DAY_BYTES, (local - dayStart) | 0), value - utc * perSecond, digits)
  }

  return {
    maxBytes: length * (LENGTH_BYTES + timestampWidth(unit)),
    put: (out, at) => {
      let to = at
      for (let i = 0; i < length; i++) {
        const from = to + LENGTH_BYTES
        const end = hasNulls && isNullAt(vector, i) ? from : putValue(out, from, i)
        out.view.setInt32(to, end - from)
        to = end
      }
      return to
    },
  }
}
