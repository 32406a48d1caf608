import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { putBigDecimal, putDecimal, putFraction, putInteger } from '../../src/text/digits.js'

const out = Buffer.alloc(100)
const textOf = (end: number): string => out.toString('latin1', 0, end)

function plainDecimal(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${value < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}

describe('text/digits', () => {
  test('writes whole numbers with leading zeros up to a width', () => {
    expect(textOf(putInteger(out, 0, 7, 4))).toBe('0007')
    expect(textOf(putInteger(out, 0, 12_345, 4))).toBe('12345')
    expect(textOf(putInteger(out, 0, 2 ** 31 - 1, 1))).toBe('2147483647')
  })

  test('writes fractions without the zeros at their end', () => {
    expect(textOf(putFraction(out, 0, 120_000, 6))).toBe('.12')
    expect(textOf(putFraction(out, 0, 1, 9))).toBe('.000000001')
    expect(textOf(putFraction(out, 0, 0, 3))).toBe('')
  })

  test.each([
    [0, 0, '0'],
    [0, 2, '0.00'],
    [-5, 2, '-0.05'],
    [99_999_999_99, 2, '99999999.99'],
    [Number.MAX_SAFE_INTEGER, 0, '9007199254740991'],
    [-Number.MAX_SAFE_INTEGER, 20, '-0.00009007199254740991'],
    [2 ** 31, 9, '2.147483648'],
    [1_000_000_000, 0, '1000000000'],
  ])('writes %d with scale %d as %s', (value, scale, expected) => {
    expect(textOf(putDecimal(out, 0, value, scale))).toBe(expected)
  })

  test('writes small and big decimals alike', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 38 }), (value, scale) => {
        const expected = plainDecimal(BigInt(value), scale)
        expect(textOf(putDecimal(out, 0, value, scale))).toBe(expected)
        expect(textOf(putBigDecimal(out, 0, BigInt(value), scale))).toBe(expected)
      }),
    )
  })
})
