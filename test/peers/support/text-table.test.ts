import { describe, expect, test } from '@jest/globals'
import { findTables } from './text-table.js'

describe('test/peers/support/text-table', () => {
  test('finds every table between its borders, whatever stands before the first border of a line', () => {
    const output =
      'SQL> SELECT 1;+---+------+\n| a |   bb |\n+---+------+\n| 1 | x y  |\n| 2 |      |\n+---+------+\n2 rows\nSQL> +---+\n| c |\n+---+\n+---+\n'
    expect(findTables(output)).toEqual([
      {
        columns: ['a', 'bb'],
        rows: [
          ['1', 'x y'],
          ['2', ''],
        ],
      },
      { columns: ['c'], rows: [] },
    ])
  })

  test('a cell of several lines is one cell', () => {
    expect(findTables('+----+\n| p  |\n+----+\n| l1\nl2 |\n+----+\n')).toEqual([{ columns: ['p'], rows: [['l1\nl2']] }])
  })

  test('an echo of a statement is no table', () => {
    expect(findTables('SQL> SELECT 1;\n| a |\nno border\n')).toEqual([])
  })
})
