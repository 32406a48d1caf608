import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createTablePrinter, type TableOptions } from '../../src/print/table-printer.js'
import type { TextRow } from '../../src/result/statement-result.js'
import { displayWidth } from '../../src/terminal/text/display-width.js'
import { column } from '../support/pages.js'

const PIPE: TableOptions = { withKinds: false, maxColumnWidth: undefined, screenWidth: undefined }
const COLUMNS = [column('n', 'BIGINT'), column('text')]

function rows(...fields: readonly (readonly (string | null)[])[]): readonly TextRow[] {
  return fields.map((values) => ({ kind: 'INSERT', fields: values }))
}

describe('print/table-printer', () => {
  test('sets numbers to the right and all else to the left, in cells of a terminal', () => {
    const printer = createTablePrinter(COLUMNS, PIPE)
    expect(printer.rows(rows(['1', 'größe'], ['-20', '日本👍'], [null, null])) + printer.end()).toBe(`\
+--------+--------+
|      n | text   |
+--------+--------+
|      1 | größe  |
|    -20 | 日本👍 |
| <NULL> | <NULL> |
+--------+--------+
`)
  })

  test('grows from where wider rows come', () => {
    const printer = createTablePrinter(COLUMNS, PIPE)
    expect(printer.rows(rows(['1', 'a'])) + printer.rows(rows(['2', 'longer'])) + printer.rows(rows(['3', 'b'])) + printer.end()).toBe(`\
+---+------+
| n | text |
+---+------+
| 1 | a    |
+---+--------+
| 2 | longer |
| 3 | b      |
+---+--------+
`)
  })

  test('shows the kinds of rows of a stream, in columns as wide as their types', () => {
    const printer = createTablePrinter([column('n', 'INTEGER')], { ...PIPE, withKinds: true })
    expect(
      printer.rows([
        { kind: 'UPDATE_AFTER', fields: ['7'] },
        { kind: 'DELETE', fields: ['8'] },
      ]),
    ).toBe(`\
+----+-------------+
| op |           n |
+----+-------------+
| +U |           7 |
| -D |           8 |
`)
  })

  test('makes what a terminal would obey visible', () => {
    const printer = createTablePrinter([column('a\u001b[2J')], PIPE)
    expect(printer.rows(rows(['x\ny\u001b]0;title\u0007']))).toContain('| x\\ny\\x1B]0;title\\x07 |')
    expect(printer.rows(rows(['a']))).not.toMatch(/(?!\n)\p{Control}/u)
  })

  test('cuts texts to the width that was set, and numbers never', () => {
    const printer = createTablePrinter(COLUMNS, { ...PIPE, maxColumnWidth: 4 })
    expect(printer.rows(rows(['123456', 'abcdef']))).toContain('| 123456 | abc… |')
  })

  test('lets a very long value stand out where the output is no screen, and loses nothing of it', () => {
    const long = 'x'.repeat(1_000_000)
    const shown = createTablePrinter(COLUMNS, PIPE).rows(rows(['1', 'a'], ['2', long]))
    expect(shown).toContain(`| 2 | ${long} |`)
    expect(shown.length).toBeLessThan(1_004_000)
  })

  test('cuts what nobody reads on a screen, and says how much it was', () => {
    const shown = createTablePrinter(COLUMNS, { ...PIPE, screenWidth: 80 }).rows(rows(['1', 'x'.repeat(1_000_000)]))
    expect(shown.replaceAll(/\n +\| | /g, '')).toContain('…(900000morecharacters)')
    expect(shown.length).toBeLessThan(120_000)
  })

  test('prints rows that are wider than the screen as blocks, with every part of every value', () => {
    const printer = createTablePrinter(COLUMNS, { ...PIPE, screenWidth: 20 })
    expect(printer.rows(rows(['1', 'abcdefghijklmnopqrstuvwxyz'], [null, ''])) + printer.end()).toBe(`\
-[ 1 ]--------------
n    | 1
text | abcdefghijklm
     | nopqrstuvwxyz
-[ 2 ]--------------
n    | <NULL>
text |
`)
  })

  test('prints tables without columns and without rows', () => {
    expect(createTablePrinter([], PIPE).rows(rows([], []))).toBe('+\n|\n+\n|\n|\n')
    expect(createTablePrinter(COLUMNS, PIPE).rows([]) + createTablePrinter(COLUMNS, PIPE).end()).toBe('')
  })

  test('never writes a line that is wider than the screen', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 40 })
    const table = fc.array(fc.tuple(fc.option(texts), fc.option(texts), fc.option(texts)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(table, { minLength: 1, maxLength: 3 }), texts, fc.integer({ min: 2, max: 60 }), (pages, name, screenWidth) => {
        const printer = createTablePrinter([column(name), column('b', 'BIGINT'), column('c')], { ...PIPE, screenWidth })
        const shown = pages.map((page) => printer.rows(rows(...page))).join('') + printer.end()
        const widest = Math.max(...shown.split('\n').map(displayWidth))
        // A frame cannot be narrower than its bars.
        expect(widest).toBeLessThanOrEqual(Math.max(screenWidth, 13))
      }),
    )
  })
})
