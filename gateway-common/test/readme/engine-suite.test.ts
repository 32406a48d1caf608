import { tmpdir } from 'node:os'
import { describe, test } from '@jest/globals'
import { BIGINT_TYPE } from '@sql-gateway/gateway-common'
import { createScriptedEngine, engineConformance, engineContext } from '@sql-gateway/gateway-common/testkit'

const { factory } = createScriptedEngine({ lacks: { CATALOGS: 'There is one.' } })
const missing = 'The engine is read-only.'

engineConformance({
  describe,
  test,
  name: 'My engine keeps the engine contract',
  create: async () => ({ engine: await factory.createEngine(engineContext(factory, { dataDirectory: tmpdir() })) }),
  dialect: {
    rows: (count) => `SELECT ${count} ROWS`,
    emptyQuery: 'EMPTY',
    slow: 'WAIT forever',
    stream: 'SELECT ENDLESS ROWS',
    completion: { text: 'SEL', position: 3, candidate: 'SELECT' },
    functionName: 'sum',
    columnNames: (names) => `NAMES ${names.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ')}`,
    lateFailure: { sql: 'SELECT 10 ROWS FAIL AT 5', code: 'ENGINE.FAILED' },
    tables: { missing },
    views: { missing },
    temporaryTables: { missing },
    databases: { missing },
    properties: { missing },
  },
  facts: [{ sql: 'SHOW TABLES', facts: { kind: 'SHOW TABLES', isQuery: false, hasResultSet: true } }],
  types: [{ name: 'bigint', sql: 'SELECT 2 ROWS', type: BIGINT_TYPE, values: ['1', '2'] }],
  errors: [
    { name: 'misspelt', sql: 'SELEKT 1', code: 'STATEMENT.SYNTAX', position: { line: 1, column: 1 } },
    { name: 'unknown-table', sql: 'COUNT nothing', code: 'STATEMENT.NOT_FOUND' },
  ],
})
