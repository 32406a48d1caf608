import { describe, expect, test } from '@jest/globals'
import type { RowKind } from '@sql-gateway/gateway-common'
import fc from 'fast-check'
import { createMaterializedTable } from '../../src/terminal/view/materialized-table.js'
import { createChangelog, type RowStore } from '../../src/terminal/view/row-store.js'

const KINDS: Readonly<Record<string, RowKind>> = { '+I': 'INSERT', '-U': 'UPDATE_BEFORE', '+U': 'UPDATE_AFTER', '-D': 'DELETE' }

/** Adds rows such as `+I a`. */
function add(store: RowStore, ...changes: readonly string[]): RowStore {
  for (const change of changes) {
    const [mark = '', ...values] = change.split(' ')
    store.add({ kind: KINDS[mark] ?? 'INSERT', fields: values.map((value) => (value === 'NULL' ? null : value)) })
  }
  return store
}

function shown(store: RowStore, from = 0, to = 1_000): readonly string[] {
  return store.slice(from, to).map(({ fields }) => fields.join(' '))
}

describe('the materialized table', () => {
  test('shows what inserts, updates and deletes leave', () => {
    const table = createMaterializedTable(100)
    add(table, '+I a 1', '+I b 1', '+I c 1', '-U b 1', '+U b 2', '-D a 1')
    expect(shown(table)).toEqual(['b 2', 'c 1'])
    expect(table.size).toBe(2)
  })

  test('takes away one of several equal rows, the newest', () => {
    const table = add(createMaterializedTable(100), '+I x', '+I y', '+I x', '-D x')
    expect(shown(table)).toEqual(['x', 'y'])
  })

  test('tells NULL from a text', () => {
    const table = createMaterializedTable(100)
    table.add({ kind: 'INSERT', fields: ['null'] })
    table.add({ kind: 'DELETE', fields: [null] })
    expect(shown(table)).toEqual(['null'])
  })

  test('puts a new version without an old one at the end, and passes over what is not there', () => {
    const table = add(createMaterializedTable(100), '-D a', '+U b', '-U c', '+I d', '+U e')
    expect(shown(table)).toEqual(['b', 'd', 'e'])
  })

  test('keeps the newest rows', () => {
    const table = add(createMaterializedTable(3), '+I 1', '+I 2', '+I 3', '+I 4', '-D 1', '+I 5', '-D 3', '+I 6')
    expect(shown(table)).toEqual(['4', '5', '6'])
  })

  test('gives the rows of a page', () => {
    const table = add(createMaterializedTable(100), '+I 0', '+I 1', '-D 0', '+I 2', '+I 3')
    expect(shown(table, 1, 3)).toEqual(['2', '3'])
    expect(shown(table, 3, 9)).toEqual([])
  })

  test('goes on as before after very many changes', () => {
    const table = add(createMaterializedTable(100), '+I count 0')
    for (let i = 0; i < 10_000; i++) add(table, `-D count ${i}`, `+I count ${i + 1}`)
    // What is gone stays so.
    for (let i = 0; i < 10_000; i++) add(table, `-D count ${i}`)
    expect([table.size, ...shown(table)]).toEqual([1, 'count 10000'])
    add(table, '+I other 1', '-D count 10000', '+I count 0', '-U other 1', '+U other 2')
    expect(shown(table)).toEqual(['other 2', 'count 0'])
  })

  test('holds after any changes as many of each row as were added and not taken away', () => {
    const change = fc.tuple(fc.constantFrom('+I', '-U', '+U', '-D'), fc.constantFrom('a', 'b', 'c'))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const table = createMaterializedTable(1_000)
        const counts = new Map<string, number>()
        for (const [mark, value] of changes) {
          add(table, `${mark} ${value}`)
          const by = mark === '+I' || mark === '+U' ? 1 : -1
          counts.set(value, Math.max(0, (counts.get(value) ?? 0) + by))
        }
        const rows = shown(table)
        expect(table.size).toBe(rows.length)
        for (const value of ['a', 'b', 'c']) expect(rows.filter((row) => row === value)).toHaveLength(counts.get(value) ?? 0)
      }),
    )
  })
})

describe('the changelog', () => {
  test('has every row as it came, the newest of them', () => {
    const log = createChangelog(3)
    add(log, '+I 1', '-U 1', '+U 2')
    expect(shown(log)).toEqual(['1', '1', '2'])
    for (let i = 3; i < 20; i++) add(log, `+I ${i}`)
    expect(shown(log)).toEqual(['17', '18', '19'])
    expect(shown(log, 1, 2)).toEqual(['18'])
    expect(log.size).toBe(3)
  })
})
