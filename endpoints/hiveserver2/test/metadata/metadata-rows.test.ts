import { describe, expect, test } from '@jest/globals'
import type { LogicalType } from '@sql-gateway/gateway-common'
import { everyType } from '@sql-gateway/gateway-common/testkit'
import { columnRow, functionRow } from '../../src/metadata/catalog-rows.js'
import { jdbcTypeOf } from '../../src/metadata/jdbc-types.js'
import { metadataOutcome } from '../../src/metadata/metadata-rows.js'
import * as columns from '../../src/metadata/result-columns.js'
import { typeInfoRows } from '../../src/metadata/type-info.js'

describe('metadata/metadata-rows', () => {
  test('makes vectors of the types that the columns say, nulls included', async () => {
    const outcome = metadataOutcome({ A: 'string', B: 'int', C: 'smallint', D: 'tinyint', E: 'boolean' }, [
      ['x', 1, 2, 3, true],
      [null, null, null, null, null],
    ])
    expect(outcome.schema.columns.map(({ name, type }) => `${name} ${type.root}`)).toEqual([
      'A VARCHAR',
      'B INTEGER',
      'C SMALLINT',
      'D TINYINT',
      'E BOOLEAN',
    ])
    if (!outcome.rows.seekable) throw new TypeError('not seekable')
    const { batches } = await outcome.rows.read(0, { maxRows: 9, maxBytes: 999 })
    expect(batches[0]?.columns.map(({ layout, validity }) => [layout, validity?.[0]])).toEqual([
      ['utf8', 0b11111101],
      ['int32', 0b11111101],
      ['int16', 0b11111101],
      ['int8', 0b11111101],
      ['bool', 0b11111101],
    ])
  })

  test('has as many columns as the protocol prescribes', () => {
    const counts = Object.fromEntries(Object.entries(columns).map(([name, set]) => [name, Object.keys(set).length]))
    expect(counts).toEqual({
      CATALOG_COLUMNS: 1,
      SCHEMA_COLUMNS: 2,
      TABLE_TYPE_COLUMNS: 1,
      TABLE_COLUMNS: 10,
      COLUMN_COLUMNS: 23,
      FUNCTION_COLUMNS: 6,
      PRIMARY_KEY_COLUMNS: 6,
      CROSS_REFERENCE_COLUMNS: 14,
      TYPE_INFO_COLUMNS: 18,
    })
  })
})

describe('metadata/jdbc-types', () => {
  test('knows every type', () => {
    const codes = everyType().schema.columns.map(({ type }) => [type.root, jdbcTypeOf(type).code])
    expect(Object.fromEntries(codes)).toMatchObject({
      BOOLEAN: 16,
      BIGINT: -5,
      VARCHAR: 12,
      DECIMAL: 3,
      TIMESTAMP_WITHOUT_TIME_ZONE: 93,
      ROW: 2002,
      NULL: 0,
    })
    expect(codes.every(([, code]) => Number.isInteger(code))).toBe(true)
  })

  test('gives sizes and digits', () => {
    expect(jdbcTypeOf({ root: 'DECIMAL', nullable: true, precision: 12, scale: 3 })).toEqual({ code: 3, size: 12, digits: 3, radix: 10 })
    expect(jdbcTypeOf({ root: 'INTEGER', nullable: true })).toEqual({ code: 4, size: 10, digits: 0, radix: 10 })
    expect(jdbcTypeOf({ root: 'CHAR', nullable: true, length: 7 })).toEqual({ code: 1, size: 7, digits: null, radix: null })
  })
})

describe('metadata/catalog-rows', () => {
  const place = { catalog: 'c', database: 'd', table: 't' }
  const type: LogicalType = { root: 'INTEGER', nullable: false }

  test('describes a column in the order of the 23 columns', () => {
    const row = columnRow({ ...place, column: 'k', ordinal: 2, type, engineTypeText: 'INTEGER', defaultExpression: '7', comment: 'key' })
    const named = Object.fromEntries(Object.keys(columns.COLUMN_COLUMNS).map((name, i) => [name, row[i]]))
    expect(row).toHaveLength(23)
    expect(named).toMatchObject({
      TABLE_CAT: 'c',
      TABLE_SCHEM: 'd',
      TABLE_NAME: 't',
      COLUMN_NAME: 'k',
      DATA_TYPE: 4,
      TYPE_NAME: 'INTEGER',
      COLUMN_SIZE: 10,
      NULLABLE: 0,
      REMARKS: 'key',
      COLUMN_DEF: '7',
      ORDINAL_POSITION: 2,
      IS_NULLABLE: 'NO',
      IS_AUTO_INCREMENT: 'NO',
    })
  })

  test('tells functions that give tables from others', () => {
    expect(functionRow({ name: 'range', kind: 'TABLE', isBuiltIn: true })).toEqual([null, null, 'range', '', 2, 'range'])
    expect(functionRow({ ...place, name: 'f', kind: 'SCALAR', isBuiltIn: false, description: 'x' })).toEqual(['c', 'd', 'f', 'x', 1, 'f'])
  })
})

describe('metadata/type-info', () => {
  test('lists the types of Hive with as many values as there are columns', () => {
    const rows = typeInfoRows()
    expect(rows.every((row) => row.length === 18)).toBe(true)
    expect(rows.map(([name]) => name).slice(0, 9)).toEqual([
      'VOID',
      'BOOLEAN',
      'TINYINT',
      'SMALLINT',
      'INT',
      'BIGINT',
      'FLOAT',
      'DOUBLE',
      'STRING',
    ])
    expect(rows.find(([name]) => name === 'DECIMAL')).toEqual([
      'DECIMAL',
      3,
      38,
      null,
      null,
      null,
      1,
      false,
      3,
      false,
      false,
      false,
      null,
      0,
      0,
      null,
      null,
      10,
    ])
    expect(rows.find(([name]) => name === 'STRUCT')).toEqual([
      'STRUCT',
      2002,
      null,
      null,
      null,
      null,
      1,
      false,
      0,
      true,
      false,
      false,
      null,
      0,
      0,
      null,
      null,
      null,
    ])
  })
})
