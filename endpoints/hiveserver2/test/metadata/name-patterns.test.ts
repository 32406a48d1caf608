import { describe, expect, test } from '@jest/globals'
import { likeToRegExp } from '@sql-gateway/gateway-common'
import { readName, readPattern } from '../../src/metadata/name-patterns.js'
import { kindsOf, tableTypeOf } from '../../src/metadata/table-types.js'

describe('metadata/name-patterns', () => {
  test.each([null, undefined, '', '%', '*', '.*', '_%', '_*', '.%'])('takes %j for everything', (pattern) => {
    expect(readPattern(pattern)).toBeUndefined()
    expect(readName(pattern)).toBeUndefined()
  })

  test.each([
    ['peers%', 'peers_t', true],
    ['peers%', 'other', false],
    ['p_ers', 'peers', true],
    ['p\\_ers', 'peers', false],
    ['p\\_ers', 'p_ers', true],
    ['PEERS', 'peers', true],
    ['pe*', 'peers', true],
    ['pe.*', 'peers', true],
    ['.*ers', 'peers', true],
    ['a.b', 'a.b', true],
    ['a.b', 'axb', false],
  ])('matches %s with %s: %s', (pattern, name, matches) => {
    expect(likeToRegExp(readPattern(pattern) ?? '%').test(name)).toBe(matches)
  })

  test('matches exact names only with themselves', () => {
    const matcher = likeToRegExp(readName('my_table') ?? '%')
    expect([matcher.test('my_table'), matcher.test('myxtable')]).toEqual([true, false])
  })
})

describe('metadata/table-types', () => {
  test('shows temporary tables and views as tables and views', () => {
    expect(
      (['TABLE', 'TEMPORARY_TABLE', 'VIEW', 'TEMPORARY_VIEW', 'MATERIALIZED_TABLE', 'SYSTEM_TABLE'] as const).map(tableTypeOf),
    ).toEqual(['TABLE', 'TABLE', 'VIEW', 'VIEW', 'MATERIALIZED_VIEW', 'SYSTEM TABLE'])
  })

  test('reads the names of JDBC, of Hive, and ignores others', () => {
    expect(kindsOf(['table'])).toEqual(['TABLE', 'TEMPORARY_TABLE'])
    expect(kindsOf(['EXTERNAL_TABLE', 'VIRTUAL_VIEW'])).toEqual(['TABLE', 'VIEW', 'TEMPORARY_TABLE', 'TEMPORARY_VIEW'])
    expect(kindsOf(['SYNONYM'])).toEqual([])
    for (const nothing of [null, undefined, []]) expect(kindsOf(nothing)).toBeUndefined()
  })
})
