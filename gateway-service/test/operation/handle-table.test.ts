import { describe, expect, test } from '@jest/globals'
import { createHandleTable } from '../../src/operation/handle-table.js'

describe('gateway-service/operation/handle-table', () => {
  test('things are found by their handles until they are taken out', () => {
    const table = createHandleTable<number>()
    table.set('a', 1)
    table.set('b', 2)
    table.delete('a')
    table.delete('a')
    expect([table.size, table.get('a'), table.get('b')]).toEqual([1, undefined, 2])
  })

  test('an iteration passes over what goes meanwhile, and comes to what is added', () => {
    const table = createHandleTable<number>()
    for (const n of [1, 2, 3]) table.set(String(n), n)
    const seen: number[] = []
    for (const n of table.values()) {
      seen.push(n)
      table.delete('2')
      if (n === 1) table.set('4', 4)
    }
    expect(seen).toEqual([1, 3, 4])
  })
})
