import { describe, expect, test } from '@jest/globals'
import { allowedDirectories } from '../src/database/allowed-directories.js'

describe('engines/duckdb/database/allowed-directories', () => {
  test('by default statements reach data folders only, and none that holds code', () => {
    expect(allowedDirectories([], '/home/var/engines/duckdb', '/home')).toEqual(['/home/var/engines/duckdb/files/', '/home/examples/data/'])
  })

  test('folders are taken from the home, end with a separator, and * lifts the limit', () => {
    expect(allowedDirectories(['mine', '/else/where/'], '/data', '/home')).toEqual(['/home/mine/', '/else/where/'])
    expect(allowedDirectories(['mine', '*'], '/data', '/home')).toBeUndefined()
  })
})
