import { describe, expect, test } from '@jest/globals'
import type { ColumnVector, LogicalType } from '@sql-gateway/gateway-common'
import { writtenValue } from './written-value.js'

const type = (precision: number, scale: number): LogicalType => ({ root: 'DECIMAL', nullable: true, precision, scale })

function narrow(unscaled: bigint): ColumnVector {
  return { layout: 'decimal64', length: 1, values: BigInt64Array.of(unscaled) }
}

function wide(unscaled: bigint): ColumnVector {
  return { layout: 'decimal128', length: 1, values: BigInt64Array.of(BigInt.asIntN(64, unscaled), unscaled >> 64n) }
}

/** Unscaled value, scale, Flink's JSON number, text with all digits. */
const NUMBERS: readonly (readonly [bigint, number, string, string])[] = [
  [0n, 2, '0', '0.00'],
  [10000n, 2, '1E+2', '100.00'],
  [1000n, 0, '1E+3', '1000'],
  [10n, 0, '1E+1', '10'],
  [-50n, 2, '-0.5', '-0.50'],
  [1n, 7, '1E-7', '0.0000001'],
  [1n, 6, '0.000001', '0.000001'],
  [12n, 8, '1.2E-7', '0.00000012'],
  [123456789n, 6, '123.456789', '123.456789'],
  [-7n, 0, '-7', '-7'],
  [1050n, 2, '10.5', '10.50'],
  [100500n, 2, '1005', '1005.00'],
  [999999999999999999n, 4, '99999999999999.9999', '99999999999999.9999'],
  [-999999999999999999n, 18, '-0.999999999999999999', '-0.999999999999999999'],
  [9007199254740993n, 3, '9007199254740.993', '9007199254740.993'],
]

const WIDE_NUMBERS: typeof NUMBERS = [
  [10n ** 38n - 1n, 10, '9999999999999999999999999999.9999999999', '9999999999999999999999999999.9999999999'],
  [-(10n ** 38n) + 1n, 38, `-0.${'9'.repeat(38)}`, `-0.${'9'.repeat(38)}`],
  [10n ** 37n, 0, '1E+37', `1${'0'.repeat(37)}`],
  [-(2n ** 64n), 0, '-18446744073709551616', '-18446744073709551616'],
]

describe('value/decimal', () => {
  for (const [unscaled, scale, stripped, plain] of [...NUMBERS, ...WIDE_NUMBERS]) {
    test(`writes ${unscaled} with scale ${scale} as ${stripped} and ${plain}, in every layout that holds it`, () => {
      const vectors = NUMBERS.some(([narrowOne, s]) => narrowOne === unscaled && s === scale)
        ? [narrow(unscaled), wide(unscaled)]
        : [wide(unscaled)]
      for (const vector of vectors) {
        expect(writtenValue(type(38, scale), vector)).toBe(stripped)
        expect(writtenValue(type(38, scale), vector, { decimalForm: 'string' })).toBe(`"${plain}"`)
        expect(writtenValue(type(38, scale), vector, { rowFormat: 'PLAIN_TEXT' })).toBe(`"${plain}"`)
      }
    })
  }
})
