import type { TimeUnit } from '@sql-gateway/gateway-common'
import { numberAt } from './integer.js'

const LARGEST_HIGH = 0x7fffffff
const SMALLEST_HIGH = -0x80000000

/** How many units make a second. */
export const UNITS_PER_SECOND: Readonly<Record<TimeUnit, number>> = Object.freeze({ s: 1, ms: 1_000, us: 1_000_000, ns: 1_000_000_000 })

/** A count of a unit, split into whole seconds (rounded down) and what is left. */
export interface SplitTime {
  seconds: number
  /** Nanoseconds, 0 to 999,999,999. */
  nanos: number
}

/**
 * Splits value `index` of 64-bit counts, exactly over the whole range and without a BigInt: the quotient of the rounded
 * value is off by two at most, and the low 32 bits of the remainder tell by how much.
 *
 * @param unitsPerSecond - one of {@link UNITS_PER_SECOND}
 */
export function splitAt(halves: Int32Array, index: number, unitsPerSecond: number, result: SplitTime): void {
  let seconds = Math.floor(numberAt(halves, index) / unitsPerSecond)
  let rest = ((halves[index * 2] as number) - Math.imul(seconds | 0, unitsPerSecond)) | 0
  // The bitwise operator takes the low 32 bits of numbers below 2^53; above, only counts of seconds go.
  if (unitsPerSecond === 1) rest = 0
  while (rest < 0) {
    seconds--
    rest += unitsPerSecond
  }
  while (rest >= unitsPerSecond) {
    seconds++
    rest -= unitsPerSecond
  }
  result.seconds = seconds
  result.nanos = rest * (1_000_000_000 / unitsPerSecond)
}

/** Tells whether value `index` of a timestamp vector stands for infinity (1), -infinity (-1) or neither (0). */
export function infinityAt(halves: Int32Array, index: number): number {
  const high = halves[index * 2 + 1] as number
  if (high === LARGEST_HIGH) return halves[index * 2] === -1 ? 1 : 0
  return high === SMALLEST_HIGH && halves[index * 2] === 1 ? -1 : 0
}
