/** Puts text of ASCII characters into bytes; gives the place after it. */
export type Put = (out: Uint8Array, at: number, index: number) => number

const ZERO = 48
const MINUS = 45
const POINT = 46
const MAX_INT32 = 2 ** 31 - 1
/** Up to here the power of ten is a number that divides exactly. */
const MAX_SMALL_SCALE = 15

/** The digits of the numbers below 100: a table is several times faster than to divide. */
const TENS = Uint8Array.from({ length: 100 }, (_, i) => ZERO + Math.floor(i / 10))
const ONES = Uint8Array.from({ length: 100 }, (_, i) => ZERO + (i % 10))
const POWERS = Float64Array.from({ length: 16 }, (_, i) => 10 ** i)

/** Two digits of a number from 0 to 99. */
export function putTwo(out: Uint8Array, at: number, value: number): number {
  out[at] = TENS[value] as number
  out[at + 1] = ONES[value] as number
  return at + 2
}

/** How many digits a whole number from 0 to 2^31 - 1 has. */
function widthOf(value: number): number {
  if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1_000 ? 3 : 4
  if (value < 100_000_000) return value < 1_000_000 ? (value < 100_000 ? 5 : 6) : value < 10_000_000 ? 7 : 8
  return value < 1_000_000_000 ? 9 : 10
}

/** The digits of a whole number from 0 to 2^31 - 1, filled with zeros on the left to `minWidth`. */
export function putInteger(out: Uint8Array, at: number, value: number, minWidth: number): number {
  const end = at + Math.max(widthOf(value), minWidth)
  let rest = value
  let i = end
  while (rest >= 10) {
    const upper = (rest / 100) | 0
    const pair = rest - upper * 100
    out[--i] = ONES[pair] as number
    out[--i] = TENS[pair] as number
    rest = upper
  }
  if (rest > 0) out[--i] = ZERO + rest
  while (i > at) out[--i] = ZERO
  return end
}

/** Characters of a text that is ASCII. */
export function putAscii(out: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) out[at + i] = text.charCodeAt(i)
  return at + text.length
}

/** A point and the first `width` digits of a fraction without the zeros at its end; nothing where it is 0. */
export function putFraction(out: Uint8Array, at: number, fraction: number, width: number): number {
  if (fraction === 0) return at
  out[at] = POINT
  let end = putInteger(out, at + 1, fraction, width)
  while (out[end - 1] === ZERO) end--
  return end
}

/** An unscaled number as a decimal in plain notation, with all digits of its scale. `value` is a whole number below 2^53. */
export function putDecimal(out: Uint8Array, at: number, value: number, scale: number): number {
  let to = at
  let size = value
  if (value < 0) {
    out[to++] = MINUS
    size = -value
  }
  if (scale > MAX_SMALL_SCALE) return putAscii(out, to, pointed(size.toString(), scale))
  const power = POWERS[scale] as number
  const whole = Math.floor(size / power)
  to = putWhole(out, to, whole)
  if (scale === 0) return to
  out[to] = POINT
  return putPart(out, to + 1, size - whole * power, scale)
}

/** A whole number below 2^53. */
function putWhole(out: Uint8Array, at: number, value: number): number {
  if (value <= MAX_INT32) return putInteger(out, at, value, 1)
  const upper = Math.floor(value / 1e9)
  return putInteger(out, putInteger(out, at, upper, 1), value - upper * 1e9, 9)
}

/** The `width` digits behind a point. */
function putPart(out: Uint8Array, at: number, value: number, width: number): number {
  if (width <= 9) return putInteger(out, at, value, width)
  const upper = Math.floor(value / 1e9)
  return putInteger(out, putInteger(out, at, upper, width - 9), value - upper * 1e9, 9)
}

function pointed(digits: string, scale: number): string {
  if (scale === 0) return digits
  const padded = digits.padStart(scale + 1, '0')
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}

/** As {@link putDecimal}, for numbers of any size. */
export function putBigDecimal(out: Uint8Array, at: number, value: bigint, scale: number): number {
  const text = pointed((value < 0n ? -value : value).toString(), scale)
  return putAscii(out, at, value < 0n ? `-${text}` : text)
}
