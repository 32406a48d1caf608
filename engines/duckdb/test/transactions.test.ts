import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openEngine, type TestEngine } from './support/engine-under-test.js'

describe('engines/duckdb: transactions', () => {
  let engine: TestEngine

  beforeEach(async () => {
    engine = await openEngine()
    const maker = await engine.open()
    await maker.run('CREATE TABLE t AS SELECT 1 AS a')
    await maker.close()
  })
  afterEach(() => engine.close())

  test('COMMIT after a conflict says that nothing was committed', async () => {
    const [one, other] = [await engine.open(), await engine.open()]
    for (const session of [one, other]) await session.run('BEGIN')
    await one.run('UPDATE t SET a = 2')
    await other.run('CREATE TABLE lost (a INT)')
    expect((await other.error('UPDATE t SET a = 3')).code).toBe('STATEMENT.TRANSACTION')
    await one.run('COMMIT')
    expect(await other.error('COMMIT')).toMatchObject({
      code: 'STATEMENT.TRANSACTION',
      publicMessage: expect.stringContaining('rolled back'),
    })
    expect(other.raw.pinnedBy()).toBeUndefined()
    expect(await other.rows('SHOW TABLES')).toEqual([['t']])
    expect(await other.rows('FROM t')).toEqual([['2']])
    for (const sql of ['BEGIN', 'UPDATE t SET a = 4', 'COMMIT']) await other.run(sql)
    expect(await one.rows('FROM t')).toEqual([['4']])
  })

  test.each(['COMMIT', 'END', 'COMMIT WORK'])('%s after a failed statement fails, too', async (sql) => {
    const session = await engine.open()
    await session.run('BEGIN')
    await session.error("SELECT error('x')")
    expect((await session.error(sql)).code).toBe('STATEMENT.TRANSACTION')
    expect(await session.value('SELECT 1')).toBe('1')
  })

  test('COMMIT of a transaction in which a statement was only written wrongly commits', async () => {
    const session = await engine.open()
    await session.run('BEGIN')
    await session.run('INSERT INTO t VALUES (2)')
    await session.error('SELECT FROM WHERE')
    await session.run('COMMIT')
    expect(await (await engine.open()).value('SELECT count(*) FROM t')).toBe('2')
  })
})
