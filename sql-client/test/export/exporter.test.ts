import { describe, expect, test } from '@jest/globals'
import { createExporter, type ExportFormat } from '../../src/export/exporter.js'
import { answerText, column, pageOf } from '../support/pages.js'

const COLUMNS = [column('id', 'BIGINT'), column('a, "b"'), column('id')]
const TEXTS = [
  ['1', 'plain', null],
  ['-2', '', 'tab\there'],
  [null, 'comma, "quote"', 'line\nfeed \\ back'],
  ['9223372036854775807', ' blank', 'größe 日本 \u{1f44d} \u2028 /'],
]

function exported(format: ExportFormat, text: string, columns = COLUMNS, withKinds = false): string {
  const exporter = createExporter(format, columns, withKinds)
  return `${exporter.header()}${exporter.page(pageOf(text))}`
}

describe('export/exporter', () => {
  test('writes CSV with quotes where they are needed, and tells NULL from the empty text', () => {
    expect(exported('csv', answerText(COLUMNS, TEXTS))).toBe(
      'id,"a, ""b""",id\n1,plain,\n-2,"",tab\there\n,"comma, ""quote""","line\nfeed \\ back"\n9223372036854775807," blank",größe 日本 👍 \u2028 /\n',
    )
  })

  test('writes TSV with escapes, and NULL as \\N', () => {
    expect(exported('tsv', answerText(COLUMNS, TEXTS))).toBe(
      'id\ta, "b"\tid\n1\tplain\t\\N\n-2\t\ttab\\there\n\\N\tcomma, "quote"\tline\\nfeed \\\\ back\n9223372036854775807\t blank\tgröße 日本 👍 \u2028 /\n',
    )
  })

  test('writes JSON lines with every digit as it came, and names that are equal told apart', () => {
    const text = answerText(COLUMNS, [['N', { a: [1, null] }, true]]).replace('"N"', '12345678901234567890.10')
    expect(exported('jsonl', text)).toBe('{"id":12345678901234567890.10,"a, \\"b\\"":{"a":[1,null]},"id_2":true}\n')
  })

  test('shows the kinds of rows of a stream in a first column', () => {
    const text = answerText([column('a')], [['x']], 'UPDATE_BEFORE')
    expect(exported('csv', text, [column('a')], true)).toBe('op,a\n-U,x\n')
    expect(exported('jsonl', text, [column('a')], true)).toBe('{"op":"-U","a":"x"}\n')
  })

  test('reads answers whose members stand in another order or on lines of their own', () => {
    const data = TEXTS.map((fields) => ({ fields, more: { fields: ['no'] }, kind: 'INSERT' }))
    const head = { resultKind: 'SUCCESS_WITH_CONTENT', isQueryResult: true, resultType: 'PAYLOAD' }
    const turned = { nextResultUri: '/x', results: { data, columns: COLUMNS }, ...head, extra: [{}] }
    const text = JSON.stringify(turned, null, 2)
    expect(exported('csv', text)).toBe(exported('csv', answerText(COLUMNS, TEXTS)))
  })

  test('counts rows, also those without columns', () => {
    const exporter = createExporter('jsonl', [], false)
    expect(exporter.page(pageOf(answerText([], [[], []]))).toString()).toBe('{}\n{}\n')
    expect(exporter.rowCount).toBe(2)
    expect(exporter.page(pageOf(answerText([], []))).length).toBe(0)
  })

  test('refuses an answer that is broken', () => {
    for (const rows of ['[{"fields":[}]', '[{"fields":[,', '[{"kind', '[{']) {
      const exporter = createExporter('csv', COLUMNS, false)
      expect(() => exporter.page({ body: Buffer.from(rows), dataAt: 0, rows: () => [] })).toThrow('no page of a result')
    }
  })

  test('writes values of a megabyte', () => {
    const long = 'ä"'.repeat(500_000)
    const shown = exported('csv', answerText([column('t')], [[long], ['x'.repeat(1_000_000)]]), [column('t')])
    expect(shown).toBe(`t\n"${long.replaceAll('"', '""')}"\n${'x'.repeat(1_000_000)}\n`)
  })
})
