import { describe, expect, test } from '@jest/globals'
import { type ColumnVector, LAYOUTS_OF_TYPE, type LogicalType, valueText } from '../../src/index.js'
import { everyType } from '../../testkit/index.js'

const MS = (value: bigint): ColumnVector => ({ layout: 'timestamp64', unit: 'ms', length: 1, values: BigInt64Array.of(value) })
const TIMESTAMP: LogicalType = { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 3 }
const DATE: LogicalType = { root: 'DATE', nullable: true }
const day = (days: number) => valueText(DATE, { layout: 'date32', length: 1, values: Int32Array.of(days) }, 0)
const decimal = (unscaled: bigint, scale: number) =>
  valueText(
    { root: 'DECIMAL', nullable: true, precision: 18, scale },
    { layout: 'decimal64', length: 1, values: BigInt64Array.of(unscaled) },
    0,
  )
const float = (value: number) =>
  valueText({ root: 'FLOAT', nullable: true }, { layout: 'float32', length: 1, values: Float32Array.of(value) }, 0)
const double = (value: number) =>
  valueText({ root: 'DOUBLE', nullable: true }, { layout: 'float64', length: 1, values: Float64Array.of(value) }, 0)

describe('valueText', () => {
  test('writes dates as JavaScript does, for all years that it has', () => {
    for (let days = -719_000; days < 2_900_000; days += 9_973)
      expect(day(days)).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10))
  })

  test('writes dates before the year 1, beyond 9999, and infinite ones', () => {
    expect([day(-719_529), day(-719_529 - 365), day(2_932_897)]).toEqual(['-0001-12-31', '-0002-12-31', '10000-01-01'])
    expect([day(2 ** 31 - 1), day(-(2 ** 31 - 1))]).toEqual(['infinity', '-infinity'])
  })

  test('writes timestamps before 1970 and infinite ones', () => {
    expect([-1n, 0n, 2n ** 63n - 1n, -(2n ** 63n - 1n)].map((value) => valueText(TIMESTAMP, MS(value), 0))).toEqual([
      '1969-12-31 23:59:59.999',
      '1970-01-01 00:00:00.000',
      'infinity',
      '-infinity',
    ])
  })

  test('writes decimals with exactly their scale', () => {
    expect([decimal(5n, 2), decimal(-5n, 2), decimal(-12_345n, 2), decimal(7n, 0), decimal(0n, 3)]).toEqual([
      '0.05',
      '-0.05',
      '-123.45',
      '7',
      '0.000',
    ])
  })

  test('writes single floats in as few digits as tell them apart, and odd ones by name', () => {
    expect([float(0.1), float(16_777_216), float(1e-45), float(-0), float(Number.NaN), float(Number.NEGATIVE_INFINITY)]).toEqual([
      '0.1',
      '16777216',
      '1e-45',
      '-0',
      'NaN',
      '-Infinity',
    ])
    expect([double(0.1), double(-0), double(Number.POSITIVE_INFINITY)]).toEqual(['0.1', '-0', 'Infinity'])
  })

  test('writes a value of every type, and NULL for null', () => {
    const { schema, batch } = everyType()
    expect(schema.columns.map(({ type }) => type.root).toSorted()).toEqual(Object.keys(LAYOUTS_OF_TYPE).toSorted())
    for (const [c, { name, type }] of schema.columns.entries()) {
      const vector = batch.columns[c] as ColumnVector
      expect([name, valueText(type, vector, 0) === 'NULL']).toEqual([name, type.root === 'NULL'])
      expect([name, valueText(type, vector, batch.rowCount - 1)]).toEqual([name, 'NULL'])
    }
  })
})
