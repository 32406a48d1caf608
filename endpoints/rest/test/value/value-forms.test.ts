import { describe, expect, test } from '@jest/globals'
import { type ColumnVector, LAYOUTS_OF_TYPE, type LogicalType, type LogicalTypeRoot, utf8Vector } from '@sql-gateway/gateway-common'
import { type WrittenForm, writtenValue } from './written-value.js'

const STRING: LogicalType = { root: 'VARCHAR', nullable: true, length: 2147483647 }
const INT: LogicalType = { root: 'INTEGER', nullable: true }
const LTZ: LogicalType = { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 3 }
const texts = (...values: readonly (string | null)[]): ColumnVector => utf8Vector(values)
const ints = (...values: readonly number[]): ColumnVector => ({ layout: 'int32', length: values.length, values: Int32Array.from(values) })
const bytes = (...values: readonly number[]): ColumnVector => ({ layout: 'binary', length: 1, values: [Uint8Array.from(values)] })
const micros = (...values: readonly bigint[]): ColumnVector => ({
  layout: 'timestamp64',
  unit: 'us',
  length: values.length,
  values: BigInt64Array.from(values),
})
const time = (unit: 'ms' | 'us' | 'ns', value: bigint): ColumnVector => ({
  layout: 'time64',
  unit,
  length: 1,
  values: BigInt64Array.of(value),
})
const list = (elements: ColumnVector): ColumnVector => ({
  layout: 'list',
  length: 1,
  offsets: Int32Array.of(0),
  sizes: Int32Array.of(elements.length),
  elements,
})
const map = (keys: ColumnVector, entries: ColumnVector): ColumnVector => ({
  layout: 'map',
  length: 1,
  offsets: Int32Array.of(0),
  sizes: Int32Array.of(keys.length),
  keys,
  entries,
})
const struct = (...children: readonly ColumnVector[]): ColumnVector => ({ layout: 'struct', length: 1, children })

/** 1990-10-14T12:12:43.123 in microseconds. */
const BIRTHDAY = BigInt(Date.UTC(1990, 9, 14, 12, 12, 43, 123)) * 1000n

/** Text in row format JSON, in PLAIN_TEXT for a query, and in PLAIN_TEXT for another statement where that differs. */
interface Sample {
  readonly type: LogicalType
  readonly vector: ColumnVector
  readonly json: string
  readonly plain: string
  readonly simple?: string
  readonly zone?: string
}

