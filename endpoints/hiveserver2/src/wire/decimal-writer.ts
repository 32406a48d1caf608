import { type ColumnVector, isNullAt } from '@sql-gateway/gateway-common'
import { decimal64Text, decimal64Width } from '../text/decimal-text.js'
import { putInteger } from '../text/digits.js'
import type { VectorWriter } from './vector-writer.js'

const LENGTH_BYTES = 4
const SMALLEST = -(2 ** 31)
/** Up to here the power of ten is a number of 31 bits. */
const MAX_SCALE = 9
const MINUS = 45
const POINT = 46
const FOUR_DIGITS = 10_000
/** Four digits as a word, without and with zeros before them, and what stands behind the whole of an amount of money: `.05` */
const PLAIN = wordsOf(FOUR_DIGITS, (value) => String(value))
const PADDED = wordsOf(FOUR_DIGITS, (value) => String(value).padStart(4, '0'))
const CENTS = wordsOf(100, (value) => `.${String(value).padStart(2, '0')}`)
const CENTS_SCALE = 2

function wordsOf(count: number, textOf: (value: number) => string): Int32Array {
  const bytes = Buffer.alloc(count * 4)
  for (let i = 0; i < count; i++) bytes.write(textOf(i), i * 4, 'latin1')
  return new Int32Array(bytes.buffer, bytes.byteOffset, count)
}

/** Writes decimals of 64 bits, each after its length: those of up to 31 bits by integers alone, which is twice as fast. */
export function decimal64Writer(vector: ColumnVector, values: BigInt64Array, scale: number): VectorWriter {
  const { length } = vector
  const halves = new Int32Array(values.buffer, values.byteOffset, length * 2)
  const putAny = decimal64Text(values, scale)
  const hasNulls = vector.validity !== undefined
  const power = 10 ** Math.min(scale, MAX_SCALE)
  return {
    maxBytes: length * (LENGTH_BYTES + decimal64Width(scale)),
    put: ({ bytes, view }, at) => {
      let to = at
      for (let i = 0; i < length; i++) {
        const from = to + LENGTH_BYTES
        const low = halves[i * 2] as number
        let end: number
        if (hasNulls && isNullAt(vector, i)) end = from
        else if (halves[i * 2 + 1] !== low >> 31 || low === SMALLEST || scale > MAX_SCALE) end = putAny(bytes, from, i)
        else if (scale === CENTS_SCALE) end = putCents(view, from, low)
        else end = putSmall(bytes, from, low, scale, power)
        view.setInt32(to, end - from)
        to = end
      }
      return to
    },
  }
}

/** Most decimals are amounts of money. */
function putCents(view: DataView, at: number, value: number): number {
  let to = at
  if (value < 0) view.setInt8(to++, MINUS)
  const size = value < 0 ? -value : value
  const whole = (size / 100) | 0
  if (whole < FOUR_DIGITS) to = putPlain(view, to, whole)
  else {
    const upper = (whole / FOUR_DIGITS) | 0
    to = putPlain(view, to, upper)
    view.setInt32(to, PADDED[whole - upper * FOUR_DIGITS] as number, true)
    to += 4
  }
  view.setInt32(to, CENTS[size - whole * 100] as number, true)
  return to + 3
}

/** Up to four digits; what is too much of the word is written over. */
function putPlain(view: DataView, at: number, value: number): number {
  view.setInt32(at, PLAIN[value] as number, true)
  return at + (value < 100 ? (value < 10 ? 1 : 2) : value < 1_000 ? 3 : 4)
}

function putSmall(bytes: Buffer, at: number, value: number, scale: number, power: number): number {
  let to = at
  if (value < 0) bytes[to++] = MINUS
  const size = value < 0 ? -value : value
  if (scale === 0) return putInteger(bytes, to, size, 1)
  const whole = (size / power) | 0
  to = putInteger(bytes, to, whole, 1)
  bytes[to] = POINT
  return putInteger(bytes, to + 1, size - whole * power, scale)
}
