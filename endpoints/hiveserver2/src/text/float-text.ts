/** Up to here every whole number is a float, and its own shortest text. */
const LARGEST_PLAIN_INTEGER = 2 ** 24
const MIN_DIGITS = 6
const MAX_DIGITS = 9
/** Powers of ten that are exact as doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => 10 ** i)

/**
 * The double that a 32-bit float's shortest decimal text stands for: 0.1 for the float nearest to it, not
 * 0.10000000149011612. HiveServer2 has no float on the wire, and its clients print the double they get.
 */
export function widenFloat(value: number): number {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) <= LARGEST_PLAIN_INTEGER)) return value
  const exponent = Math.floor(Math.log10(Math.abs(value)))
  for (let digits = MIN_DIGITS; digits < MAX_DIGITS; digits++) {
    const candidate = rounded(value, digits, exponent)
    if (Math.fround(candidate) === value) return candidate
  }
  return Number(value.toPrecision(MAX_DIGITS))
}

/** The value with so many digits. With exact powers, two operations on doubles give what writing and reading text gives. */
function rounded(value: number, digits: number, exponent: number): number {
  const power = POWERS[digits - 1 - exponent]
  return power === undefined ? Number(value.toPrecision(digits)) : Math.round(value * power) / power
}
