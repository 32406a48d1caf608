import { describe, expect, test } from '@jest/globals'
import { everyType } from '@sql-gateway/gateway-common/testkit'
import { VERSION } from '../../src/mapping/protocol-version.js'
import { wireTypeOf } from '../../src/mapping/wire-types.js'
import { PLAIN_TEXT } from '../../src/text/scalar-text.js'
import { encodeRows } from '../../src/wire/row-encoder.js'

const MEMBERS = {
  bool: 'boolVal',
  byte: 'byteVal',
  i16: 'i16Val',
  i32: 'i32Val',
  i64: 'i64Val',
  double: 'doubleVal',
  text: 'stringVal',
  binary: 'none below version 6',
} as const

describe('wire/row-encoder', () => {
  const { schema, batch } = everyType()
  const columns = schema.columns.map(({ type }) => ({ type, form: wireTypeOf(type, VERSION.V1).form }))
  const rows = encodeRows(columns, batch, PLAIN_TEXT)

  test('fills the member of each type and no other', () => {
    for (const row of rows) {
      const members = row.colVals.map((cell) => Object.entries(cell).flatMap(([member, value]) => (value === null ? [] : [member])))
      expect(members).toEqual(columns.map(({ form }) => [MEMBERS[form]]))
    }
  })

  test('leaves the value of a null unset inside its member', () => {
    const nulls = rows.at(-1)?.colVals.map((cell) => Object.values(cell).find((value) => value !== null))
    expect(nulls?.every((inner) => Reflect.get(inner as object, 'value') === null)).toBe(true)
  })

  test('sends binary values as the bytes of a string', () => {
    const at = schema.columns.findIndex(({ type }) => type.root === 'VARBINARY')
    expect(Buffer.from(Reflect.get(rows[0]?.colVals[at]?.stringVal as object, 'value') as Uint8Array)).toEqual(Buffer.from([1, 2, 3]))
  })
})
