import { ENGINE_CAPABILITIES } from '../../../src/engine/engine-capability.js'
import { expectEqual, expectGatewayError, expectRejection, expectThat } from '../../conformance/expectations.js'
import type { EngineCase } from '../engine-case.js'
import { readToEnd } from '../engine-probe.js'

/** Opening and closing of engines and sessions. */
export const LIFECYCLE_CASES: readonly EngineCase[] = [
  {
    id: 'open/info',
    fact: 'the engine names its product and version, and gives a reason for each capability that it lacks',
    check: async ({ engine }) => {
      const { productName, version } = engine.info()
      expectThat(productName.trim() !== '' && version.trim() !== '', `info() gives product '${productName}' and version '${version}'.`)
      for (const [capability, reason] of Object.entries(engine.lacks)) {
        expectThat(Object.hasOwn(ENGINE_CAPABILITIES, capability), `lacks names '${capability}', which is no capability.`)
        expectThat(reason.trim() !== '', `The engine lacks ${capability} without a reason; clients are shown the reason.`)
      }
    },
  },
  {
    id: 'open/default-properties',
    fact: "the engine's default properties hold no key of the gateway's own",
    check: async ({ engine }) => {
      const own = [...engine.defaultSessionConfig.keys()].filter((key) => key.startsWith('sql-gateway.'))
      expectEqual(own, [], 'Keys of defaultSessionConfig that start with sql-gateway.')
    },
  },
  {
    id: 'open/where-it-stood',
    fact: 'a session opened with the catalog and database of another stands there',
    uses: ['databases'],
    check: async (probe) => {
      const databases = probe.part('databases')
      const name = probe.newName('stood')
      const first = await probe.open()
      await first.query(databases.create(name))
      probe.afterwards(databases.drop(name))
      await first.query(databases.use(name))
      const currentCatalog = await first.raw.catalog.getCurrentCatalog()
      const currentDatabase = await first.raw.catalog.getCurrentDatabase()
      await first.raw.close()
      const { catalog } = (await probe.open({ currentCatalog, currentDatabase })).raw
      expectEqual(
        [await catalog.getCurrentCatalog(), await catalog.getCurrentDatabase()],
        [currentCatalog, name],
        'Where the session stands',
      )
    },
  },
  {
    id: 'open/materialized-tables',
    fact: 'refreshMaterializedTable is there exactly when the engine has MATERIALIZED_TABLES',
    needs: 'MATERIALIZED_TABLES',
    check: async (probe) =>
      expectThat((await probe.open()).raw.refreshMaterializedTable !== undefined, 'refreshMaterializedTable is not there.'),
    without: async (probe) =>
      expectThat((await probe.open()).raw.refreshMaterializedTable === undefined, 'refreshMaterializedTable is there.'),
  },
  {
    id: 'open/scripts',
    fact: 'deployScript is there exactly when the engine has SCRIPTS',
    needs: 'SCRIPTS',
    check: async (probe) => expectThat((await probe.open()).raw.deployScript !== undefined, 'deployScript is not there.'),
    without: async (probe) => expectThat((await probe.open()).raw.deployScript === undefined, 'deployScript is there.'),
  },
  {
    id: 'close/session-twice',
    fact: 'closing a session again does nothing, and a closed one refuses statements',
    check: async (probe) => {
      const session = await probe.open()
      await session.raw.close()
      await session.raw.close()
      await expectGatewayError(session.query(probe.dialect.rows(1)), undefined, 'A statement on a closed session')
    },
  },
  {
    id: 'close/engine-twice',
    fact: 'closing an engine ends its sessions, and closing it again does nothing',
    check: async (probe) => {
      const session = await probe.open()
      await probe.engine.close()
      await probe.engine.close()
      await expectGatewayError(session.query(probe.dialect.rows(1)), undefined, 'A statement after the engine was closed')
      await expectGatewayError(probe.open(), undefined, 'Opening a session of a closed engine')
    },
  },
  {
    id: 'close/results-stay',
    fact: 'a result handed out stays readable when its session is closed',
    check: async (probe) => {
      const session = await probe.open()
      const outcome = await session.execute(probe.dialect.rows(50))
      await session.raw.close()
      expectEqual((await readToEnd(outcome)).rows.length, 50, 'Rows read after the session was closed')
      await outcome.rows.close()
    },
  },
  {
    id: 'close/stops-statement',
    fact: 'closing a session stops the statement that it runs',
    needs: 'CANCEL',
    check: async (probe) => {
      const session = await probe.open()
      const { settled } = await session.startSlow(new AbortController().signal)
      await session.raw.close()
      expectEqual((await settled).status, 'rejected', 'The running statement')
    },
    without: async (probe) => {
      await (await probe.open()).raw.close()
    },
  },
  {
    id: 'close/abandoned-results',
    fact: 'an engine that is closed releases the results that nobody closed',
    check: async (probe) => {
      const session = await probe.open()
      const outcome = await session.execute(probe.dialect.rows(50))
      await probe.engine.close()
      await expectRejection(readToEnd(outcome), 'Reading a result of a closed engine')
    },
  },
  {
    id: 'close/many-sessions',
    fact: 'sessions opened and closed over and over leave nothing behind',
    check: async (probe) => {
      for (let round = 0; round < 20; round++) {
        const sessions = await Promise.all(Array.from({ length: 5 }, () => probe.open()))
        await Promise.all(sessions.map((session) => session.query(probe.dialect.rows(3))))
        await Promise.all(sessions.map((session) => session.raw.close()))
      }
    },
  },
]
