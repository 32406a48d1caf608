import { describe, expect, test } from '@jest/globals'
import { BIGINT_TYPE, BOOLEAN_TYPE, INTEGER_TYPE, type LogicalType, STRING_TYPE, typeText, UNBOUNDED_LENGTH } from '../../src/index.js'

const TEXTS: readonly (readonly [string, LogicalType])[] = [
  ['BOOLEAN', BOOLEAN_TYPE],
  ['TINYINT', { root: 'TINYINT', nullable: true }],
  ['SMALLINT', { root: 'SMALLINT', nullable: false }],
  ['INT', INTEGER_TYPE],
  ['BIGINT', BIGINT_TYPE],
  ['FLOAT', { root: 'FLOAT', nullable: true }],
  ['DOUBLE', { root: 'DOUBLE', nullable: true }],
  ['DATE', { root: 'DATE', nullable: true }],
  ['VARIANT', { root: 'VARIANT', nullable: true }],
  ['BITMAP', { root: 'BITMAP', nullable: true }],
  ['NULL', { root: 'NULL', nullable: true }],
  ['CHAR(3)', { root: 'CHAR', nullable: true, length: 3 }],
  ['VARCHAR(20)', { root: 'VARCHAR', nullable: true, length: 20 }],
  ['STRING', STRING_TYPE],
  ['BINARY(2)', { root: 'BINARY', nullable: true, length: 2 }],
  ['VARBINARY(9)', { root: 'VARBINARY', nullable: true, length: 9 }],
  ['BYTES', { root: 'VARBINARY', nullable: true, length: UNBOUNDED_LENGTH }],
  ['DECIMAL(10, 2)', { root: 'DECIMAL', nullable: true, precision: 10, scale: 2 }],
  ['TIME(0)', { root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: 0 }],
  ['TIMESTAMP(6)', { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 6 }],
  ['TIMESTAMP(3) WITH TIME ZONE', { root: 'TIMESTAMP_WITH_TIME_ZONE', nullable: true, precision: 3 }],
  ['TIMESTAMP_LTZ(3)', { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 3 }],
  ['INTERVAL YEAR(4)', { root: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'YEAR', precision: 4 }],
  ['INTERVAL MONTH(2)', { root: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'MONTH', precision: 2 }],
  ['INTERVAL YEAR(4) TO MONTH', { root: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'YEAR_TO_MONTH', precision: 4 }],
  ['INTERVAL DAY(2)', { root: 'INTERVAL_DAY_TIME', nullable: true, resolution: 'DAY', precision: 2, fractionalPrecision: 6 }],
  [
    'INTERVAL DAY(2) TO HOUR',
    { root: 'INTERVAL_DAY_TIME', nullable: true, resolution: 'DAY_TO_HOUR', precision: 2, fractionalPrecision: 6 },
  ],
  [
    'INTERVAL DAY(2) TO SECOND(6)',
    { root: 'INTERVAL_DAY_TIME', nullable: true, resolution: 'DAY_TO_SECOND', precision: 2, fractionalPrecision: 6 },
  ],
  ['INTERVAL SECOND(2, 3)', { root: 'INTERVAL_DAY_TIME', nullable: true, resolution: 'SECOND', precision: 2, fractionalPrecision: 3 }],
  ['ARRAY<INT>', { root: 'ARRAY', nullable: true, elementType: INTEGER_TYPE }],
  ['ARRAY<INT NOT NULL>', { root: 'ARRAY', nullable: true, elementType: { root: 'INTEGER', nullable: false } }],
  ['MULTISET<STRING>', { root: 'MULTISET', nullable: true, elementType: STRING_TYPE }],
  [
    'MAP<STRING, ARRAY<BIGINT>>',
    { root: 'MAP', nullable: true, keyType: STRING_TYPE, valueType: { root: 'ARRAY', nullable: true, elementType: BIGINT_TYPE } },
  ],
  [
    'ROW<`a` INT, `b ``x``` STRING NOT NULL>',
    {
      root: 'ROW',
      nullable: true,
      fields: [
        { name: 'a', type: INTEGER_TYPE },
        { name: 'b `x`', type: { root: 'VARCHAR', nullable: false, length: UNBOUNDED_LENGTH } },
      ],
    },
  ],
  ["RAW('java.lang.Object', 'AAAA')", { root: 'RAW', nullable: true, className: 'java.lang.Object', serializer: 'AAAA' }],
]

describe('typeText', () => {
  test.each(TEXTS)('writes %s', (text, type) => {
    expect(typeText(type)).toBe(text)
  })
})