/** At least one value of each type. */
const SAMPLES: { readonly [R in LogicalTypeRoot]: readonly Sample[] } = {
  BOOLEAN: [
    {
      type: { root: 'BOOLEAN', nullable: true },
      vector: { layout: 'bool', length: 1, values: Uint8Array.of(1) },
      json: 'true',
      plain: '"TRUE"',
    },
    {
      type: { root: 'BOOLEAN', nullable: true },
      vector: { layout: 'bool', length: 1, values: Uint8Array.of(0) },
      json: 'false',
      plain: '"FALSE"',
    },
  ],
  TINYINT: [
    {
      type: { root: 'TINYINT', nullable: true },
      vector: { layout: 'int8', length: 1, values: Int8Array.of(-128) },
      json: '-128',
      plain: '"-128"',
    },
  ],
  SMALLINT: [
    {
      type: { root: 'SMALLINT', nullable: true },
      vector: { layout: 'int16', length: 1, values: Int16Array.of(-32768) },
      json: '-32768',
      plain: '"-32768"',
    },
  ],
  INTEGER: [{ type: INT, vector: ints(-2147483648), json: '-2147483648', plain: '"-2147483648"' }],
  BIGINT: [
    {
      type: { root: 'BIGINT', nullable: true },
      vector: { layout: 'int64', length: 1, values: BigInt64Array.of(2n ** 63n - 1n) },
      json: '9223372036854775807',
      plain: '"9223372036854775807"',
    },
  ],
  FLOAT: [
    {
      type: { root: 'FLOAT', nullable: true },
      vector: { layout: 'float32', length: 1, values: Float32Array.of(33.333) },
      json: '33.333',
      plain: '"33.333"',
    },
    {
      type: { root: 'FLOAT', nullable: true },
      vector: { layout: 'float32', length: 1, values: Float32Array.of(Number.NaN) },
      json: '"NaN"',
      plain: '"NaN"',
    },
  ],
  DOUBLE: [
    {
      type: { root: 'DOUBLE', nullable: true },
      vector: { layout: 'float64', length: 1, values: Float64Array.of(1e10) },
      json: '1.0E10',
      plain: '"1.0E10"',
    },
    {
      type: { root: 'DOUBLE', nullable: true },
      vector: { layout: 'float64', length: 1, values: Float64Array.of(Number.NEGATIVE_INFINITY) },
      json: '"-Infinity"',
      plain: '"-Infinity"',
    },
  ],
  DECIMAL: [
    {
      type: { root: 'DECIMAL', nullable: true, precision: 9, scale: 6 },
      vector: { layout: 'decimal64', length: 1, values: BigInt64Array.of(123456789n) },
      json: '123.456789',
      plain: '"123.456789"',
    },
  ],
  CHAR: [{ type: { root: 'CHAR', nullable: true, length: 3 }, vector: texts('a"b'), json: '"a\\"b"', plain: '"a\\"b"' }],
  VARCHAR: [
    { type: STRING, vector: texts('größe 東京 😀\n\t\\'), json: '"größe 東京 😀\\n\\t\\\\"', plain: '"größe 東京 😀\\n\\t\\\\"' },
    { type: STRING, vector: texts(''), json: '""', plain: '""' },
    { type: STRING, vector: texts('half \ud83d'), json: '"half \\ud83d"', plain: '"half \\ud83d"' },
    { type: STRING, vector: texts('x'.repeat(70)), json: `"${'x'.repeat(70)}"`, plain: `"${'x'.repeat(70)}"` },
  ],
  BINARY: [{ type: { root: 'BINARY', nullable: true, length: 2 }, vector: bytes(0, 255), json: '"AP8="', plain: `"x'00ff'"` }],
  VARBINARY: [{ type: { root: 'VARBINARY', nullable: true, length: 9 }, vector: bytes(), json: '""', plain: `"x''"` }],
  DATE: [
    { type: { root: 'DATE', nullable: true }, vector: days(7591), json: '"1990-10-14"', plain: '"1990-10-14"' },
    { type: { root: 'DATE', nullable: true }, vector: days(19782), json: '"2024-02-29"', plain: '"2024-02-29"' },
    { type: { root: 'DATE', nullable: true }, vector: days(-719529), json: '"-0001-12-31"', plain: '"-0001-12-31"' },
    { type: { root: 'DATE', nullable: true }, vector: days(2932897), json: '"+10000-01-01"', plain: '"+10000-01-01"' },
    { type: { root: 'DATE', nullable: true }, vector: days(2 ** 31 - 1), json: '"infinity"', plain: '"infinity"' },
    { type: { root: 'DATE', nullable: true }, vector: days(1 - 2 ** 31), json: '"-infinity"', plain: '"-infinity"' },
  ],
  TIME_WITHOUT_TIME_ZONE: [
    { type: timeType(0), vector: time('ms', 43_963_000n), json: '"12:12:43"', plain: '"12:12:43"' },
    { type: timeType(3), vector: time('ms', 43_963_100n), json: '"12:12:43.1"', plain: '"12:12:43.1"' },
    { type: timeType(3), vector: time('ms', 43_963_000n), json: '"12:12:43"', plain: '"12:12:43.0"' },
    { type: timeType(6), vector: time('us', 1n), json: '"00:00:00.000001"', plain: '"00:00:00.000001"' },
    { type: timeType(9), vector: time('ns', 86_399_999_999_999n), json: '"23:59:59.999999999"', plain: '"23:59:59.999999999"' },
  ],
  TIMESTAMP_WITHOUT_TIME_ZONE: [
    {
      type: timestampType(3),
      vector: micros(BIRTHDAY),
      json: '"1990-10-14T12:12:43.123"',
      plain: '"1990-10-14 12:12:43.123"',
      simple: '"1990-10-14T12:12:43.123"',
    },
    {
      type: timestampType(6),
      vector: micros(BIRTHDAY),
      json: '"1990-10-14T12:12:43.123"',
      plain: '"1990-10-14 12:12:43.123000"',
      simple: '"1990-10-14T12:12:43.123"',
    },
    {
      type: timestampType(0),
      vector: micros(0n),
      json: '"1970-01-01T00:00:00"',
      plain: '"1970-01-01 00:00:00"',
      simple: '"1970-01-01T00:00"',
    },
    {
      type: timestampType(6),
      vector: micros(-1n),
      json: '"1969-12-31T23:59:59.999999"',
      plain: '"1969-12-31 23:59:59.999999"',
      simple: '"1969-12-31T23:59:59.999999"',
    },
    { type: timestampType(6), vector: micros(2n ** 63n - 1n), json: '"infinity"', plain: '"infinity"', simple: '"infinity"' },
    { type: timestampType(6), vector: micros(1n - 2n ** 63n), json: '"-infinity"', plain: '"-infinity"', simple: '"-infinity"' },
    {
      type: timestampType(6),
      vector: micros(2n ** 63n - 2n),
      json: '"+294247-01-10T04:00:54.775806"',
      plain: '"+294247-01-10 04:00:54.775806"',
      simple: '"+294247-01-10T04:00:54.775806"',
    },
  ],
  TIMESTAMP_WITH_TIME_ZONE: [
    {
      type: { root: 'TIMESTAMP_WITH_TIME_ZONE', nullable: true, precision: 3 },
      vector: micros(BIRTHDAY),
      json: '"1990-10-14T12:12:43.123Z"',
      plain: '"1990-10-14 12:12:43.123"',
      simple: '"1990-10-14T12:12:43.123"',
      zone: 'Asia/Tokyo',
    },
  ],
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: [
    {
      type: LTZ,
      vector: micros(BIRTHDAY),
      json: '"1990-10-14T21:12:43.123Z"',
      plain: '"1990-10-14 21:12:43.123"',
      simple: '"1990-10-14T12:12:43.123"',
      zone: 'Asia/Tokyo',
    },
  ],
  INTERVAL_YEAR_MONTH: [
    { type: yearMonthType(), vector: months(14), json: '14', plain: '"+1-02"', simple: '"14"' },
    { type: yearMonthType(), vector: months(-25), json: '-25', plain: '"-2-01"', simple: '"-25"' },
    { type: yearMonthType(), vector: months(0), json: '0', plain: '"+0-00"', simple: '"0"' },
  ],
  INTERVAL_DAY_TIME: [
    { type: dayTimeType(), vector: duration(93_784_005n), json: '93784005', plain: '"+1 02:03:04.005"', simple: '"93784005"' },
    { type: dayTimeType(), vector: duration(-1n), json: '-1', plain: '"-0 00:00:00.001"', simple: '"-1"' },
  ],
  ARRAY: [
    { type: array(INT), vector: list({ ...ints(1, 2, 0), validity: Uint8Array.of(3) }), json: '[1,2,null]', plain: '"[1, 2, NULL]"' },
    { type: array(INT), vector: list(ints()), json: '[]', plain: '"[]"' },
    { type: array(STRING), vector: list(texts('a"', null)), json: '["a\\"",null]', plain: '"[a\\", NULL]"' },
    {
      type: array(LTZ),
      vector: list(micros(0n)),
      json: '["1970-01-01T09:00:00Z"]',
      plain: '"[1970-01-01 09:00:00.000]"',
      simple: '"[1970-01-01T00:00]"',
      zone: 'Asia/Tokyo',
    },
    { type: array(array(INT)), vector: list(list(ints(7))), json: '[[7]]', plain: '"[[7]]"' },
  ],
  MULTISET: [
    {
      type: { root: 'MULTISET', nullable: true, elementType: STRING },
      vector: map({ ...texts('a', ''), validity: Uint8Array.of(1) }, ints(1, 2)),
      json: '{"a":1,"null":2}',
      plain: '"{a=1, NULL=2}"',
    },
    {
      type: { root: 'MULTISET', nullable: true, elementType: INT },
      vector: map({ ...ints(7, 0), validity: Uint8Array.of(1) }, ints(1, 2)),
      json: '{"7":1,"null":2}',
      plain: '"{7=1, NULL=2}"',
    },
    {
      type: { root: 'MULTISET', nullable: true, elementType: STRING },
      vector: map(texts('a', 'b'), ints(1, 2)),
      json: '{"a":1,"b":2}',
      plain: '"{a=1, b=2}"',
    },
  ],
  MAP: [
    {
      type: mapType(STRING, INT),
      vector: map(texts('k', 'k2'), { ...ints(1, 0), validity: Uint8Array.of(1) }),
      json: '{"k":1,"k2":null}',
      plain: '"{k=1, k2=NULL}"',
    },
    { type: mapType(INT, STRING), vector: map(ints(7), texts('v')), json: '{"7":"v"}', plain: '"{7=v}"' },
    {
      type: mapType(STRING, LTZ),
      vector: map(texts('t'), micros(0n)),
      json: '{"t":"1970-01-01T09:00:00Z"}',
      plain: '"{t=1970-01-01 09:00:00.000}"',
      simple: '"{t=1970-01-01T00:00}"',
      zone: 'Asia/Tokyo',
    },
  ],
  ROW: [
    {
      type: row(INT, STRING, STRING),
      vector: struct(ints(1), texts('a'), texts(null)),
      json: '{"f0":1,"f1":"a","f2":null}',
      plain: '"(1, a, NULL)"',
    },
    {
      type: row(LTZ),
      vector: struct(micros(0n)),
      json: '{"f0":"1970-01-01T00:00:00Z"}',
      plain: '"(1970-01-01 09:00:00.000)"',
      simple: '"(1970-01-01T00:00)"',
      zone: 'Asia/Tokyo',
    },
    {
      type: row(array(LTZ)),
      vector: struct(list(micros(0n))),
      json: '{"f0":["1970-01-01T00:00:00Z"]}',
      plain: '"([1970-01-01 09:00:00.000])"',
      simple: '"([1970-01-01T00:00])"',
      zone: 'Asia/Tokyo',
    },
  ],
  VARIANT: [{ type: { root: 'VARIANT', nullable: true }, vector: texts('{"a":1}'), json: '"{\\"a\\":1}"', plain: '"{\\"a\\":1}"' }],
  BITMAP: [{ type: { root: 'BITMAP', nullable: true }, vector: bytes(1), json: '"AQ=="', plain: `"x'01'"` }],
  RAW: [{ type: { root: 'RAW', nullable: true, className: 'c', serializer: 's' }, vector: bytes(2), json: '"Ag=="', plain: `"x'02'"` }],
  NULL: [{ type: { root: 'NULL', nullable: true }, vector: { layout: 'null', length: 1 }, json: 'null', plain: 'null' }],
}

