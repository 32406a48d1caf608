import { describe, expect, test } from '@jest/globals'
import type { RowKind } from '@sql-gateway/gateway-common'
import fc from 'fast-check'
import { createMaterializedTable } from '../../src/terminal/view/materialized-table.js'
import { createChangelog, type RowLimits, type RowStore, rowWeight } from '../../src/terminal/view/row-store.js'

const KINDS: Readonly<Record<string, RowKind>> = { '+I': 'INSERT', '-U': 'UPDATE_BEFORE', '+U': 'UPDATE_AFTER', '-D': 'DELETE' }

function limits(maxRows: number, maxWeight = 1_000_000): RowLimits {
  return { maxRows, maxWeight }
}

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
    const table = createMaterializedTable(limits(100))
    add(table, '+I a 1', '+I b 1', '+I c 1', '-U b 1', '+U b 2', '-D a 1')
    expect(shown(table)).toEqual(['b 2', 'c 1'])
    expect(table.size).toBe(2)
  })

  test('takes away one of several equal rows, the newest', () => {
    const table = add(createMaterializedTable(limits(100)), '+I x', '+I y', '+I x', '-D x')
    expect(shown(table)).toEqual(['x', 'y'])
  })

  test('tells NULL from a text', () => {
    const table = createMaterializedTable(limits(100))
    table.add({ kind: 'INSERT', fields: ['null'] })
    table.add({ kind: 'DELETE', fields: [null] })
    expect(shown(table)).toEqual(['null'])
  })

  test('puts a new version without an old one at the end, and passes over what is not there', () => {
    const table = add(createMaterializedTable(limits(100)), '-D a', '+U b', '-U c', '+I d', '+U e')
    expect(shown(table)).toEqual(['b', 'd', 'e'])
  })

  test('keeps the newest rows', () => {
    const table = add(createMaterializedTable(limits(3)), '+I 1', '+I 2', '+I 3', '+I 4', '-D 1', '+I 5', '-D 3', '+I 6')
    expect(shown(table)).toEqual(['4', '5', '6'])
    expect(table.dropped).toBe(2)
  })

  test('takes away equal rows also when older ones of them were dropped', () => {
    const table = add(createMaterializedTable(limits(3)), '+I a', '+I a', '+I b', '+I a', '+I a')
    expect(shown(table)).toEqual(['b', 'a', 'a'])
    add(table, '-D a', '-D a', '-D a', '-D a')
    expect([table.size, ...shown(table)]).toEqual([1, 'b'])
  })

  test('takes as long for equal rows as for others', () => {
    const table = createMaterializedTable(limits(20_000, Number.POSITIVE_INFINITY))
    for (let i = 0; i < 200_000; i++) table.add({ kind: 'INSERT', fields: ['x'] })
    expect([table.size, table.dropped]).toEqual([20_000, 180_000])
  })

  test('keeps fewer rows where they are large, and one in any case', () => {
    const row = { kind: 'INSERT', fields: ['x'.repeat(1_000)] } as const
    for (const store of [createMaterializedTable(limits(100, 3 * rowWeight(row))), createChangelog(limits(100, 3 * rowWeight(row)))]) {
      for (let i = 0; i < 10; i++) store.add(row)
      expect([store.size, store.dropped]).toEqual([3, 7])
      store.add({ kind: 'INSERT', fields: ['y'.repeat(10_000)] })
      expect([store.size, store.dropped]).toEqual([1, 10])
      add(store, '+I small')
      expect(shown(store).at(-1)).toBe('small')
    }
  })

  test('gives the rows of a page', () => {
    const table = add(createMaterializedTable(limits(100)), '+I 0', '+I 1', '-D 0', '+I 2', '+I 3')
    expect(shown(table, 1, 3)).toEqual(['2', '3'])
    expect(shown(table, 3, 9)).toEqual([])
  })

  test('goes on as before after very many changes', () => {
    const table = add(createMaterializedTable(limits(100)), '+I count 0')
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
        const table = createMaterializedTable(limits(1_000))
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
    const log = createChangelog(limits(3))
    add(log, '+I 1', '-U 1', '+U 2')
    expect(shown(log)).toEqual(['1', '1', '2'])
    for (let i = 3; i < 20; i++) add(log, `+I ${i}`)
    expect(shown(log)).toEqual(['17', '18', '19'])
    expect(shown(log, 1, 2)).toEqual(['18'])
    expect([log.size, log.dropped]).toEqual([3, 17])
    for (let i = 20; i < 20_000; i++) add(log, `+I ${i}`)
    expect(shown(log)).toEqual(['19997', '19998', '19999'])
  })
})
