import { describe, expect, test } from '@jest/globals'
import { createUsedNames, namesIn } from '../src/database/used-names.js'

const has = (used: ReturnType<typeof createUsedNames>, ...names: readonly string[]) => used.has(new Set(names))

describe('engines/duckdb/src/database/used-names', () => {
  test('names are words and what is quoted, not texts and comments', () => {
    const sql = 'SELECT a."B c", \'text\' FROM `D``e` -- comment\n/* another */ WHERE $$x$$ = 1'
    expect([...namesIn(sql)]).toEqual(['select', 'a', 'b c', 'from', 'd`e', 'where'])
  })

  test('a statement uses names until it is finished', () => {
    const used = createUsedNames()
    expect(has(used, 'c')).toBe(false)
    used.start('SELECT * FROM C.t', false)
    expect([has(used, 'c'), has(used, 'd', 't'), has(used, 'd')]).toEqual([true, true, false])
    used.finish()
    expect(has(used, 'c')).toBe(false)
  })

  test('a transaction uses the names of all its statements until it ends', () => {
    const used = createUsedNames()
    used.start('FROM before', false)
    used.finish()
    used.beginTransaction()
    for (const sql of ['FROM c.t', 'FROM d.t']) {
      used.start(sql, false)
      used.finish()
    }
    expect([has(used, 'c'), has(used, 'd'), has(used, 'before')]).toEqual([true, true, false])
    used.endTransaction()
    expect(has(used, 'c')).toBe(false)
  })

  test('what lasts counts only while something is at work that may use it', () => {
    const used = createUsedNames()
    used.start('PREPARE p AS FROM c.t', true)
    used.finish()
    expect(has(used, 'c')).toBe(false)
    used.start('EXECUTE p', false)
    expect(has(used, 'c')).toBe(true)
  })

  test.each([
    ['a text too long to go through', `INSERT INTO t VALUES ${'(1),'.repeat(30_000)}(1)`],
    ['too many names', `SELECT ${Array.from({ length: 10_001 }, (_, i) => `n${i}`).join(',')}`],
  ])('after %s a transaction counts as using everything', (_, sql) => {
    const used = createUsedNames()
    used.beginTransaction()
    used.start(sql, false)
    used.finish()
    expect(has(used, 'anything')).toBe(true)
    used.endTransaction()
    used.beginTransaction()
    expect(has(used, 'anything')).toBe(false)
  })
})
