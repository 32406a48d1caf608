/** Up to here every whole number is a float, and its own shortest text. */
const LARGEST_PLAIN_INTEGER = 2 ** 24

/**
 * The double that a 32-bit float's shortest decimal text stands for: 0.1 for the float nearest to it, not
 * 0.10000000149011612. HiveServer2 has no float on the wire, and its clients print the double they get.
 */
export function widenFloat(value: number): number {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) <= LARGEST_PLAIN_INTEGER)) return value
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits))
    if (Math.fround(candidate) === value) return candidate
  }
  return Number(value.toPrecision(9))
}
