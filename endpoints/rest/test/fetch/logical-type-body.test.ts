import { describe, expect, test } from '@jest/globals'
import { LAYOUTS_OF_TYPE, type LogicalType } from '@sql-gateway/gateway-common'
import { logicalTypeBody } from '../../src/fetch/logical-type-body.js'

const INT: LogicalType = { root: 'INTEGER', nullable: true }
const INT_TEXT = '{"type":"INTEGER","nullable":true}'

/** Each type with the JSON text that Flink's clients read. */
const TYPES: readonly (readonly [LogicalType, string])[] = [
  ...(['BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'FLOAT', 'DOUBLE', 'DATE', 'VARIANT', 'BITMAP'] as const).map(
    (root) => [{ root, nullable: false }, `{"type":"${root}","nullable":false}`] as const,
  ),
  ...(['CHAR', 'VARCHAR', 'BINARY', 'VARBINARY'] as const).map(
    (root) => [{ root, nullable: true, length: 0 }, `{"type":"${root}","nullable":true,"length":0}`] as const,
  ),
  ...(['TIME_WITHOUT_TIME_ZONE', 'TIMESTAMP_WITHOUT_TIME_ZONE', 'TIMESTAMP_WITH_TIME_ZONE', 'TIMESTAMP_WITH_LOCAL_TIME_ZONE'] as const).map(
    (root) => [{ root, nullable: true, precision: 3 }, `{"type":"${root}","nullable":true,"precision":3}`] as const,
  ),
  [{ root: 'DECIMAL', nullable: true, precision: 10, scale: 2 }, '{"type":"DECIMAL","nullable":true,"precision":10,"scale":2}'],
  [
    { root: 'INTERVAL_YEAR_MONTH', nullable: true, precision: 4, resolution: 'YEAR_TO_MONTH' },
    '{"type":"INTERVAL_YEAR_MONTH","nullable":true,"precision":4,"resolution":"YEAR_TO_MONTH"}',
  ],
  [
    { root: 'INTERVAL_DAY_TIME', nullable: true, precision: 3, fractionalPrecision: 6, resolution: 'DAY_TO_SECOND' },
    '{"type":"INTERVAL_DAY_TIME","nullable":true,"precision":3,"fractionalPrecision":6,"resolution":"DAY_TO_SECOND"}',
  ],
  [{ root: 'ARRAY', nullable: true, elementType: INT }, `{"type":"ARRAY","nullable":true,"elementType":${INT_TEXT}}`],
  [{ root: 'MULTISET', nullable: true, elementType: INT }, `{"type":"MULTISET","nullable":true,"elementType":${INT_TEXT}}`],
  [
    { root: 'MAP', nullable: true, keyType: INT, valueType: INT },
    `{"type":"MAP","nullable":true,"keyType":${INT_TEXT},"valueType":${INT_TEXT}}`,
  ],
  [
    {
      root: 'ROW',
      nullable: true,
      fields: [
        { name: 'a', type: INT },
        { name: 'b', type: INT, description: 'd' },
      ],
    },
    `{"type":"ROW","nullable":true,"fields":[{"name":"a","fieldType":${INT_TEXT}},{"name":"b","fieldType":${INT_TEXT},"description":"d"}]}`,
  ],
  [{ root: 'RAW', nullable: true, className: 'c', serializer: 's' }, '{"type":"RAW","nullable":true,"class":"c","serializer":"s"}'],
  [{ root: 'NULL', nullable: true }, '{"type":"NULL"}'],
]

describe('fetch/logical-type-body', () => {
  test.each(TYPES)('writes %j', (type, text) => {
    expect(JSON.stringify(logicalTypeBody(type))).toBe(text)
  })

  test('the samples above leave out no type', () => {
    expect(new Set(TYPES.map(([{ root }]) => root))).toEqual(new Set(Object.keys(LAYOUTS_OF_TYPE)))
  })
})
