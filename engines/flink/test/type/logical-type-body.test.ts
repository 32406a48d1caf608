import { describe, expect, test } from '@jest/globals'
import type { LogicalType, LogicalTypeRoot } from '@sql-gateway/gateway-common'
import { type LogicalTypeBody, logicalTypeBody, type RowFieldBody, readLogicalType } from '../../src/type/logical-type-body.js'

const INT: LogicalType = { root: 'INTEGER', nullable: true }
const INT_BODY: LogicalTypeBody = { type: 'INTEGER', nullable: true }
const STRING: LogicalType = { root: 'VARCHAR', nullable: false, length: 2147483647 }
const STRING_BODY: LogicalTypeBody = { type: 'VARCHAR', nullable: false, length: 2147483647 }

/** A type of each root, and what Flink's gateway writes for it. */
const TYPES: { readonly [R in LogicalTypeRoot]: readonly [LogicalType, LogicalTypeBody] } = {
  BOOLEAN: [
    { root: 'BOOLEAN', nullable: true },
    { type: 'BOOLEAN', nullable: true },
  ],
  TINYINT: [
    { root: 'TINYINT', nullable: false },
    { type: 'TINYINT', nullable: false },
  ],
  SMALLINT: [
    { root: 'SMALLINT', nullable: true },
    { type: 'SMALLINT', nullable: true },
  ],
  INTEGER: [INT, INT_BODY],
  BIGINT: [
    { root: 'BIGINT', nullable: true },
    { type: 'BIGINT', nullable: true },
  ],
  FLOAT: [
    { root: 'FLOAT', nullable: true },
    { type: 'FLOAT', nullable: true },
  ],
  DOUBLE: [
    { root: 'DOUBLE', nullable: true },
    { type: 'DOUBLE', nullable: true },
  ],
  DATE: [
    { root: 'DATE', nullable: true },
    { type: 'DATE', nullable: true },
  ],
  VARIANT: [
    { root: 'VARIANT', nullable: true },
    { type: 'VARIANT', nullable: true },
  ],
  BITMAP: [
    { root: 'BITMAP', nullable: true },
    { type: 'BITMAP', nullable: true },
  ],
  CHAR: [
    { root: 'CHAR', nullable: true, length: 0 },
    { type: 'CHAR', nullable: true, length: 0 },
  ],
  VARCHAR: [STRING, STRING_BODY],
  BINARY: [
    { root: 'BINARY', nullable: true, length: 4 },
    { type: 'BINARY', nullable: true, length: 4 },
  ],
  VARBINARY: [
    { root: 'VARBINARY', nullable: true, length: 9 },
    { type: 'VARBINARY', nullable: true, length: 9 },
  ],
  DECIMAL: [
    { root: 'DECIMAL', nullable: true, precision: 38, scale: 18 },
    { type: 'DECIMAL', nullable: true, precision: 38, scale: 18 },
  ],
  TIME_WITHOUT_TIME_ZONE: [
    { root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: 0 },
    { type: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: 0 },
  ],
  TIMESTAMP_WITHOUT_TIME_ZONE: [
    { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 6 },
    { type: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 6 },
  ],
  TIMESTAMP_WITH_TIME_ZONE: [
    { root: 'TIMESTAMP_WITH_TIME_ZONE', nullable: true, precision: 9 },
    { type: 'TIMESTAMP_WITH_TIME_ZONE', nullable: true, precision: 9 },
  ],
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: [
    { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 3 },
    { type: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 3 },
  ],
  INTERVAL_YEAR_MONTH: [
    { root: 'INTERVAL_YEAR_MONTH', nullable: true, precision: 2, resolution: 'YEAR_TO_MONTH' },
    { type: 'INTERVAL_YEAR_MONTH', nullable: true, precision: 2, resolution: 'YEAR_TO_MONTH' },
  ],
  INTERVAL_DAY_TIME: [
    { root: 'INTERVAL_DAY_TIME', nullable: true, precision: 3, fractionalPrecision: 6, resolution: 'DAY_TO_SECOND' },
    { type: 'INTERVAL_DAY_TIME', nullable: true, precision: 3, fractionalPrecision: 6, resolution: 'DAY_TO_SECOND' },
  ],
  ARRAY: [
    { root: 'ARRAY', nullable: true, elementType: INT },
    { type: 'ARRAY', nullable: true, elementType: INT_BODY },
  ],
  MULTISET: [
    { root: 'MULTISET', nullable: true, elementType: STRING },
    { type: 'MULTISET', nullable: true, elementType: STRING_BODY },
  ],
  MAP: [
    { root: 'MAP', nullable: true, keyType: STRING, valueType: INT },
    { type: 'MAP', nullable: true, keyType: STRING_BODY, valueType: INT_BODY },
  ],
  ROW: [
    {
      root: 'ROW',
      nullable: true,
      fields: [
        { name: 'a', type: INT },
        { name: 'b c', type: STRING, description: 'text' },
      ],
    },
    {
      type: 'ROW',
      nullable: true,
      fields: [
        { name: 'a', fieldType: INT_BODY },
        { name: 'b c', fieldType: STRING_BODY, description: 'text' },
      ],
    },
  ],
  RAW: [
    { root: 'RAW', nullable: true, className: 'java.lang.Object', serializer: 'AAAA' },
    { type: 'RAW', nullable: true, class: 'java.lang.Object', serializer: 'AAAA' },
  ],
  NULL: [{ root: 'NULL', nullable: true }, { type: 'NULL' }],
}

describe('Types as Flink writes them', () => {
  test.each(Object.entries(TYPES))('%s is read and written without loss', (_root, [type, body]) => {
    expect(readLogicalType(body)).toEqual(type)
    expect(logicalTypeBody(type)).toEqual(body)
  })

  test('a type that this gateway does not know is an error that names it', () => {
    expect(() => readLogicalType({ type: 'HYPERCUBE', nullable: true })).toThrow(
      expect.objectContaining({ code: 'ENGINE.FAILED', publicMessage: expect.stringContaining('HYPERCUBE') }),
    )
    expect(() => readLogicalType({ type: 'toString' })).toThrow(expect.objectContaining({ code: 'ENGINE.FAILED' }))
  })

  test('types that lack what they consist of, and intervals of no known resolution, are errors', () => {
    for (const body of [
      { type: 'ARRAY' },
      { type: 'ROW' },
      ...[null, [null], [{}], [{ name: 'a' }], 'x'].map((fields) => ({
        type: 'ROW',
        fields: fields as unknown as readonly RowFieldBody[],
      })),
      { type: 'INTERVAL_DAY_TIME', resolution: 'CENTURY' },
      { type: 'INTERVAL_YEAR_MONTH', resolution: 'DAY' },
    ]) {
      expect(() => readLogicalType(body)).toThrow(expect.objectContaining({ code: 'ENGINE.FAILED' }))
    }
  })
})
