import { describe, expect, test } from '@jest/globals'
import { type ColumnVector, type LogicalType, localZone } from '@sql-gateway/gateway-common'
import { textCellsOf } from '../../src/text/cell-text.js'
import { PLAIN_TEXT } from '../../src/text/scalar-text.js'
import { utf8, withNulls } from '../support/vectors.js'

const INT: LogicalType = { root: 'INTEGER', nullable: true }
const STRING: LogicalType = { root: 'VARCHAR', nullable: true, length: 2147483647 }
const int32 = (...values: number[]): ColumnVector => ({ layout: 'int32', length: values.length, values: Int32Array.from(values) })
const span = (...sizes: number[]) => ({
  offsets: Int32Array.from(sizes, (_, i) => (i === 0 ? 0 : (sizes[i - 1] ?? 0))),
  sizes: Int32Array.from(sizes),
})

function first(type: LogicalType, vector: ColumnVector): string {
  return textCellsOf(type, vector, PLAIN_TEXT)(0)
}

describe('text/cell-text', () => {
  test('writes intervals as Hive does', () => {
    const months: LogicalType = { root: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'YEAR_TO_MONTH', precision: 2 }
    const text = textCellsOf(months, { layout: 'interval32', length: 3, values: Int32Array.of(14, -14, 0) }, PLAIN_TEXT)
    expect([0, 1, 2].map(text)).toEqual(['1-2', '-1-2', '0-0'])
    const days: LogicalType = {
      root: 'INTERVAL_DAY_TIME',
      nullable: true,
      resolution: 'DAY_TO_SECOND',
      precision: 2,
      fractionalPrecision: 3,
    }
    const time = textCellsOf(days, { layout: 'duration64', length: 2, values: BigInt64Array.of(93_784_005n, -1n) }, PLAIN_TEXT)
    expect([0, 1].map(time)).toEqual(['1 02:03:04.005000000', '-0 00:00:00.001000000'])
  })

  test('writes arrays, maps and rows as JSON that parses', () => {
    const list: ColumnVector = { layout: 'list', length: 1, ...span(3), elements: withNulls(int32(1, 2, 3), [1]) }
    expect(first({ root: 'ARRAY', nullable: true, elementType: INT }, list)).toBe('[1,null,3]')
    const map: ColumnVector = { layout: 'map', length: 1, ...span(2), keys: int32(1, 2), entries: utf8('a"b', null) }
    expect(first({ root: 'MAP', nullable: true, keyType: INT, valueType: STRING }, map)).toBe('{"1":"a\\"b","2":null}')
    const row: ColumnVector = { layout: 'struct', length: 1, children: [int32(1), utf8('ü\n')] }
    const fields = [
      { name: 'x', type: INT },
      { name: 'a "b"', type: STRING },
    ]
    expect(first({ root: 'ROW', nullable: true, fields }, row)).toBe('{"x":1,"a \\"b\\"":"ü\\n"}')
  })

  test('counts the elements of a multiset', () => {
    const map: ColumnVector = { layout: 'map', length: 1, ...span(1), keys: utf8('a'), entries: int32(3) }
    expect(first({ root: 'MULTISET', nullable: true, elementType: STRING }, map)).toBe('{"a":3}')
  })

  test('quotes what JSON has no form for', () => {
    const doubles: ColumnVector = { layout: 'float64', length: 3, values: Float64Array.of(Number.NaN, Infinity, 1e300) }
    const list: ColumnVector = { layout: 'list', length: 1, ...span(3), elements: doubles }
    expect(first({ root: 'ARRAY', nullable: true, elementType: { root: 'DOUBLE', nullable: true } }, list)).toBe(
      '["NaN","Infinity",1e+300]',
    )
    const bytes: ColumnVector = { layout: 'binary', length: 1, values: [Uint8Array.of(1, 2)] }
    const binaries: ColumnVector = { layout: 'list', length: 1, ...span(1), elements: bytes }
    expect(first({ root: 'ARRAY', nullable: true, elementType: { root: 'VARBINARY', nullable: true, length: 9 } }, binaries)).toBe(
      '["AQI="]',
    )
    const date: ColumnVector = {
      layout: 'list',
      length: 1,
      ...span(1),
      elements: { layout: 'date32', length: 1, values: Int32Array.of(0) },
    }
    expect(first({ root: 'ARRAY', nullable: true, elementType: { root: 'DATE', nullable: true } }, date)).toBe('["1970-01-01"]')
  })

  test('takes the JSON of a variant as it is', () => {
    const list: ColumnVector = { layout: 'list', length: 1, ...span(1), elements: utf8('{"k":[1]}') }
    expect(first({ root: 'ARRAY', nullable: true, elementType: { root: 'VARIANT', nullable: true } }, list)).toBe('[{"k":[1]}]')
    expect(first({ root: 'VARIANT', nullable: true }, utf8('"v"'))).toBe('"v"')
  })

  test('refuses parts that do not fit their type', () => {
    const list: ColumnVector = { layout: 'list', length: 1, ...span(1), elements: int32(1) }
    expect(() => first(INT, list)).toThrow('A column of type INTEGER came as list values.')
  })

  test('shows instants with their zone only to clients that know the type', () => {
    const type: LogicalType = { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 6 }
    const vector: ColumnVector = { layout: 'timestamp64', unit: 's', length: 1, values: BigInt64Array.of(0n) }
    const zone = localZone('Europe/Berlin')
    expect(textCellsOf(type, vector, { zone, showsZone: false })(0)).toBe('1970-01-01 01:00:00')
    expect(textCellsOf(type, vector, { zone, showsZone: true })(0)).toBe('1970-01-01 01:00:00 Europe/Berlin')
  })
})
