import { expect, test } from '@jest/globals'
import { BIGINT_TYPE, holdsType, INTEGER_TYPE, type LogicalType, STRING_TYPE } from '../../src/index.js'

const isBigint = (type: LogicalType) => type.root === 'BIGINT'

test('holdsType finds a type by itself and within every type that is made of others', () => {
  const wrappings: readonly ((type: LogicalType) => LogicalType)[] = [
    (type) => type,
    (elementType) => ({ root: 'ARRAY', nullable: true, elementType }),
    (elementType) => ({ root: 'MULTISET', nullable: true, elementType }),
    (keyType) => ({ root: 'MAP', nullable: true, keyType, valueType: STRING_TYPE }),
    (valueType) => ({ root: 'MAP', nullable: true, keyType: STRING_TYPE, valueType }),
    (type) => ({
      root: 'ROW',
      nullable: true,
      fields: [
        { name: 'a', type: STRING_TYPE },
        { name: 'b', type },
      ],
    }),
  ]
  for (const outer of wrappings) {
    for (const inner of wrappings) {
      expect(holdsType(outer(inner(BIGINT_TYPE)), isBigint)).toBe(true)
      expect(holdsType(outer(inner(INTEGER_TYPE)), isBigint)).toBe(false)
    }
  }
})
