import { describe, expect, test } from '@jest/globals'
import type { ColumnVector } from '@sql-gateway/gateway-common'
import fc from 'fast-check'
import { nullBitmap } from '../../src/wire/null-bitmap.js'
import { withNulls } from '../support/vectors.js'

function vectorOf(isNull: readonly boolean[]): ColumnVector {
  const vector = { layout: 'bool', length: isNull.length, values: new Uint8Array(isNull.length) } as const
  return withNulls(
    vector,
    isNull.flatMap((value, i) => (value ? [i] : [])),
  )
}

describe('wire/null-bitmap', () => {
  test('has no bytes where nothing is null', () => {
    expect(nullBitmap([vectorOf([false, false])], 2)).toHaveLength(0)
  })

  test('puts the first row into the lowest bit', () => {
    expect([...nullBitmap([vectorOf([true, false, false, true])], 4)]).toEqual([0b1001])
  })

  test('marks every row of an untyped null', () => {
    expect([...nullBitmap([vectorOf([false]), { layout: 'null', length: 9 }], 10)]).toEqual([0b11111110, 0b11])
  })

  test('takes no bit beyond a batch for a null, whatever an engine leaves there', () => {
    const vector = { layout: 'bool', length: 3, values: new Uint8Array(3), validity: Uint8Array.of(0b00000101) } as const
    expect([...nullBitmap([vector, vectorOf([false, true])], 5)]).toEqual([0b00010010])
  })

  test('joins batches of any length and sets no bit beyond the rows', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.boolean(), { maxLength: 20 })), (parts) => {
        const all = parts.flat()
        const bitmap = nullBitmap(parts.map(vectorOf), all.length)
        for (let row = 0; row < bitmap.length * 8; row++) {
          expect(((bitmap[row >> 3] as number) & (1 << (row & 7))) !== 0).toBe(all[row] ?? false)
        }
        if (all.includes(true)) expect(bitmap).toHaveLength(Math.ceil(all.length / 8))
      }),
    )
  })
})
