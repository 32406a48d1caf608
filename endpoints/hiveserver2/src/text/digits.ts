/** Puts text of ASCII characters into bytes; gives the place after it. */
export type Put = (out: Uint8Array, at: number, index: number) => number

const ZERO = 48
const MINUS = 45
const POINT = 46
const scratch = new Uint8Array(24)

/** Two digits of a number from 0 to 99. */
export function putTwo(out: Uint8Array, at: number, value: number): number {
  out[at] = ZERO + ((value / 10) | 0)
  out[at + 1] = ZERO + (value % 10)
  return at + 2
}

/** The digits of a whole number from 0 to 2^31 - 1, filled with zeros on the left to `minWidth`. */
export function putInteger(out: Uint8Array, at: number, value: number, minWidth: number): number {
  let width = 1
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) width++
  if (width < minWidth) width = minWidth
  let rest = value
  for (let i = at + width - 1; i >= at; i--) {
    out[i] = ZERO + (rest % 10)
    rest = (rest / 10) | 0
  }
  return at + width
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
  let start = scratch.length
  let rest = Math.abs(value)
  while (rest > 0x7fffffff) {
    const upper = Math.floor(rest / 1e9)
    let lower = rest - upper * 1e9
    for (let i = 0; i < 9; i++) {
      scratch[--start] = ZERO + (lower % 10)
      lower = (lower / 10) | 0
    }
    rest = upper
  }
  do {
    scratch[--start] = ZERO + (rest % 10)
    rest = (rest / 10) | 0
  } while (rest > 0)
  let to = at
  if (value < 0) out[to++] = MINUS
  let digits = scratch.length - start
  if (digits <= scale) {
    out[to++] = ZERO
    out[to++] = POINT
    for (let i = digits; i < scale; i++) out[to++] = ZERO
    while (digits-- > 0) out[to++] = scratch[start++] as number
    return to
  }
  for (let left = digits; left > 0; left--) {
    if (left === scale) out[to++] = POINT
    out[to++] = scratch[start++] as number
  }
  return to
}

/** As {@link putDecimal}, for numbers of any size. */
export function putBigDecimal(out: Uint8Array, at: number, value: bigint, scale: number): number {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return putAscii(out, at, value < 0n ? `-${text}` : text)
}
