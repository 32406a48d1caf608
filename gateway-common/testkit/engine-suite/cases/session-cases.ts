import { escapeLike } from '../../../src/engine/engine-catalog.js'
import { expectEqual, expectGatewayError, expectThat } from '../../conformance/expectations.js'
import type { EngineCase } from '../engine-case.js'

/** What a session keeps to itself: properties, temporary objects, where it stands. */
export const SESSION_CASES: readonly EngineCase[] = [
  {
    id: 'properties/set-and-reset',
    fact: 'SET and RESET report what they changed, and change nothing themselves',
    uses: ['properties'],
    check: async (probe) => {
      const { key, value, set, reset, resetAll } = probe.part('properties')
      const session = await probe.open()
      const changes = async (sql: string, properties: ReadonlyMap<string, string>) => {
        const outcome = await session.execute(sql, { properties })
        await outcome.rows.close()
        return outcome.configChanges
      }
      const before = probe.engine.defaultSessionConfig
      expectEqual(await changes(set(key, value), before), [{ change: 'set', key, value }], `Changes reported by ${set(key, value)}`)
      const after = new Map([...before, [key, value]])
      expectEqual(await changes(reset(key), after), [{ change: 'reset', key }], `Changes reported by ${reset(key)}`)
      expectEqual(await changes(resetAll, after), [{ change: 'reset-all' }], `Changes reported by ${resetAll}`)
    },
  },
  {
    id: 'properties/no-pin',
    fact: 'a property that was set does not pin the session',
    uses: ['properties'],
    check: async (probe) => {
      const { key, value, set } = probe.part('properties')
      const session = await probe.open()
      await session.query(set(key, value))
      expectEqual(session.raw.pinnedBy(), undefined, `pinnedBy after ${set(key, value)}`)
    },
  },
  {
    id: 'properties/gateway-keys',
    fact: "a key of the gateway's own cannot be set",
    uses: ['properties'],
    check: async (probe) => {
      const { set } = probe.part('properties')
      const sql = set('sql-gateway.session.max-num', '1')
      await expectGatewayError((await probe.open()).query(sql), ['CONFIG.NOT_SETTABLE'], sql)
    },
  },
  {
    id: 'pinned/fresh',
    fact: 'neither a new session nor one that ran a query is pinned',
    check: async (probe) => {
      const session = await probe.open()
      expectEqual(session.raw.pinnedBy(), undefined, 'pinnedBy of a new session')
      await session.query(probe.dialect.rows(3))
      expectEqual(session.raw.pinnedBy(), undefined, 'pinnedBy after a query')
    },
  },
  {
    id: 'pinned/temporary-table',
    fact: 'a temporary table pins its session, with a reason in words, until it is dropped',
    uses: ['temporaryTables'],
    check: async (probe) => {
      const { create, drop } = probe.part('temporaryTables')
      const session = await probe.open()
      const name = probe.newName('temporary')
      await session.query(create(name))
      expectThat((session.raw.pinnedBy() ?? '').trim() !== '', 'pinnedBy gives no reason while there is a temporary table.')
      await session.query(drop(name))
      expectEqual(session.raw.pinnedBy(), undefined, 'pinnedBy after the temporary table was dropped')
    },
  },
  {
    id: 'isolation/temporary-table',
    fact: "one session's temporary table is not there for another, and ends with its session",
    uses: ['temporaryTables', 'tables'],
    check: async (probe) => {
      const [one, other] = [await probe.open(), await probe.open()]
      const { count } = probe.part('tables')
      const name = probe.newName('own')
      await one.query(probe.part('temporaryTables').create(name))
      expectEqual((await one.query(count(name))).rows, [['0']], 'Rows of the temporary table')
      await expectGatewayError(other.query(count(name)), ['STATEMENT.NOT_FOUND'], 'Another session that counts its rows')
      expectEqual(await other.raw.catalog.listTables({ table: escapeLike(name) }), [], 'Tables of that name in another session')
      await one.raw.close()
      await expectGatewayError(
        (await probe.open()).query(count(name)),
        ['STATEMENT.NOT_FOUND'],
        'A session opened after its own was closed',
      )
    },
  },
  {
    id: 'isolation/current-database',
    fact: 'USE moves its own session alone',
    uses: ['databases'],
    check: async (probe) => {
      const [one, other] = [await probe.open(), await probe.open()]
      const { create, use, drop } = probe.part('databases')
      const name = probe.newName('moved')
      const before = await other.raw.catalog.getCurrentDatabase()
      await one.query(create(name))
      probe.afterwards(drop(name))
      await one.query(use(name))
      expectEqual(await one.raw.catalog.getCurrentDatabase(), name, 'Current database of the session that moved')
      expectEqual(await other.raw.catalog.getCurrentDatabase(), before, 'Current database of the other session')
    },
  },
  {
    id: 'isolation/shared-table',
    fact: 'a table that one session creates and fills is there for another',
    uses: ['tables'],
    check: async (probe) => {
      const [one, other] = [await probe.open(), await probe.open()]
      const { create, drop, insert, count } = probe.part('tables')
      const name = probe.newName('shared')
      await one.query(create(name))
      probe.afterwards(drop(name))
      const outcome = await one.execute(insert(name, 3))
      await outcome.rows.close()
      expectEqual(outcome.affectedRows, 3n, `affectedRows of ${insert(name, 3)}`)
      expectEqual(outcome.isQueryResult, false, `isQueryResult of ${insert(name, 3)}`)
      expectEqual((await other.query(count(name))).rows, [['3']], 'Rows that the other session counts')
    },
  },
  {
    id: 'isolation/parallel',
    fact: 'a session runs statements while another is busy',
    needs: 'CANCEL',
    check: async (probe) => {
      const [one, other] = [await probe.open(), await probe.open()]
      const abort = new AbortController()
      const { settled } = await one.startSlow(abort.signal)
      expectEqual((await other.query(probe.dialect.rows(5))).rows.length, 5, 'Rows of a query beside a running statement')
      abort.abort()
      await settled
    },
    without: async (probe) => {
      const [one, other] = [await probe.open(), await probe.open()]
      const results = await Promise.all([one, other].map((session) => session.query(probe.dialect.rows(5))))
      expectEqual(
        results.map((result) => result.rows.length),
        [5, 5],
        'Rows of two queries side by side',
      )
    },
  },
]
