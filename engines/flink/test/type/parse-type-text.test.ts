import { describe, expect, test } from '@jest/globals'
import { type LogicalType, STRING_TYPE, typeText } from '@sql-gateway/gateway-common'
import { parseTypeText } from '../../src/type/parse-type-text.js'

const PLAIN = [
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INT',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'DATE',
  'VARIANT',
  'BITMAP',
  'CHAR(3)',
  'VARCHAR(20)',
  'STRING',
  'BINARY(4)',
  'VARBINARY(5)',
  'BYTES',
  'DECIMAL(10, 2)',
  'TIME(0)',
  'TIMESTAMP(6)',
  'TIMESTAMP_LTZ(3)',
  'TIMESTAMP(3) WITH TIME ZONE',
  'INTERVAL YEAR(4) TO MONTH',
  'INTERVAL MONTH(2)',
  'INTERVAL DAY(2) TO SECOND(6)',
  'INTERVAL SECOND(2, 3)',
  'INTERVAL HOUR(2) TO MINUTE',
  'ARRAY<INT NOT NULL>',
  'MULTISET<STRING>',
  'MAP<STRING NOT NULL, ARRAY<DECIMAL(3, 1)>>',
  'ROW<`a` INT, `b ``c` ROW<`d` STRING NOT NULL>>',
  "RAW('java.lang.Object', 'AAAA')",
  'NULL',
]

describe('Types as DESCRIBE writes them', () => {
  test.each(PLAIN)('%s is read', (text) => {
    expect(typeText(parseTypeText(text, true))).toBe(text)
  })

  test('nullability comes from beside the text', () => {
    expect(parseTypeText('INT', false)).toEqual({ root: 'INTEGER', nullable: false })
  })

  test.each([
    ['TIMESTAMP(3) *ROWTIME*', { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 3 }],
    ['TIMESTAMP_LTZ(3) *PROCTIME*', { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 3 }],
    ['TIMESTAMP(9) WITH LOCAL TIME ZONE', { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 9 }],
    [
      "ROW<`a` INT 'what it is'>",
      { root: 'ROW', nullable: true, fields: [{ name: 'a', type: { root: 'INTEGER', nullable: true }, description: 'what it is' }] },
    ],
    ["RAW('java.lang.Object', ...)", { root: 'RAW', nullable: true, className: 'java.lang.Object', serializer: '' }],
  ] satisfies (readonly [string, LogicalType])[])('%s keeps what the type system knows of it', (text, type) => {
    expect(parseTypeText(text, true)).toEqual(type)
  })

  test.each([
    '',
    'POINT',
    '*com.example.Pojo<`a` INT>*',
    'ARRAY<',
    'ARRAY<INT',
    'MAP<INT>',
    'ROW<a>',
    'INT INT',
    'INT NOT',
    'INTERVAL WEEK(2)',
  ])('%j is taken for a STRING', (text) => {
    expect(parseTypeText(text, true)).toEqual(STRING_TYPE)
  })
})
