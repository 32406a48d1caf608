import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { GatewayProcess } from '../../support/gateway-process.js'
import { ask } from '../client/ask.js'
import { type CallAnswer, type FlinkClientSession, openFlinkSession, rootCause } from '../client/flink-client.js'
import { onEngine, startGatewayOnFlink } from '../flink-engines.js'
import { sharedFlink } from '../shared/shared-flink.js'

let gateway: GatewayProcess
let direct: FlinkClientSession
let ours: FlinkClientSession

beforeAll(async () => {
  const { gatewayUrl } = await sharedFlink('2.3.0')
  gateway = await startGatewayOnFlink({ flink: gatewayUrl })
  direct = await openFlinkSession(gatewayUrl, { 'my.key': 'my value' })
  ours = await openFlinkSession(`http://${gateway.restAddress}`, { 'my.key': 'my value', ...onEngine('flink') })
})

afterAll(async () => {
  await direct?.close()
  await ours?.close()
  await gateway?.stop()
})

/** The same call in both sessions. */
function both(call: (session: FlinkClientSession) => Promise<CallAnswer>): Promise<[CallAnswer, CallAnswer]> {
  return Promise.all([call(direct), call(ours)])
}

/** What a statement answers, but for the gateways' own keys. */
async function rowsOf(session: FlinkClientSession, statement: string): Promise<readonly string[]> {
  const { text } = await ask(session, statement)
  return text.rows.filter(({ fields }) => !OWN_KEYS.test(String(fields[0]))).map(({ fields }) => fields.join(' '))
}

const configure = (statement: string) => (session: FlinkClientSession) => session.call('POST', '/configure-session', { statement })

describe("a session's calls at Flink's gateway directly and at ours", () => {
  test.each([
    ['SET', "SET 'other.key' = 'v'", 'SET', 'other.key v'],
    ['RESET', "RESET 'no.such.key'", 'SET', 'my.key my value'],
    ['USE', 'USE CATALOG default_catalog', 'SHOW CURRENT CATALOG', 'default_catalog'],
    ['a table', "CREATE TEMPORARY TABLE c (a INT) WITH ('connector' = 'blackhole')", 'SHOW TABLES', 'c'],
    ['a view', 'CREATE TEMPORARY VIEW cv AS SELECT 1 AS x', 'SHOW VIEWS', 'cv'],
  ])('a session is configured by %s', async (_what, statement, question, row) => {
    const [expected, found] = await both(configure(statement))
    expect(expected).toEqual({ status: 200, body: {} })
    expect(found).toEqual(expected)
    const [there, here] = await Promise.all([rowsOf(direct, question), rowsOf(ours, question)])
    expect(there).toContain(row)
    expect(here).toEqual(there)
  })

  test.each(['SELECT 1', 'SHOW TABLES', 'EXPLAIN SELECT 1', 'DESCRIBE c', 'INSERT INTO c VALUES (1)'])(
    'no session is configured by %s',
    async (statement) => {
      const [expected, found] = await both(configure(statement))
      expect([expected.status, found.status]).toEqual([500, 500])
    },
  )

  test.each(['USE CATALOG no_such_catalog', 'DROP TABLE no_such_table', "SET 'execution.runtime-mode' = 'sideways'"])(
    'a session that cannot be configured by %s is told the same',
    async (statement) => {
      const [expected, found] = await both(configure(statement))
      expect(expected.status).toBe(500)
      expect(rootCause(found)).toBe(rootCause(expected))
    },
  )

  test('properties are the same, but for those of the gateways themselves', async () => {
    const [expected, found] = await both((session) => session.call('GET', ''))
    const shown = ({ body }: CallAnswer) => {
      const properties: Readonly<Record<string, unknown>> = Object(body['properties'])
      return Object.entries(properties).filter(([key]) => !OWN_KEYS.test(key))
    }
    expect(shown(expected)).toContainEqual(['my.key', 'my value'])
    expect(shown(found).sort()).toEqual(shown(expected).sort())
  })
})

describe('completion at both', () => {
  test.each([
    ['of a keyword', 'SHO', 3],
    ['of a table', 'SELECT * FROM default_catalog.default_database.', 47],
    ['of a statement', 'DROP ', 5],
    ['within a text', 'SELECT * FRO c', 12],
    ['of nothing', '', 0],
  ])('is the same %s', async (_what, statement, position) => {
    const complete = async (session: FlinkClientSession): Promise<unknown> => {
      const { status, body } = await session.call('GET', '/complete-statement', { statement, position })
      return { status, candidates: Array.isArray(body['candidates']) ? new Set(body['candidates']) : body }
    }
    expect(await complete(ours)).toEqual(await complete(direct))
  })
})

const OWN_KEYS = /^(?:sql-gateway\.|table\.resources\.download-dir$|table\.local-time-zone$)/
