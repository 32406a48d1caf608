import type { ByteSink } from './byte-sink.js'
import { INTEGER_ROOM, putPadded, putUint53 } from './integer.js'
import { javaDoubleText, javaFloatText } from './java-floating-point.js'
import { writeAscii } from './text.js'

const MINUS = 45
const POINT = 46
const ZERO = 48
/** Java writes numbers from here up to the next in plain digits. */
const SMALLEST_PLAIN = 1e-3
const SMALLEST_SCIENTIFIC = 1e7
/** Numbers of fraction digits to try before the slow way: most doubles in tables have few. */
const FEW_DIGITS = 3
const MANY_DIGITS = 8
const POWERS_OF_TEN = Float64Array.from({ length: MANY_DIGITS + 1 }, (_, i) => 10 ** i)

/** Writes a finite double as Java does; see {@link javaDoubleText}. In the plain range JavaScript's text is Java's, save for whole numbers. */
export function writeDouble(sink: ByteSink, value: number): void {
  const size = Math.abs(value)
  if (size < SMALLEST_PLAIN || size >= SMALLEST_SCIENTIFIC) writeAscii(sink, javaDoubleText(value))
  else if (!writeDecimal(sink, value, FEW_DIGITS) && !writeDecimal(sink, value, MANY_DIGITS)) writeAscii(sink, value.toString())
}

/** Writes a finite single-precision number as Java does; see {@link javaFloatText}. */
export function writeFloat(sink: ByteSink, value: number): void {
  writeAscii(sink, javaFloatText(value))
}

/**
 * Writes a number of the plain range that is a decimal of at most so many fraction digits; gives up where it is not.
 * With at most fifteen digits in all, no two decimals are the same double, so that this one has the shortest digits.
 */
function writeDecimal(sink: ByteSink, value: number, fractionDigits: number): boolean {
  const size = Math.abs(value)
  const power = POWERS_OF_TEN[fractionDigits] as number
  const unscaled = Math.round(size * power)
  if (unscaled / power !== size) return false
  sink.ensure(INTEGER_ROOM)
  const { bytes } = sink
  let position = sink.position
  if (value < 0) bytes[position++] = MINUS
  const whole = Math.floor(size)
  position = putUint53(bytes, position, whole)
  bytes[position++] = POINT
  position = putPadded(bytes, position, unscaled - whole * power, fractionDigits)
  for (let spare = fractionDigits; spare > 1 && bytes[position - 1] === ZERO; spare--) position--
  sink.position = position
  return true
}
