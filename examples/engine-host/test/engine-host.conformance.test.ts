import { tmpdir } from 'node:os'
import { describe, test } from '@jest/globals'
import { BIGINT_TYPE, BOOLEAN_TYPE, STRING_TYPE } from '@sql-gateway/gateway-common'
import { engineConformance, engineContext } from '@sql-gateway/gateway-common/testkit'
import factory from '../src/index.js'

engineConformance({
  describe,
  test,
  name: 'The host engine keeps the engine contract',
  create: async () => ({ engine: await factory.createEngine(engineContext(factory, { dataDirectory: tmpdir() })) }),
  dialect: {
    rows: (count) => `SELECT n FROM numbers LIMIT ${count}`,
    emptyQuery: 'SELECT * FROM cpus LIMIT 0',
    slow: 'SELECT * FROM numbers',
    columnNames: { missing: 'Columns have the names that the tables give them; there is no AS.' },
    tables: {
      missing: 'The tables are fixed.',
      existing: {
        name: 'memory',
        columns: [
          { name: 'owner', type: STRING_TYPE },
          { name: 'used_bytes', type: BIGINT_TYPE },
          { name: 'total_bytes', type: BIGINT_TYPE },
        ],
      },
    },
    views: { missing: 'There are no views.' },
    temporaryTables: { missing: 'The tables are fixed.' },
    databases: { missing: 'There is one database.' },
    properties: { missing: 'There is no SET.' },
    lateFailure: { missing: 'A result is complete before its first row is read.' },
  },
  facts: [
    { sql: 'show /* all */ tables;', facts: { statementCount: 1, kind: 'SHOW TABLES', isQuery: false, hasResultSet: true } },
    { sql: "-- a comment; with '\nDESCRIBE cpus", facts: { statementCount: 1, kind: 'DESCRIBE', isQuery: false } },
    { sql: 'SELECT "a;b" FROM t', facts: { statementCount: 1, kind: 'SELECT', isQuery: true, isConfigurable: false } },
    { sql: 'INSERT INTO cpus', facts: { kind: 'UNKNOWN', isQuery: true, isConfigurable: false } },
  ],
  types: [
    { name: 'bigint', sql: 'SELECT n FROM numbers LIMIT 3', type: BIGINT_TYPE, values: ['1', '2', '3'] },
    { name: 'string', sql: 'SELECT owner FROM uptime', type: STRING_TYPE, values: ['machine', 'gateway'] },
    { name: 'boolean', sql: 'SELECT is_internal FROM network_addresses LIMIT 0', type: BOOLEAN_TYPE, values: [] },
  ],
  errors: [
    { name: 'unknown-statement', sql: '\n  DELETE FROM cpus', code: 'STATEMENT.SYNTAX', position: { line: 2, column: 3 } },
    { name: 'ends-too-early', sql: 'SELECT * FROM', code: 'STATEMENT.SYNTAX', position: { line: 1, column: 14 } },
    { name: 'goes-on', sql: 'SELECT * FROM cpus WHERE 1', code: 'STATEMENT.SYNTAX', position: { line: 1, column: 20 } },
    { name: 'no-number', sql: 'SELECT * FROM cpus LIMIT many', code: 'STATEMENT.SYNTAX', position: { line: 1, column: 26 } },
    { name: 'two-at-once', sql: 'SHOW TABLES; SHOW TABLES', code: 'STATEMENT.MULTIPLE' },
    { name: 'unknown-table', sql: 'SELECT * FROM gpus', code: 'STATEMENT.NOT_FOUND', position: { line: 1, column: 15 } },
    { name: 'unknown-column', sql: 'SELECT cpu,\ncolour FROM cpus', code: 'STATEMENT.NOT_FOUND', position: { line: 2, column: 1 } },
  ],
})
