import { describe, expect, test } from '@jest/globals'
import { createByteSink } from '../../src/value/byte-sink.js'
import { writeDouble, writeFloat } from '../../src/value/floating-point.js'
import { javaDoubleText, javaFloatText } from '../../src/value/java-floating-point.js'

function written(write: (sink: ReturnType<typeof createByteSink>, value: number) => void, value: number): string {
  const sink = createByteSink()
  write(sink, value)
  return Buffer.concat(sink.take()).toString()
}

/** What JDK 19 and later print. */
const DOUBLES: readonly (readonly [number, string])[] = [
  [0, '0.0'],
  [-0, '-0.0'],
  [3, '3.0'],
  [-1.5, '-1.5'],
  [1.1, '1.1'],
  [0.1 + 0.2, '0.30000000000000004'],
  [0.001, '0.001'],
  [0.0009999, '9.999E-4'],
  [9999999, '9999999.0'],
  [9999999.999, '9999999.999'],
  [1e7, '1.0E7'],
  [1e10, '1.0E10'],
  [12345678.9, '1.23456789E7'],
  [-1e-7, '-1.0E-7'],
  [1e21, '1.0E21'],
  [2e23, '2.0E23'],
  [2 ** -44, '5.684341886080802E-14'],
  [100, '100.0'],
  [1234567.125, '1234567.125'],
  [0.123456789, '0.123456789'],
  [1 / 3, '0.3333333333333333'],
  [Number.MAX_VALUE, '1.7976931348623157E308'],
  [Number.MIN_VALUE, '4.9E-324'],
  [2 ** -1073, '9.9E-324'],
  [2.2250738585072014e-308, '2.2250738585072014E-308'],
]

const FLOATS: readonly (readonly [number, string])[] = [
  [0, '0.0'],
  [-0, '-0.0'],
  [Math.fround(33.333), '33.333'],
  [Math.fround(0.1), '0.1'],
  [Math.fround(1e10), '1.0E10'],
  [16777216, '1.6777216E7'],
  [123456784, '1.2345678E8'],
  [33554432, '3.3554432E7'],
  [9999999, '9999999.0'],
  [Math.fround(3.4028234663852886e38), '3.4028235E38'],
  [2 ** -149, '1.4E-45'],
  [2 ** -148, '2.8E-45'],
  [Math.fround(1.17549435e-38), '1.1754944E-38'],
  [Math.fround(2e-3), '0.002'],
  [Math.fround(1.1e-4), '1.1E-4'],
  [Math.fround(8.5899346e9), '8.589935E9'],
]

describe('value/java-floating-point', () => {
  test.each(DOUBLES)('writes the double %p as Java does: %s', (value, text) => {
    expect(javaDoubleText(value)).toBe(text)
    expect(written(writeDouble, value)).toBe(text)
  })

  test.each(FLOATS)('writes the single %p as Java does: %s', (value, text) => {
    expect(javaFloatText(value)).toBe(text)
    expect(written(writeFloat, value)).toBe(text)
  })

  test('names what is not finite as Java does', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    expect(values.map(javaDoubleText)).toEqual(['NaN', 'Infinity', '-Infinity'])
    expect(values.map(javaFloatText)).toEqual(['NaN', 'Infinity', '-Infinity'])
  })

  test('every double comes back from its text, by either way of writing', () => {
    const bits = new DataView(new ArrayBuffer(8))
    const wrong: number[] = []
    for (let i = 0; i < 20_000; i++) {
      bits.setUint32(0, (Math.imul(i + 1, 2654435761) >>> 0) % 0x7ff00000)
      bits.setUint32(4, Math.imul(i + 7, 40503) >>> 0)
      for (const value of [bits.getFloat64(0), i / 100, i * 1.1, -i / 8]) {
        const text = javaDoubleText(value)
        if (Number(text) !== value || written(writeDouble, value) !== text) wrong.push(value)
      }
    }
    expect(wrong).toEqual([])
  })

  test('every single comes back from its text, and no shorter text would do', () => {
    const bits = new DataView(new ArrayBuffer(4))
    const wrong: number[] = []
    for (let i = 0; i < 20_000; i++) {
      bits.setUint32(0, (Math.imul(i + 1, 2654435761) >>> 0) % 0x7f800000)
      const value = bits.getFloat32(0)
      const text = javaFloatText(value)
      const digits = text.replace(/E.*/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length
      const isShortest = digits <= 2 || Math.fround(Number(value.toPrecision(digits - 1))) !== value
      if (Math.fround(Number(text)) !== value || !isShortest) wrong.push(value)
    }
    expect(wrong).toEqual([])
  })
})
