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

  test.each(['"fields":["1"]', '"fields":["1","2","3","4"]', '"more":1'])('refuses rows that have more values, or fewer: %s', (members) => {
    const text = `${HEAD}{"kind":"INSERT","fields":["1","2","3"],"more":1},{"kind":"INSERT",${members}}]}}`
    expect(() => exported('tsv', text, false)).toThrow('no page of a result')
  })

  test('keeps a row of JSON lines on a line, though the gateway indents its JSON', () => {
    const row = { kind: 'INSERT', fields: [{ a: [1, 'x y'] }, 12, null] }
    const shown = '{"a":{"a":[1,"x y"]},"b":12,"c":null}\n'
    expect(exported('jsonl', `${HEAD}${JSON.stringify(row, null, 2)}]}}`, false).text).toBe(shown)
    expect(exported('jsonl', `${HEAD}{"kind":"INSERT","fields":[{"a":[1,\n"x y"]},12\n,null\n]}]}}`, false).text).toBe(shown)
  })

  test('refuses a page that ends in the middle', () => {
    const whole = Buffer.from('[{"kind":"INSERT","fields":["a","b\\n",null]},{"kind":"INSERT","fields":["a",[1],12]}]}}')
    for (const format of ['csv', 'tsv', 'jsonl'] as const) {
      const pageOf = (length: number) => ({ body: whole.subarray(0, length), dataAt: 0, rows: () => [] })
      expect(createExporter(format, COLUMNS, false).page(pageOf(whole.length)).length).toBeGreaterThan(9)
      for (let length = 1; length <= whole.length - 2; length++) {
        expect(() => createExporter(format, COLUMNS, false).page(pageOf(length))).toThrow('no page of a result')
      }
    }
  })

  test('finds room for bytes that are no UTF-8, which become longer', () => {
    const broken = Buffer.concat([
      Buffer.from(`${HEAD}{"kind":"INSERT","fields":["a,`),
      Buffer.alloc(300_000, 0xff),
      Buffer.from(`","${'b'.repeat(500)}","c"]}]}}`),
    ])
    const dataAt = HEAD.length - 1
    const shown = createExporter('csv', COLUMNS, false)
      .page({ body: broken, dataAt, rows: () => [] })
      .toString()
    expect(shown).toBe(`"a,${'\u{fffd}'.repeat(300_000)}",${'b'.repeat(500)},c\n`)
  })
})
