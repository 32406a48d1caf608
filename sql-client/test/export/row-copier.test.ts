import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createExporter, type ExportFormat } from '../../src/export/exporter.js'
import { column, pageOf } from '../support/pages.js'

const COLUMNS = [column('a'), column('b'), column('c')]
const HEAD = '{"resultType":"PAYLOAD","resultKind":"SUCCESS_WITH_CONTENT","isQueryResult":true,"results":{"columns":[],"data":['

/** Characters that formats treat in their own ways, as gateways may write them. */
const SPECIAL = [
  '\\"',
  '\\\\',
  '\\/',
  '\\n',
  '\\r',
  '\\t',
  '\\u0000',
  '\\u2028',
  '\\ud800',
  '\\ud83d\\udc4d',
  ',',
  ' ',
  '日',
  '👍',
  '\u00a0',
]
const part = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[ !#-[\]-~]{0,9}$/) },
  fc.constantFrom(...SPECIAL),
  fc.integer({ min: 90, max: 300 }).map((length) => 'x'.repeat(length)),
)
const textValue = fc.array(part, { maxLength: 5 }).map((parts) => `"${parts.join('')}"`)
const otherValue = fc.constantFrom('null', '12', '-0.5e3', 'true', '[1,{"a":"]"}]', '{"a":[",",null]}', '[]')
const value = fc.oneof({ weight: 3, arbitrary: textValue }, otherValue)
const row = fc.record({
  kind: fc.oneof({ weight: 5, arbitrary: fc.constant('INSERT') }, fc.constantFrom('DELETE', 'UPDATE_AFTER')),
  fields: fc.array(value, { minLength: 3, maxLength: 3 }),
})

/** A page, with blanks between the parts of rows or without. */
function pageText(rows: readonly { readonly kind: string; readonly fields: readonly string[] }[], blank: string): string {
  const texts = rows.map(({ kind, fields }) => `{"kind":${blank}"${kind}","fields":[${fields.join(`,${blank}`)}]}`)
  return `${HEAD}${texts.join(`,${blank}`)}]}}`
}

function exported(format: ExportFormat, text: string, withKinds: boolean): { readonly text: string; readonly rowCount: number } {
  const exporter = createExporter(format, COLUMNS, withKinds)
  return { text: exporter.page(pageOf(text)).toString(), rowCount: exporter.rowCount }
}

describe('export/row-copier', () => {
  test.each(['csv', 'tsv', 'jsonl'] as const)('writes the same as %s as what looks at each value', (format) => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.boolean(), (rows, withKinds) => {
        const looked = exported(format, pageText(rows, ' '), withKinds)
        expect(exported(format, pageText(rows, ''), withKinds)).toEqual(looked)
        expect(looked.rowCount).toBe(rows.length)
      }),
      { numRuns: 300 },
    )
  })

  test('leaves rows to others that have more values, or fewer, or go on behind them', () => {
    const rows = ['"fields":["1"]', '"fields":["1","2","3","4"]', '"fields":["1","2","3"],"more":1', '"fields":["1","2","3"]']
    const text = `${HEAD}${rows.map((members) => `{"kind":"INSERT",${members}}`).join(',')}]}}`
    expect(exported('tsv', text, false)).toEqual({ text: '1\n1\t2\t3\n1\t2\t3\n1\t2\t3\n', rowCount: 4 })
  })

  test('comes to an end where a page ends in the middle', () => {
    const whole = Buffer.from('[{"kind":"INSERT","fields":[1,[2],null]},{"kind":"INSERT","fields":[3,{"a":4},12]}]')
    for (let length = 1; length < whole.length; length++) {
      for (const format of ['csv', 'tsv', 'jsonl'] as const) {
        const exporter = createExporter(format, COLUMNS, false)
        const body = whole.subarray(0, length)
        expect(exporter.page({ body, dataAt: 0, rows: () => [] }).length).toBeLessThan(100)
      }
    }
  })
})
