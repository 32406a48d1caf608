import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { widenFloat } from '../../src/text/float-text.js'

describe('text/float-text', () => {
  test.each([0.1, 1.1, 2.71, 1e-10, 16_777_217.5, 123_456.78, 1.17549435e-38])('gives back %d', (value) => {
    expect(Math.fround(widenFloat(Math.fround(value)))).toBe(Math.fround(value))
    expect(String(widenFloat(Math.fround(value))).length).toBeLessThanOrEqual(String(Math.fround(value)).length)
  })

  test('gives the shortest text of a float', () => {
    expect(widenFloat(Math.fround(0.1))).toBe(0.1)
    expect(widenFloat(Math.fround(3.4028235e38))).toBe(3.4028235e38)
    expect([Number.NaN, Infinity, -Infinity].map(widenFloat)).toEqual([Number.NaN, Infinity, -Infinity])
    expect(Object.is(widenFloat(-0), -0)).toBe(true)
  })

  test('is the same float again', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(Math.fround(widenFloat(value))).toBe(value)
      }),
    )
  })
})
