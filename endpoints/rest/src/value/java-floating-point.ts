/** Below this, one digit no longer tells neighbours apart, and Java asks for two; see {@link javaDoubleText}. */
const COARSE_DOUBLE = 1e-320
const COARSE_FLOAT = 1e-42
const SMALLEST_NORMAL_FLOAT = 2 ** -126
const FLOAT_BITS = new DataView(new ArrayBuffer(4))

/** The digits of a positive number: `d.ddd` times ten to the exponent, without the point and without zeros at the end. */
interface Digits {
  readonly digits: string
  readonly exponent: number
}

/**
 * Writes a double as Java's `Double.toString` does since JDK 19: the fewest digits that no other double is nearer to
 * (older JDKs sometimes give more), with a point and at least one digit on either side of it; `1.0E10` from ten million
 * up and below a thousandth.
 *
 * @see Java SE 19 API, `java.lang.Double#toString(double)`; JDK-4511638
 */
export function javaDoubleText(value: number): string {
  return specialText(value) ?? signed(value, layOut(doubleDigits(Math.abs(value))))
}

/**
 * Writes a single-precision number as Java's `Float.toString` does since JDK 19.
 *
 * @param value - exactly representable in single precision
 * @see Java SE 19 API, `java.lang.Float#toString(float)`
 */
export function javaFloatText(value: number): string {
  return specialText(value) ?? signed(value, layOut(floatDigits(Math.abs(value))))
}

function specialText(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return 'Infinity'
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  return undefined
}

function signed(value: number, text: string): string {
  return value < 0 ? `-${text}` : text
}

/** JavaScript's own digits are the shortest and nearest, too, save that Java's shortest has two digits. */
function doubleDigits(value: number): Digits {
  return parseExponential(value < COARSE_DOUBLE ? twoDigitsOrMore(value) : value.toExponential())
}

function twoDigitsOrMore(value: number): string {
  const shortest = value.toExponential()
  return shortest.includes('.') ? shortest : value.toExponential(1)
}

/**
 * Six digits always come back from a normal single; if the nearest six-digit number is this single, its digits without
 * zeros at the end are the shortest. Nine digits always suffice.
 */
function floatDigits(value: number): Digits {
  const fewest = value < SMALLEST_NORMAL_FLOAT ? 1 : 6
  for (let digits = fewest; digits < 9; digits++) {
    const text = nearestOrAbove(value, digits)
    if (text !== undefined) return digits === 1 && value < COARSE_FLOAT ? parseExponential(value.toExponential(1)) : parseExponential(text)
  }
  return parseExponential(value.toExponential(8))
}

/** A decimal of so many digits that reads as this single: the nearest, or at a power of two, where the gap above is wider, the next. */
function nearestOrAbove(value: number, digits: number): string | undefined {
  const nearest = value.toExponential(digits - 1)
  if (readsAs(nearest, value)) return nearest
  if (!isPowerOfTwo(value)) return undefined
  const { digits: text, exponent } = parseExponential(nearest)
  const next = Number(`${Number(text.padEnd(digits, '0')) + 1}e${exponent - digits + 1}`).toExponential(digits - 1)
  return Number(next) > value && readsAs(next, value) ? next : undefined
}

function isPowerOfTwo(value: number): boolean {
  FLOAT_BITS.setFloat32(0, value)
  return (FLOAT_BITS.getUint32(0) & 0x7fffff) === 0
}

/**
 * Tells whether a decimal is rounded to a given single, to the even neighbour from the very middle of two. Reading it
 * as a double first rounds twice, which matters only where that double is such a middle and the decimal is not.
 */
function readsAs(decimal: string, value: number): boolean {
  const double = Number(decimal)
  if (Math.fround(double) !== value) return false
  const mirrored = 2 * double - value
  const isMiddle = double !== value && Math.fround(mirrored) === mirrored
  return !isMiddle || parseExponential(double.toExponential(60)).digits === parseExponential(decimal).digits
}

function parseExponential(text: string): Digits {
  const [mantissa = '', exponent = ''] = text.split('e')
  return { digits: mantissa.replace('.', '').replace(/0+$/, ''), exponent: Number(exponent) }
}

function layOut({ digits, exponent }: Digits): string {
  if (exponent < -3 || exponent > 6) return `${digits[0]}.${digits.slice(1) || '0'}E${exponent}`
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${whole}.${digits.slice(exponent + 1) || '0'}`
}
