import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { engineContext } from '@sql-gateway/gateway-common/testkit'
import { createCallGate } from '../src/database/call-gate.js'
import { createLoopShare } from '../src/database/loop-share.js'
import { type OpenDatabase, openDatabase } from '../src/database/open-database.js'
import { queryTexts } from '../src/database/query-texts.js'
import factory from '../src/index.js'
import { type EngineStatement, startStatement } from '../src/result/start-statement.js'
import { createStreamingBuffer, LEAST_BUFFER_BYTES } from '../src/result/streaming-buffer.js'
import { codeOf } from './support/engine-under-test.js'

/** What stands behind the engine's own scanner, should that be deceived. */
describe('engines/duckdb: DuckDB by itself', () => {
  let dataDirectory: string
  let database: OpenDatabase

  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'duckdb-open-'))
    database = await openDatabase(engineContext(factory, { dataDirectory, settings: { path: ':memory:' } }))
    await database.lock()
  })
  afterAll(async () => {
    await database.close()
    await rm(dataDirectory, { recursive: true })
  })

  async function connect() {
    const native = await database.connect()
    await queryTexts(native, 'USE default_catalog.default_database')
    return native
  }

  test.each([
    'SET threads = 1',
    'SET lock_configuration = false',
    "SET allowed_directories = ['/']",
    'SET enable_external_access = true',
    "FROM read_text('/etc/hostname')",
  ])('refuses %s once it is locked', async (sql) => {
    const native = await connect()
    await expect(native.run(sql)).rejects.toThrow(/locked|Cannot|disabled/)
    native.closeSync()
  })

  async function start(sql: string, choices: Partial<EngineStatement> = {}): Promise<unknown> {
    const native = await connect()
    const channel = {
      native,
      gate: createCallGate({ calls: 1, young: 1 }, SYSTEM_CLOCK),
      clock: SYSTEM_CLOCK,
      signal: new AbortController().signal,
      buffer: createStreamingBuffer(native),
      loop: createLoopShare(SYSTEM_CLOCK),
    }
    const source = { text: sql, start: 0, end: sql.length, prefix: '' }
    const statement = { sql, source, kind: 'SELECT', isPlainQuery: true, bufferBytes: LEAST_BUFFER_BYTES, ...choices }
    try {
      return await startStatement(channel, statement, () => undefined)
    } finally {
      native.closeSync()
    }
  }

  test('a second statement is found by DuckDB where the scanner has seen one', async () => {
    expect(await codeOf(start('SELECT 1; CREATE TABLE hidden AS SELECT 1; SELECT 2'))).toBe('STATEMENT.MULTIPLE')
    expect(await codeOf(start('INSERT INTO t SELECT 1; SELECT 2', { kind: 'INSERT', isPlainQuery: false }))).toBe('FEATURE.UNSUPPORTED')
    await start('CREATE TABLE t AS SELECT 1 AS a, 2 AS b', { kind: 'CREATE TABLE', isPlainQuery: false })
    await start('PIVOT t ON a USING sum(b)', { kind: 'PIVOT' })
  })

  test.each(['BEGIN', 'PRAGMA version', 'DETACH default_catalog', "SET TimeZone = 'UTC'", "ATTACH ':memory:' AS x", 'CHECKPOINT'])(
    '%s is not run as something else',
    async (sql) => {
      const code = await codeOf(start(sql))
      // PRAGMA version is a SELECT to DuckDB.
      expect([sql, code]).toEqual([sql, sql === 'PRAGMA version' ? undefined : 'STATEMENT.FORBIDDEN'])
    },
  )
})
