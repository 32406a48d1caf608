import { gatewayError } from '@sql-gateway/gateway-common'
import { GrowingNumbers } from './column-builder.js'

const HIGH_UNIT = 2 ** 32
/** Numbers of so many characters, sign included, are whole in a double. */
const EXACT_LENGTH = 15
const DIGITS = /^-?\d+$/

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
  return new HalvesList()
}

class HalvesList implements Int64List {
  /** Pairs of low and high halves: the byte order is that of every machine that Node runs on. */
  readonly #halves = new GrowingNumbers((length) => new Int32Array(length + (length & 1)))

  get length(): number {
    return this.#halves.length / 2
  }

  pushNumber(value: number): void {
    const high = Math.floor(value / HIGH_UNIT)
    this.#halves.push((value - high * HIGH_UNIT) | 0)
    this.#halves.push(high | 0)
  }

  pushBigInt(value: bigint): void {
    this.#halves.push(Number(BigInt.asIntN(32, value)))
    this.#halves.push(Number(BigInt.asIntN(32, value >> 32n)))
  }

  pushHalves(high: number, low: number): void {
    const carry = Math.floor(low / HIGH_UNIT)
    this.#halves.push((low - carry * HIGH_UNIT) | 0)
    this.#halves.push((high + carry) | 0)
  }

  take(): BigInt64Array {
    const taken = this.#halves.take()
    return new BigInt64Array(taken.buffer, taken.byteOffset, taken.length / 2)
  }
}

/**
 * Adds a number that is written in digits, exactly.
 *
 * @throws {GatewayError} ENGINE.FAILED — it is no whole number of 64 bits
 */
export function pushInteger(list: Int64List, text: string): void {
  if (text.length <= EXACT_LENGTH) {
    list.pushNumber(wholeNumber(text))
    return
  }
  const value = DIGITS.test(text) ? BigInt(text) : undefined
  if (value === undefined || BigInt.asIntN(64, value) !== value) throw noWholeNumber(text)
  list.pushBigInt(value)
}

/**
 * A number that is written in digits.
 *
 * @param from - the smallest that it may be
 * @param to - the largest
 * @throws {GatewayError} ENGINE.FAILED — it is no whole number, or beyond
 */
export function wholeNumber(text: string, from: number = Number.MIN_SAFE_INTEGER, to: number = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < from || value > to || text === '') throw noWholeNumber(text)
  return value
}

function noWholeNumber(text: string): Error {
  return gatewayError('ENGINE.FAILED', `Flink's gateway answered with '${text.slice(0, 60)}' in a column of whole numbers.`)
}
