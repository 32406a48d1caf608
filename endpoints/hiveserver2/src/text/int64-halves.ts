/**
 * Reads 64-bit integers as numbers as long as they fit, which is many times faster than by way of bigint: almost every
 * timestamp and decimal is below 2^53.
 */
export interface Int64Reader {
  /** The value, or NaN where its size is 2^53 or more. */
  small(index: number): number
  /** The value, whatever its size. */
  big(index: number): bigint
}

const HIGHEST_SMALL = 0x1fffff
const LOWEST_SMALL = -0x200000

/** The value of two halves, or NaN where its size is 2^53 or more. */
export function smallInt64(low: number, high: number): number {
  return high > HIGHEST_SMALL || high < LOWEST_SMALL ? Number.NaN : high * 4294967296 + (low >>> 0)
}

/** Reads the entries of an array, `stride` apart. */
export function int64Reader(values: BigInt64Array, stride = 1): Int64Reader {
  const halves = new Int32Array(values.buffer, values.byteOffset, values.length * 2)
  return {
    small: (index) => smallInt64(halves[index * stride * 2] as number, halves[index * stride * 2 + 1] as number),
    big: (index) => values[index * stride] as bigint,
  }
}
