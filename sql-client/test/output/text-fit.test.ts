import { describe, expect, test } from '@jest/globals'
import { fold, pad, shorten } from '../../src/output/text-fit.js'

describe('output/text-fit', () => {
  test('a text is cut between characters and never wider than asked', () => {
    expect(shorten('abcdef', 6)).toBe('abcdef')
    expect(shorten('abcdef', 5)).toBe('abcd…')
    expect(shorten('日本語', 4)).toBe('日…')
    expect(shorten('日本語', 1)).toBe('…')
    expect(shorten('abc', 0)).toBe('')
  })

  test('folding loses nothing, also where a character is wider than a line', () => {
    expect([...fold('abcdefg', 3)]).toEqual(['abc', 'def', 'g'])
    expect([...fold('日本', 1)]).toEqual(['日', '本'])
    expect([...fold('', 5)]).toEqual([])
    const long = 'x'.repeat(100_000)
    expect([...fold(long, 80)].join('')).toBe(long)
  })

  test('padding counts cells', () => {
    expect(pad('日', 4, 'left')).toBe('日  ')
    expect(pad('日', 4, 'right')).toBe('  日')
    expect(pad('abc', 2, 'left')).toBe('abc')
  })
})
