import { type Put, putBigDecimal, putDecimal } from './digits.js'
import { int64Reader } from './int64-halves.js'

/** Longest text of a decimal of 128 bits: 39 digits, sign, point, and the 0 before it. */
export const DECIMAL128_WIDTH = 42
const INT64_DIGITS = 19

/** Longest text of a decimal of 64 bits: its digits, or as many as the scale has and a 0 before them, sign and point. */
export function decimal64Width(scale: number): number {
  return Math.max(INT64_DIGITS, scale + 1) + 2
}

/** Unscaled 64-bit integers as decimals in plain notation with all digits of the scale. */
export function decimal64Text(values: BigInt64Array, scale: number): Put {
  const read = int64Reader(values)
  return (out, at, index) => {
    const small = read.small(index)
    return Number.isNaN(small) ? putBigDecimal(out, at, read.big(index), scale) : putDecimal(out, at, small, scale)
  }
}

/** Unscaled 128-bit integers, low and high half side by side, as decimals. */
export function decimal128Text(values: BigInt64Array, scale: number): Put {
  const low = int64Reader(values, 2)
  const high = int64Reader(values.subarray(1), 2)
  return (out, at, index) => {
    const upper = high.small(index)
    const lower = low.small(index)
    // The high half only repeats the sign where the low half holds the whole value.
    if (!Number.isNaN(lower) && upper === (lower < 0 ? -1 : 0)) return putDecimal(out, at, lower, scale)
    const whole = high.big(index) * 2n ** 64n + BigInt.asUintN(64, low.big(index))
    return putBigDecimal(out, at, whole, scale)
  }
}
