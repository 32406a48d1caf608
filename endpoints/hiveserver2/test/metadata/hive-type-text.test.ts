import { describe, expect, test } from '@jest/globals'
import { everyType } from '@sql-gateway/gateway-common/testkit'
import { hiveTypeText } from '../../src/metadata/hive-type-text.js'

describe('metadata/hive-type-text', () => {
  test('writes every type in the words of Hive', () => {
    const texts = Object.fromEntries(everyType().schema.columns.map(({ type }) => [type.root, hiveTypeText(type)]))
    expect(texts).toMatchObject({
      INTEGER: 'int',
      VARCHAR: 'string',
      DECIMAL: 'decimal(38,10)',
      TIMESTAMP_WITHOUT_TIME_ZONE: 'timestamp',
      VARBINARY: 'binary',
      ARRAY: 'array<int>',
      MAP: 'map<string,int>',
      MULTISET: 'map<string,int>',
      ROW: 'struct<number:int,word:string>',
      NULL: 'void',
    })
    expect(Object.values(texts).every((text) => /^[a-z]/.test(text))).toBe(true)
  })

  test('writes lengths', () => {
    expect(hiveTypeText({ root: 'VARCHAR', nullable: true, length: 9 })).toBe('varchar(9)')
    expect(hiveTypeText({ root: 'CHAR', nullable: true, length: 3 })).toBe('char(3)')
  })
})
