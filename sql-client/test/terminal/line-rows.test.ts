import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createLineCutter } from '../../src/terminal/render/line-rows.js'
import { displayWidth } from '../../src/terminal/text/display-width.js'

function rows(line: string, indent: number, columns: number): readonly string[] {
  return createLineCutter()
    .rowsOf(line, { indent, columns })
    .map(({ start, end }) => line.slice(start, end))
}

describe('cutting lines into rows', () => {
  test('fills every row, the first beside the prompt', () => {
    expect(rows('abcdefghij', 3, 5)).toEqual(['ab', 'cdefg', 'hij'])
    expect(rows('', 3, 5)).toEqual([''])
    expect(rows('ab', 3, 5)).toEqual(['ab'])
  })

  test('tears no character, and moves one that does not fit to the next row', () => {
    expect(rows('ab日本e\u0301', 0, 3)).toEqual(['ab', '日', '本e\u0301'])
    expect(rows('日', 4, 5)).toEqual(['', '日'])
    expect(rows('abce\u0301d', 0, 4)).toEqual(['abce\u0301', 'd'])
  })

  test('finds a place for what is wider than the terminal', () => {
    expect(rows('日本\t', 0, 1)).toEqual(['日', '本', '\t'])
  })

  test('holds the whole line in rows that fit, whatever is in it', () => {
    const piece = fc.constantFrom('a', 'bcd', '日', '👩‍👩‍👧', 'e\u0301', '🇫🇷', '\u200b', 'x'.repeat(30))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(3), fc.integer({ min: 4, max: 20 }), (pieces, indent, columns) => {
        const line = pieces.join('')
        const cut = createLineCutter().rowsOf(line, { indent, columns })
        expect(cut.map(({ start, end }) => line.slice(start, end)).join('')).toBe(line)
        for (const { start, end, width, indent: before } of cut) {
          expect(width).toBeLessThanOrEqual(columns)
          expect(width).toBe(before + displayWidth(line.slice(start, end)))
        }
      }),
    )
  })

  test('tears no character of a row that is longer than what is looked at together', () => {
    const accents = 'e\u0301\u0323'
    const line = `${accents.repeat(600)}👩‍👩‍👧`
    for (let indent = 0; indent < 4; indent++) expect(rows(line, indent, 700)).toEqual([line])
    expect(rows(line, 0, 300)).toEqual([accents.repeat(300), accents.repeat(300), '👩‍👩‍👧'])
    const families = `a${'👩‍👩‍👧'.repeat(100)}`
    expect(createLineCutter().rowsOf(families, { indent: 0, columns: 700 })).toEqual([
      { start: 0, end: families.length, indent: 0, width: 201 },
    ])
  })

  test('goes no further than wanted in a long line, and on from there', () => {
    const cutter = createLineCutter()
    const line = 'abcdefghij'.repeat(1_000)
    const measures = { indent: 0, columns: 10 }
    expect(cutter.rowsOf(line, measures, { place: 35, rows: 2 })).toHaveLength(6)
    expect(cutter.rowsOf(line, measures, { place: 55, rows: 2 })).toHaveLength(8)
    expect(cutter.rowsOf(line, measures, { place: 5, rows: 2 })).toHaveLength(8)
    expect(cutter.rowsOf(line, measures)).toHaveLength(1_000)
    expect(cutter.rowsOf(`${line}x`, measures, { place: 10_001, rows: 2 })).toHaveLength(1_001)
  })

  test('gives for a long line after an edit what it gives for that line as a whole', () => {
    const cutter = createLineCutter()
    const long = '日本 text e\u0301 '.repeat(1_000)
    for (const line of [
      long,
      `${long}x`,
      `${long.slice(0, 5_000)}👍${long.slice(5_000)}`,
      `x${long}`,
      long.slice(0, 4_500),
      `${long}\u0301`,
    ]) {
      expect(cutter.rowsOf(line, { indent: 5, columns: 80 })).toEqual(createLineCutter().rowsOf(line, { indent: 5, columns: 80 }))
    }
  })
})
