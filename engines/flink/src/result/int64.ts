import { GrowingNumbers } from './column-builder.js'

const HIGH_UNIT = 2 ** 32
/** Numbers of so many characters, sign included, are whole in a double. */
const EXACT_LENGTH = 15

/** A list of 64-bit integers that grows, filled without a BigInt where the number is small enough for a double. */
export interface Int64List {
  readonly length: number
  /** A whole number below 2^53. */
  pushNumber(value: number): void
  pushBigInt(value: bigint): void
  /** The value `high * 2^32 + low`, with any `high` and a `low` of 0 up to 2^53. */
  pushHalves(high: number, low: number): void
  take(): BigInt64Array
}

/** Makes an empty list. */
export function createInt64List(): Int64List {
  // Pairs of low and high halves: the byte order is that of every machine that Node runs on.
  const halves = new GrowingNumbers((length) => new Int32Array(length + (length & 1)))

  function pushHalves(high: number, low: number): void {
    const carry = Math.floor(low / HIGH_UNIT)
    halves.push((low - carry * HIGH_UNIT) | 0)
    halves.push((high + carry) | 0)
  }

  return {
    get length() {
      return halves.length / 2
    },
    pushNumber: (value) => {
      const high = Math.floor(value / HIGH_UNIT)
      halves.push((value - high * HIGH_UNIT) | 0)
      halves.push(high | 0)
    },
    pushBigInt: (value) => {
      halves.push(Number(BigInt.asIntN(32, value)))
      halves.push(Number(BigInt.asIntN(32, value >> 32n)))
    },
    pushHalves,
    take: () => {
      const taken = halves.take()
      return new BigInt64Array(taken.buffer, taken.byteOffset, taken.length / 2)
    },
  }
}

/** Adds a number that is written in digits, exactly. */
export function pushInteger(list: Int64List, text: string): void {
  if (text.length <= EXACT_LENGTH) list.pushNumber(Number(text))
  else list.pushBigInt(BigInt(text))
}
