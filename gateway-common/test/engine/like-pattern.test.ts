import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { escapeLike, likeToRegExp } from '../../src/index.js'

/** LIKE by its definition, for comparing: letter by letter, with all ways to share a name among the `%`. */
function naiveLike(pattern: readonly string[], name: readonly string[]): boolean {
  const [first, ...others] = pattern
  if (first === undefined) return name.length === 0
  if (first === '%') return name.length > 0 ? naiveLike(others, name) || naiveLike(pattern, name.slice(1)) : naiveLike(others, name)
  return name.length > 0 && (first === '_' || first === name[0]) && naiveLike(others, name.slice(1))
}

describe('likeToRegExp', () => {
  test.each([
    ['orders', 'orders', true],
    ['orders', 'order', false],
    ['orders', 'my orders', false],
    ['ORDERS', 'orders', true],
    ['größe', 'GRÖSSE', false],
    ['GRÖßE', 'größe', true],
    ['', '', true],
    ['', 'a', false],
    ['%', '', true],
    ['%', 'line\nbreak', true],
    ['_', '', false],
    ['_', '😀', true],
    ['__', '😀', false],
    ['😀', '😀', true],
    ['a_c', 'abc', true],
    ['a\\_c', 'abc', false],
    ['a\\_c', 'a_c', true],
    ['100\\%', '100%', true],
    ['100\\%', '1000', false],
    ['a\\\\b', 'a\\b', true],
    ['a\\b', 'a\\b', true],
    ['a\\', 'a\\', true],
    ['a.c', 'abc', false],
    ['(a|b)*[c]{2}^$', '(a|b)*[c]{2}^$', true],
    ['%1%0%', '-1-0-', true],
    ['a%1', 'a11', true],
    ['%b%', 'abc', true],
    ['a%%c', 'ac', true],
    ['ab%ba', 'aba', false],
  ])('%j matches %j: %s', (pattern, name, matches) => {
    expect(likeToRegExp(pattern).test(name)).toBe(matches)
  })

  test('matches exactly what LIKE is defined to match', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '1', '😀', '%', '_'), { maxLength: 8 })
    const names = fc.array(fc.constantFrom('a', 'b', '1', '😀'), { maxLength: 8 })
    fc.assert(
      fc.property(letters, names, (pattern, name) => {
        expect(likeToRegExp(pattern.join('')).test(name.join(''))).toBe(naiveLike(pattern, name))
      }),
      { numRuns: 2000 },
    )
  })

  test('takes no longer for a pattern full of % that almost matches', () => {
    const pattern = likeToRegExp(`${'%a'.repeat(100)}%b`)
    expect(pattern.test('a'.repeat(10_000))).toBe(false)
    expect(pattern.test(`${'a'.repeat(10_000)}b`)).toBe(true)
  })
})

describe('escapeLike', () => {
  test('makes a pattern that matches the name and no other', () => {
    const names = fc.string({ unit: fc.constantFrom('a', '%', '_', '\\', '😀', 'ü'), maxLength: 6 })
    fc.assert(
      fc.property(names, names, (name, other) => {
        const pattern = likeToRegExp(escapeLike(name))
        expect(pattern.test(name)).toBe(true)
        expect(pattern.test(other)).toBe(other === name)
      }),
    )
  })
})
