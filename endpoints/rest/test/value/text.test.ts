import { describe, expect, test } from '@jest/globals'
import { type LogicalType, UNBOUNDED_LENGTH, utf8Vector, utf8ViewVector } from '@sql-gateway/gateway-common'
import fc from 'fast-check'
import { writtenValue } from './written-value.js'

const STRING: LogicalType = { root: 'VARCHAR', nullable: true, length: UNBOUNDED_LENGTH }
const FORMS = [{ rowFormat: 'JSON' }, { rowFormat: 'PLAIN_TEXT' }, { rowFormat: 'PLAIN_TEXT', isQueryResult: false }] as const

describe('value/text', () => {
  test.each([
    '',
    'plain',
    'twelve bytes',
    'thirteen byte',
    'a "quoted" word',
    'back\\slash',
    'tab\tand\nnewline',
    '\u0000\u001f\u007f',
    'größer, 東京, 😀',
    'x'.repeat(300),
    `${'x'.repeat(300)}"`,
    '\u2028',
  ])('%j is a JSON string, whether it came as a string or as UTF-8', (text) => {
    for (const form of FORMS) {
      expect(JSON.parse(writtenValue(STRING, utf8Vector([text]), form))).toBe(text)
      expect(writtenValue(STRING, utf8ViewVector([text]), form)).toBe(writtenValue(STRING, utf8Vector([text]), form))
    }
  })

  test('what JSON wants escaped is found wherever it stands in a long text, and nothing else is taken for it', () => {
    for (const odd of ['"', '\\', '\n', '\u001f', ' ', '!', '#', '[', ']', 'ü', '\u007f']) {
      for (let place = 0; place < 70; place++) {
        const text = `${'x'.repeat(place)}${odd}${'y'.repeat(100)}`
        expect(writtenValue(STRING, utf8ViewVector([text]))).toBe(JSON.stringify(text))
      }
    }
  })

  test('any text is written alike from a string and from UTF-8, within other values too', () => {
    const type: LogicalType = { root: 'ARRAY', nullable: true, elementType: STRING }
    const span = { layout: 'list', length: 1, offsets: Int32Array.of(0), sizes: Int32Array.of(2) } as const
    fc.assert(
      fc.property(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 10 })), (texts) => {
        for (const form of FORMS) {
          const [strings, views] = [utf8Vector(texts), utf8ViewVector(texts)].map((elements) =>
            writtenValue(type, { ...span, elements }, form),
          )
          expect(views).toBe(strings)
        }
      }),
    )
  })
})
