import type { ByteSink } from './byte-sink.js'
import { INTEGER_ROOM, isExact, putPadded, putUint53 } from './integer.js'
import { writeAscii } from './text.js'

const MINUS = 45
const POINT = 46
const ZERO = 48
/** With more fraction digits the fraction alone does not fit the fast way. */
const LARGEST_FAST_SCALE = 9
/** Numbers with more zeros behind the point are written with an exponent. */
const SMALLEST_PLAIN_EXPONENT = -6
const POWERS_OF_TEN = Float64Array.from({ length: LARGEST_FAST_SCALE + 1 }, (_, i) => 10 ** i)

/**
 * Writes decimal numbers, given as an unscaled integer.
 *
 * @param unscaled - a number where it is exact, otherwise a bigint
 */
export type DecimalWriter = (sink: ByteSink, unscaled: number | bigint) => void

/** Writes decimals with all digits of their scale, as Java's `BigDecimal.toPlainString` does. */
export function plainDecimalWriter(scale: number): DecimalWriter {
  const power = POWERS_OF_TEN[scale]
  if (power === undefined) return (sink, unscaled) => writeAscii(sink, plainDecimalText(BigInt(unscaled), scale))
  return (sink, unscaled) => {
    if (typeof unscaled === 'bigint') return writeAscii(sink, plainDecimalText(unscaled, scale))
    sink.ensure(INTEGER_ROOM)
    const { bytes } = sink
    let position = sink.position
    if (unscaled < 0) bytes[position++] = MINUS
    const size = Math.abs(unscaled)
    const whole = wholePart(size, power)
    position = putUint53(bytes, position, whole)
    if (scale > 0) {
      bytes[position++] = POINT
      position = putPadded(bytes, position, size - whole * power, scale)
    }
    sink.position = position
  }
}

/**
 * Writes decimals as JSON numbers the way Flink does: zeros at the end are dropped, those before the point as well, so
 * that 100.00 is `1E+2`.
 *
 * @see Java, `BigDecimal.stripTrailingZeros` and `toString`; Apache Flink, `RowDataToJsonConverters`
 */
export function strippedDecimalWriter(scale: number): DecimalWriter {
  const power = POWERS_OF_TEN[scale]
  const slow = (sink: ByteSink, unscaled: number | bigint): void => writeAscii(sink, strippedDecimalText(BigInt(unscaled), scale))
  if (power === undefined) return slow
  return (sink, unscaled) => {
    if (typeof unscaled === 'bigint') return slow(sink, unscaled)
    const size = Math.abs(unscaled)
    const whole = wholePart(size, power)
    const fraction = size - whole * power
    // Only these have neither an exponent nor a zero to drop before the point.
    if (fraction === 0 ? whole % 10 === 0 : whole === 0) return slow(sink, unscaled)
    sink.ensure(INTEGER_ROOM)
    const { bytes } = sink
    let position = sink.position
    if (unscaled < 0) bytes[position++] = MINUS
    position = putUint53(bytes, position, whole)
    if (fraction !== 0) {
      bytes[position++] = POINT
      position = putPadded(bytes, position, fraction, scale)
      while (bytes[position - 1] === ZERO) position--
    }
    sink.position = position
  }
}

/** The division may be rounded up to a whole number that is one too large. */
function wholePart(size: number, power: number): number {
  const whole = Math.floor(size / power)
  return whole * power > size ? whole - 1 : whole
}

/** The unscaled value of a 128-bit decimal: a number where it is exact. */
export function unscaled128At(values: BigInt64Array, index: number): number | bigint {
  const low = values[index * 2] as bigint
  const high = values[index * 2 + 1] as bigint
  if (high === low >> 63n) {
    const value = Number(low)
    if (isExact(value)) return value
  }
  return (high << 64n) | BigInt.asUintN(64, low)
}

/** A decimal with all digits of its scale. */
function plainDecimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** A decimal without zeros at the end, with an exponent where Java's `BigDecimal.toString` has one. */
function strippedDecimalText(unscaled: bigint, scale: number): string {
  if (unscaled === 0n) return '0'
  const sign = unscaled < 0n ? '-' : ''
  const allDigits = (unscaled < 0n ? -unscaled : unscaled).toString()
  const digits = allDigits.replace(/0+$/, '')
  const strippedScale = scale - (allDigits.length - digits.length)
  const exponent = digits.length - 1 - strippedScale
  if (strippedScale >= 0 && exponent >= SMALLEST_PLAIN_EXPONENT) return plainDecimalText(BigInt(sign + digits), strippedScale)
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  return `${sign}${digits[0]}${fraction}E${exponent > 0 ? '+' : ''}${exponent}`
}
