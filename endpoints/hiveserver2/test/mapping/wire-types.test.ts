import { describe, expect, test } from '@jest/globals'
import type { LogicalType } from '@sql-gateway/gateway-common'
import { everyType } from '@sql-gateway/gateway-common/testkit'
import tcli from '#generated/TCLIService_types.js'
import { VERSION } from '../../src/mapping/protocol-version.js'
import { toTableSchema } from '../../src/mapping/table-schema.js'
import { wireTypeOf } from '../../src/mapping/wire-types.js'

const idOf = (type: LogicalType, version: number): string => tcli.TTypeId[wireTypeOf(type, version).typeId] as string

describe('mapping/wire-types', () => {
  test('maps every type to what a client of the highest version knows', () => {
    const ids = everyType().schema.columns.map(({ type }) => [type.root, idOf(type, VERSION.V11), wireTypeOf(type, VERSION.V11).form])
    expect(ids).toEqual([
      ['BOOLEAN', 'BOOLEAN_TYPE', 'bool'],
      ['TINYINT', 'TINYINT_TYPE', 'byte'],
      ['SMALLINT', 'SMALLINT_TYPE', 'i16'],
      ['INTEGER', 'INT_TYPE', 'i32'],
      ['BIGINT', 'BIGINT_TYPE', 'i64'],
      ['FLOAT', 'FLOAT_TYPE', 'double'],
      ['DOUBLE', 'DOUBLE_TYPE', 'double'],
      ['DATE', 'DATE_TYPE', 'text'],
      ['VARIANT', 'STRING_TYPE', 'text'],
      ['BITMAP', 'BINARY_TYPE', 'binary'],
      ['CHAR', 'CHAR_TYPE', 'text'],
      ['VARCHAR', 'STRING_TYPE', 'text'],
      ['BINARY', 'BINARY_TYPE', 'binary'],
      ['VARBINARY', 'BINARY_TYPE', 'binary'],
      ['DECIMAL', 'DECIMAL_TYPE', 'text'],
      ['TIME_WITHOUT_TIME_ZONE', 'STRING_TYPE', 'text'],
      ['TIMESTAMP_WITHOUT_TIME_ZONE', 'TIMESTAMP_TYPE', 'text'],
      ['TIMESTAMP_WITH_TIME_ZONE', 'TIMESTAMPLOCALTZ_TYPE', 'text'],
      ['TIMESTAMP_WITH_LOCAL_TIME_ZONE', 'TIMESTAMPLOCALTZ_TYPE', 'text'],
      ['INTERVAL_YEAR_MONTH', 'INTERVAL_YEAR_MONTH_TYPE', 'text'],
      ['INTERVAL_DAY_TIME', 'INTERVAL_DAY_TIME_TYPE', 'text'],
      ['ARRAY', 'ARRAY_TYPE', 'text'],
      ['MULTISET', 'MAP_TYPE', 'text'],
      ['MAP', 'MAP_TYPE', 'text'],
      ['ROW', 'STRUCT_TYPE', 'text'],
      ['RAW', 'BINARY_TYPE', 'binary'],
      ['NULL', 'NULL_TYPE', 'text'],
    ])
  })

  const varchar: LogicalType = { root: 'VARCHAR', nullable: true, length: 20 }
  const char: LogicalType = { root: 'CHAR', nullable: true, length: 20 }
  const months: LogicalType = { root: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'YEAR', precision: 2 }
  const instant: LogicalType = { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 6 }
  const bytes: LogicalType = { root: 'VARBINARY', nullable: true, length: 20 }

  test.each<[string, LogicalType, number, string, string]>([
    ['VARCHAR', varchar, 2, 'STRING_TYPE', 'VARCHAR_TYPE'],
    ['CHAR', char, 3, 'VARCHAR_TYPE', 'CHAR_TYPE'],
    ['INTERVAL', months, 7, 'STRING_TYPE', 'INTERVAL_YEAR_MONTH_TYPE'],
    ['TIMESTAMP_LTZ', instant, 10, 'TIMESTAMP_TYPE', 'TIMESTAMPLOCALTZ_TYPE'],
  ])('sends %s as itself only to versions that know it', (_name, type, firstVersion, before, since) => {
    expect(idOf(type, firstVersion - 1)).toBe(before)
    expect(idOf(type, firstVersion)).toBe(since)
  })

  test('sends binary values as text below version 6', () => {
    expect([VERSION.V6 - 1, VERSION.V6].map((version) => wireTypeOf(bytes, version).form)).toEqual(['text', 'binary'])
  })

  test('describes columns by one primitive entry each, counted from 1, decimals with precision and scale', () => {
    const columns = [
      { name: 'a', type: { root: 'DECIMAL', nullable: true, precision: 12, scale: 3 } as const, comment: 'price' },
      { name: 'a', type: { root: 'ARRAY', nullable: true, elementType: varchar } as const },
      { name: 'v', type: varchar },
    ]
    const schema = toTableSchema({ columns }, VERSION.V10)
    expect(schema.columns.map(({ columnName, position, comment }) => [columnName, position, comment])).toEqual([
      ['a', 1, 'price'],
      ['a', 2, ''],
      ['v', 3, ''],
    ])
    const entries = schema.columns.map(({ typeDesc }) =>
      typeDesc.types.map((entry) => entry.primitiveEntry?.typeQualifiers?.qualifiers ?? null),
    )
    expect(JSON.parse(JSON.stringify(entries))).toEqual([
      [{ precision: { i32Value: 12, stringValue: null }, scale: { i32Value: 3, stringValue: null } }],
      [null],
      [{ characterMaximumLength: { i32Value: 20, stringValue: null } }],
    ])
  })
})