function days(value: number): ColumnVector {
  return { layout: 'date32', length: 1, values: Int32Array.of(value) }
}
function months(value: number): ColumnVector {
  return { layout: 'interval32', length: 1, values: Int32Array.of(value) }
}
function duration(value: bigint): ColumnVector {
  return { layout: 'duration64', length: 1, values: BigInt64Array.of(value) }
}
function timeType(precision: number): LogicalType {
  return { root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision }
}
function timestampType(precision: number): LogicalType {
  return { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision }
}
function yearMonthType(): LogicalType {
  return { root: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'YEAR_TO_MONTH', precision: 2 }
}
function dayTimeType(): LogicalType {
  return { root: 'INTERVAL_DAY_TIME', nullable: true, resolution: 'DAY_TO_SECOND', precision: 2, fractionalPrecision: 3 }
}
function array(elementType: LogicalType): LogicalType {
  return { root: 'ARRAY', nullable: true, elementType }
}
function mapType(keyType: LogicalType, valueType: LogicalType): LogicalType {
  return { root: 'MAP', nullable: true, keyType, valueType }
}
function row(...types: readonly LogicalType[]): LogicalType {
  return { root: 'ROW', nullable: true, fields: types.map((type, i) => ({ name: `f${i}`, type })) }
}

