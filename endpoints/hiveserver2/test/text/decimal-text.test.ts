import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decimal64Text, decimal128Text } from '../../src/text/decimal-text.js'

const out = Buffer.alloc(100)
const MAX = 10n ** 38n - 1n

function expected(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
}

function decimal128(value: bigint, scale: number): string {
  const halves = BigInt64Array.of(7n, 7n, BigInt.asIntN(64, value), value >> 64n)
  return out.toString('latin1', 0, decimal128Text(halves, scale)(out, 0, 1))
}

describe('text/decimal-text', () => {
  test.each([0n, 1n, -1n, 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)])('writes %d of 64 bits', (value) => {
    const put = decimal64Text(BigInt64Array.of(value), 3)
    expect(out.toString('latin1', 0, put(out, 0, 0))).toBe(expected(value, 3))
  })

  test.each([0n, -1n, 2n ** 53n, 2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n, -(2n ** 64n), MAX, -MAX])('writes %d of 128 bits', (value) => {
    expect(decimal128(value, 9)).toBe(expected(value, 9))
  })

  test('writes any value of 128 bits with any scale', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -MAX, max: MAX }), fc.integer({ min: 0, max: 38 }), (value, scale) => {
        expect(decimal128(value, scale)).toBe(expected(value, scale))
      }),
    )
  })
})
