import { describe, expect, test } from '@jest/globals'
import { type ColumnVector, type LogicalType, utf8Vector } from '@sql-gateway/gateway-common'
import { writtenValue } from './written-value.js'

const STRING: LogicalType = { root: 'VARCHAR', nullable: true, length: 2147483647 }
const map = (keyType: LogicalType, valueType: LogicalType): LogicalType => ({ root: 'MAP', nullable: true, keyType, valueType })
const one = { length: 1, offsets: Int32Array.of(0), sizes: Int32Array.of(1) } as const
const mapOf = (key: string, entries: ColumnVector): ColumnVector => ({ layout: 'map', ...one, keys: utf8Vector([key]), entries })
const BIGINT: LogicalType = { root: 'BIGINT', nullable: true }
const INT: LogicalType = { root: 'INTEGER', nullable: true }
const NANOS = BigInt(Date.UTC(1990, 9, 14, 12, 12, 43)) * 1_000_000n + 123_456_789n
const nanos: ColumnVector = { layout: 'timestamp64', unit: 'ns', length: 1, values: BigInt64Array.of(NANOS) }
const long = (value: bigint): ColumnVector => ({ layout: 'int64', length: 1, values: BigInt64Array.of(value) })
const int = (value: number): ColumnVector => ({ layout: 'int32', length: 1, values: Int32Array.of(value) })

/** Values of the row by which Flink tests its own writing, with the texts that it expects of both formats. */
const ROW: readonly (readonly [LogicalType, ColumnVector, string, string])[] = [
  [{ root: 'TINYINT', nullable: true }, { layout: 'int8', length: 1, values: Int8Array.of(99) }, '99', '"99"'],
  [{ root: 'SMALLINT', nullable: true }, { layout: 'int16', length: 1, values: Int16Array.of(128) }, '128', '"128"'],
  [INT, int(45536), '45536', '"45536"'],
  [BIGINT, long(1238123899121n), '1238123899121', '"1238123899121"'],
  [{ root: 'FLOAT', nullable: true }, { layout: 'float32', length: 1, values: Float32Array.of(33.333) }, '33.333', '"33.333"'],
  [
    { root: 'DECIMAL', nullable: true, precision: 9, scale: 6 },
    { layout: 'decimal64', length: 1, values: BigInt64Array.of(123456789n) },
    '123.456789',
    '"123.456789"',
  ],
  [
    { root: 'ARRAY', nullable: true, elementType: { root: 'DOUBLE', nullable: true } },
    {
      layout: 'list',
      length: 1,
      offsets: Int32Array.of(0),
      sizes: Int32Array.of(3),
      elements: { layout: 'float64', length: 3, values: Float64Array.of(1.1, 2.2, 3.3) },
    },
    '[1.1,2.2,3.3]',
    '"[1.1, 2.2, 3.3]"',
  ],
  [
    { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 9 },
    nanos,
    '"1990-10-14T12:12:43.123456789"',
    '"1990-10-14 12:12:43.123456789"',
  ],
  [
    { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 9 },
    nanos,
    '"1990-10-14T12:12:43.123456789Z"',
    '"1990-10-14 12:12:43.123456789"',
  ],
  [map(STRING, BIGINT), mapOf('element', long(123n)), '{"element":123}', '"{element=123}"'],
  [{ root: 'MULTISET', nullable: true, elementType: STRING }, mapOf('element', int(2)), '{"element":2}', '"{element=2}"'],
  [map(STRING, map(STRING, INT)), mapOf('inner_map', mapOf('key', int(234))), '{"inner_map":{"key":234}}', '"{inner_map={key=234}}"'],
]

describe('Flink’s golden row', () => {
  test.each(ROW)('%j', (type, vector, json, plain) => {
    expect(writtenValue(type, vector)).toBe(json)
    expect(writtenValue(type, vector, { rowFormat: 'PLAIN_TEXT' })).toBe(plain)
  })
})
