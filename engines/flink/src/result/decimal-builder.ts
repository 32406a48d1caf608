import { gatewayError } from '@sql-gateway/gateway-common'
import type { ScalarBuilder } from './column-builder.js'
import { createInt64List, type Int64List } from './int64.js'
import { int64Builder, scalarBuilder } from './scalar-builders.js'

/** Decimals of at most so many digits fit a 64-bit integer. */
const NARROW_DIGITS = 18
/** Whole numbers of so many digits are exact in a double. */
const EXACT_DIGITS = 15
/** Sign, whole part, fraction and exponent: `-12`, `0.5`, `1E+3`, `1.5E-7`. */
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/
const ZEROS = '0'.repeat(80)

/** A builder of DECIMAL: exact, whatever form of number the text has. Digits beyond the scale are a fault of who wrote them. */
export function decimalBuilder(precision: number, scale: number): ScalarBuilder {
  const digitsOf = (text: string): string => unscaledDigits(text, scale)
  if (precision <= NARROW_DIGITS) {
    return int64Builder(
      (list, text) => pushNarrow(list, digitsOf(text)),
      (values, base) => ({ layout: 'decimal64', values, ...base }),
    )
  }
  const halves = createInt64List()
  return scalarBuilder({
    add: (text) => pushWide(halves, digitsOf(text)),
    addNothing: () => pushWide(halves, '0'),
    length: () => halves.length / 2,
    finish: (base) => ({ layout: 'decimal128', values: halves.take(), ...base }),
  })
}

function pushNarrow(list: Int64List, digits: string): void {
  if (digits.length <= EXACT_DIGITS) list.pushNumber(Number(digits))
  else list.pushBigInt(BigInt(digits))
}

function pushWide(list: Int64List, digits: string): void {
  if (digits.length <= EXACT_DIGITS) {
    const value = Number(digits)
    list.pushNumber(value)
    list.pushNumber(value < 0 ? -1 : 0)
    return
  }
  const value = BigInt(digits)
  list.pushBigInt(BigInt.asIntN(64, value))
  list.pushBigInt(value >> 64n)
}

/** The digits of the number times 10 to the scale, with a sign where it is negative. */
function unscaledDigits(text: string, scale: number): string {
  const match = DECIMAL.exec(text)
  if (match === null) throw malformed(text)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const shift = scale - fraction.length + Number(exponent)
  const digits = whole + fraction
  if (shift > ZEROS.length) throw malformed(text)
  const unscaled = shift >= 0 ? digits + ZEROS.slice(0, shift) : cutZeros(digits, -shift, text)
  return sign === '-' ? `-${unscaled}` : unscaled
}

function cutZeros(digits: string, count: number, text: string): string {
  const kept = digits.slice(0, Math.max(0, digits.length - count))
  if (/[1-9]/.test(digits.slice(kept.length))) throw malformed(text)
  return kept === '' ? '0' : kept
}

function malformed(text: string): Error {
  return gatewayError('ENGINE.FAILED', `Flink's gateway answered with '${text.slice(0, 60)}' in a column of decimals.`)
}
