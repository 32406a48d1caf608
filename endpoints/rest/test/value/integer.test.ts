import { describe, expect, test } from '@jest/globals'
import { createByteSink } from '../../src/value/byte-sink.js'
import { infinityAt, type SplitTime, splitAt, UNITS_PER_SECOND } from '../../src/value/instant.js'
import { halvesOf, writeInt64 } from '../../src/value/integer.js'

const EDGES = [0n, 1n, 9n, 10n, 99n, 100n, 2n ** 31n, 2n ** 32n, 99_999_999n, 10n ** 8n, 10n ** 15n - 1n, 2n ** 53n, 2n ** 62n]
const NEIGHBOURS = EDGES.flatMap((edge) => [edge - 1n, edge, edge + 1n])
const VALUES = [...NEIGHBOURS, ...NEIGHBOURS.map((value) => -value), 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n) + 1n]

describe('value/integer', () => {
  test('writes 64-bit integers digit by digit, at every edge of its ways of writing', () => {
    const values = BigInt64Array.from(VALUES)
    const halves = halvesOf(values)
    for (let i = 0; i < values.length; i++) {
      const sink = createByteSink()
      writeInt64(sink, values, halves, i)
      expect(Buffer.concat(sink.take()).toString()).toBe(String(values[i]))
    }
  })

  test('splits counts of every unit exactly, over the whole range', () => {
    const values = BigInt64Array.from([...VALUES, ...VALUES.map((value) => (value * 1_000_000_007n) % 2n ** 62n)])
    const halves = halvesOf(values)
    const split: SplitTime = { seconds: 0, nanos: 0 }
    for (const unit of ['ms', 'us', 'ns'] as const) {
      const perSecond = BigInt(UNITS_PER_SECOND[unit])
      for (let i = 0; i < values.length; i++) {
        splitAt(halves, i, UNITS_PER_SECOND[unit], split)
        const rest = (((values[i] as bigint) % perSecond) + perSecond) % perSecond
        expect(BigInt(split.nanos)).toBe(rest * (1_000_000_000n / perSecond))
        if (unit !== 'ms') expect(BigInt(split.seconds)).toBe(((values[i] as bigint) - rest) / perSecond)
      }
    }
  })

  test('tells the values that stand for infinity from their neighbours', () => {
    const values = BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n) + 1n, 2n ** 63n - 2n, -(2n ** 63n), 1n, -1n)
    expect(Array.from(values, (_, i) => infinityAt(halvesOf(values), i))).toEqual([1, -1, 0, 0, 0, 0])
  })
})
