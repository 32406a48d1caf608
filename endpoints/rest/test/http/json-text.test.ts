import { describe, expect, test } from '@jest/globals'
import { readJsonObject } from '../../src/http/json-text.js'

const read = (text: string) => readJsonObject(Buffer.from(text))

describe('http/json-text', () => {
  test.each([
    ['{"a":"b"} and more', { a: 'b' }],
    ['{"a":"}\\"{"}}}}', { a: '}"{' }],
    [' \n{"a":{"b":["[","]"]}}]', { a: { b: ['[', ']'] } }],
    ['{"a":"\\\\"}"', { a: '\\' }],
    ['{}{', {}],
  ])('of %j it reads the first object', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  test.each(['', '[]', '{"a"', '{"a":"b\\"}', '{"a":"', 'x{}', '{"a":1}}'.slice(0, -2)])('%j is none', (text) => {
    expect(read(text)).toBeUndefined()
  })

  test.each([
    ['quotes that are escaped', `{"${'\\"'.repeat(200_000)}`],
    ['quotes', `{${'"'.repeat(300_001)}`],
    ['brackets', '{'.repeat(300_000)],
    ['blanks', `${' '.repeat(300_000)}x`],
  ])('many %s take no time', (_, text) => {
    const before = performance.now()
    expect(read(text)).toBeUndefined()
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