const FORMS = {
  json: { rowFormat: 'JSON' },
  plain: { rowFormat: 'PLAIN_TEXT' },
  simple: { rowFormat: 'PLAIN_TEXT', isQueryResult: false },
} as const satisfies Record<string, WrittenForm>

describe('value/column-writer', () => {
  for (const [root, samples] of Object.entries(SAMPLES)) {
    test(`writes ${root} as Flink does, in both row formats and for both kinds of statement`, () => {
      for (const { type, vector, json, plain, simple = plain, zone = 'UTC' } of samples) {
        expect(writtenValue(type, vector, { ...FORMS.json, zone })).toBe(json)
        expect(writtenValue(type, vector, { ...FORMS.plain, zone })).toBe(plain)
        expect(writtenValue(type, vector, { ...FORMS.simple, zone })).toBe(simple)
        JSON.parse(writtenValue(type, vector, FORMS.json))
      }
    })
  }

  test('writes null of every type as null', () => {
    for (const [{ type, vector }] of Object.values(SAMPLES) as unknown as [Sample][]) {
      for (const form of Object.values(FORMS)) {
        expect(writtenValue(type, { ...vector, validity: Uint8Array.of(0) }, form)).toBe('null')
        expect(writtenValue(type, { layout: 'null', length: 1 }, form)).toBe('null')
      }
    }
  })

  test('takes every layout that a type may have, and no other', () => {
    for (const [root, layouts] of Object.entries(LAYOUTS_OF_TYPE) as [LogicalTypeRoot, readonly string[]][]) {
      const { type, vector } = SAMPLES[root][0] as Sample
      expect(layouts).toContain(vector.layout)
      if (root === 'NULL') continue
      const foreign: ColumnVector = root === 'BOOLEAN' ? ints(1) : { layout: 'bool', length: 1, values: Uint8Array.of(1) }
      for (const form of Object.values(FORMS)) {
        expect(() => writtenValue(type, foreign, form)).toThrow(expect.objectContaining({ code: 'GATEWAY.BUG' }))
      }
    }
  })
})
