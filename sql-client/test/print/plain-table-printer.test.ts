import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createPlainTablePrinter } from '../../src/print/plain-table-printer.js'
import { createTablePrinter } from '../../src/print/table-printer.js'
import type { TextRow } from '../../src/result/statement-result.js'
import { answerText, column, pageOf } from '../support/pages.js'

type Values = readonly (string | null)[]

const COLUMNS = [column('n', 'BIGINT'), column('größe'), column('c')]

/** Prints pages of rows, of which each may have blanks between its parts. */
function plain(
  pages: readonly { readonly rows: readonly Values[]; readonly hasBlanks?: boolean }[],
  width?: number,
  columns = COLUMNS,
): string {
  const printer = createPlainTablePrinter(columns, width)
  const shown = pages.map(({ rows, hasBlanks = false }) => {
    const text = answerText(columns, rows)
    const spaced = text.replaceAll('{"kind":"INSERT","fields":', ' { "kind": "INSERT" , "fields": ')
    return Buffer.from(printer.print([printer.rows.of(pageOf(hasBlanks ? spaced : text))])).toString()
  })
  return shown.join('') + printer.end()
}

function byValues(pages: readonly { readonly rows: readonly Values[] }[], maxColumnWidth?: number, columns = COLUMNS): string {
  const printer = createTablePrinter(columns, { withKinds: false, maxColumnWidth, screenWidth: undefined })
  const rowsOf = (rows: readonly Values[]): readonly TextRow[] => rows.map((fields) => ({ kind: 'INSERT', fields }))
  return pages.map(({ rows }) => printer.rows(rowsOf(rows))).join('') + printer.end()
}

describe('print/plain-table-printer', () => {
  test('prints the same as what makes values of all cells', () => {
    const text = fc.oneof(
      fc.stringMatching(/^[ -~]{0,12}$/),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.integer({ min: 500, max: 530 }).map((length) => 'x'.repeat(length)),
    )
    const row = fc.array(fc.option(text), { minLength: 3, maxLength: 3 })
    const page = fc.record({ rows: fc.array(row, { maxLength: 40 }), hasBlanks: fc.boolean() })
    fc.assert(
      fc.property(fc.array(page, { maxLength: 3 }), fc.option(fc.integer({ min: 1, max: 15 }), { nil: undefined }), (pages, width) => {
        expect(plain(pages, width)).toBe(byValues(pages, width))
      }),
    )
  })

  test.each([[['1']], [['1', '2', '3', '4']]])('refuses rows that have more values than columns, or fewer: %j', (row) => {
    expect(() => plain([{ rows: [['5', '6', '7'], row] }])).toThrow('no page of a result')
  })

  test('prints rows with blanks within, whatever stands before them', () => {
    const row = '{"kind":"INSERT","fields":[ "1" , 2,\n"c"]}'
    const body = Buffer.from(`[{"kind":"INSERT","fields":["1","2","c"]},${row},${row}]}}`)
    const printer = createPlainTablePrinter(COLUMNS, undefined)
    const shown = Buffer.from(printer.print([printer.rows.of({ body, dataAt: 0, rows: () => [] })])).toString()
    expect(shown.match(/\| 1 \| 2 {5}\| c \|\n/g)).toHaveLength(3)
  })

  test('prints rows without columns', () => {
    expect(plain([{ rows: [[], []] }], undefined, [])).toBe('+\n|\n+\n|\n|\n+\n')
  })

  test('keeps rows when the memory of their page is used again', () => {
    const page = pageOf(answerText(COLUMNS, [['1', 'a', null]]))
    const printer = createPlainTablePrinter(COLUMNS, undefined)
    const kept = printer.rows.kept(printer.rows.of(page))
    page.body.fill(0)
    expect(Buffer.from(printer.print([kept])).toString()).toContain('| 1 | a     | <NULL> |')
  })

  test('refuses a page that ends in the middle', () => {
    const whole = Buffer.from('[{"kind":"INSERT","fields":[null,"a",null]},{"kind":"INSERT","fields":[null,"\\n",null]}]}}')
    const printer = createPlainTablePrinter(COLUMNS, undefined)
    expect(printer.rows.of({ body: whole, dataAt: 0, rows: () => [] }).rowCount).toBe(2)
    for (let length = 1; length <= whole.length - 2; length++) {
      expect(() => printer.rows.of({ body: whole.subarray(0, length), dataAt: 0, rows: () => [] })).toThrow('no page of a result')
    }
  })
})
