import { describe, test } from '@jest/globals'
import type { LogicalTypeRoot } from '@sql-gateway/gateway-common'
import { type EngineSubject, engineConformance, SCRIPTED_DIALECT, SCRIPTED_TYPES } from '@sql-gateway/gateway-common/testkit'
import { createScriptedService } from '../scripted-service.js'
import { createFlinkSubject, openUpstreamGateway } from './upstream-gateway.js'

/** Each case has an upstream of its own, so that what is left there is seen. */
async function create(): Promise<EngineSubject> {
  const service = await createScriptedService()
  const upstream = await openUpstreamGateway(service)
  const subject = await createFlinkSubject(upstream)
  return {
    ...subject,
    slowStarted: () => service.control.started('forever'),
    leftovers: async () => {
      const { openSources, runningStatements } = service.control
      const left = Object.entries({ openSources, runningStatements }).filter(([, count]) => count !== 0)
      return [...(await upstream.openSessions()), ...left.map(([what, count]) => `${what}: ${count}`)]
    },
    dispose: async () => {
      await subject.dispose?.()
      await upstream.close()
    },
  }
}

const PLACES = 'The scripted engine has no SHOW … FROM, SHOW FUNCTIONS and DESCRIBE; DuckDB behind shows it.'
const TABLES = 'What tables there are is shown with DuckDB behind.'
/** Types that Flink's protocol has no name for, or writes as others. */
const NOT_ON_THE_WIRE: readonly LogicalTypeRoot[] = ['BITMAP', 'TIMESTAMP_WITH_TIME_ZONE', 'RAW']

engineConformance({
  describe,
  test,
  name: 'The Flink engine keeps the engine contract, with streams behind',
  create,
  dialect: {
    ...SCRIPTED_DIALECT,
    tables: { missing: TABLES },
    views: { missing: TABLES },
    temporaryTables: { missing: TABLES },
    databases: { missing: PLACES },
  },
  facts: [],
  types: SCRIPTED_TYPES.filter(({ type }) => !NOT_ON_THE_WIRE.includes(type.root)),
  errors: [
    { name: 'unknown-statement', sql: '\n  SELEKT 1', code: 'STATEMENT.SYNTAX' },
    { name: 'unknown-table', sql: 'COUNT nothing', code: 'STATEMENT.NOT_FOUND' },
  ],
  skip: {
    'catalog/current': PLACES,
    'catalog/catalogs': PLACES,
    'catalog/functions': PLACES,
    'catalog/nothing-there': PLACES,
    'catalog/while-busy': PLACES,
  },
})
