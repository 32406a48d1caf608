/**
 * The least that a server of statements can be: Koa, its router and the driver, with the routes by which a client opens a session,
 * submits a statement and fetches its result, and nothing of what a gateway is for (no limits, no states, no errors, no time limits,
 * no types but the one). Prints `{"url":…}` when it listens.
 *
 * Argument: `prepared` keeps a connection's last statement prepared and runs it by one call into the driver; `run` calls the driver's `run`.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement, type DuckDBValue } from '@duckdb/node-api'
import Router from '@koa/router'
import Koa from 'koa'
import { listen } from './listen.js'

/** Operations that a session keeps; older ones are forgotten. */
const KEPT = 100
const MODES = ['prepared', 'run']

interface BareSession {
  readonly connection: DuckDBConnection
  readonly operations: Map<string, Promise<DuckDBValue[][]>>
  last: { readonly sql: string; readonly prepared: DuckDBPreparedStatement } | undefined
}

const [mode = ''] = process.argv.slice(2)
if (!MODES.includes(mode)) throw new TypeError(`${mode} is none of ${MODES.join(', ')}`)
const instance = await DuckDBInstance.create()
const sessions = new Map<string, BareSession>()

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = await request.toArray()
  return JSON.parse(Buffer.concat(pieces).toString())
}

function sessionOf(handle: string | undefined): BareSession {
  const session = sessions.get(handle ?? '')
  if (session === undefined) throw new TypeError('no such session')
  return session
}

async function runPrepared(session: BareSession, sql: string): Promise<DuckDBValue[][]> {
  if (session.last?.sql !== sql) session.last = { sql, prepared: await session.connection.prepare(sql) }
  const result = await session.last.prepared.run()
  return result.getChunk(0).getRows()
}

async function run({ connection }: BareSession, sql: string): Promise<DuckDBValue[][]> {
  const result = await connection.run(sql)
  return (await result.fetchChunk())?.getRows() ?? []
}

const COLUMNS = [{ name: '1', logicalType: { type: 'INTEGER', nullable: true }, comment: null }]
const router = new Router()
router.post('/v2/sessions', async (context) => {
  await readJson(context.req)
  const sessionHandle = randomUUID()
  sessions.set(sessionHandle, { connection: await instance.connect(), operations: new Map(), last: undefined })
  context.body = { sessionHandle }
})
router.delete('/v2/sessions/:session', (context) => {
  sessions.delete(context.params['session'] ?? '')
  context.body = { status: 'CLOSED' }
})
router.post('/v2/sessions/:session/statements', async (context) => {
  const { statement } = await readJson(context.req)
  const session = sessionOf(context.params['session'])
  const operationHandle = randomUUID()
  session.operations.set(operationHandle, mode === 'prepared' ? runPrepared(session, String(statement)) : run(session, String(statement)))
  const [oldest] = session.operations.keys()
  if (session.operations.size > KEPT && oldest !== undefined) session.operations.delete(oldest)
  context.body = { operationHandle }
})
router.get('/v2/sessions/:session/operations/:operation/result/:token', async (context) => {
  const { session, operation, token } = context.params
  const rows = (await sessionOf(session).operations.get(operation ?? '')) ?? []
  const isEnd = token !== '0'
  context.body = {
    resultType: isEnd ? 'EOS' : 'PAYLOAD',
    isQueryResult: true,
    resultKind: 'SUCCESS_WITH_CONTENT',
    results: { columns: COLUMNS, rowFormat: 'JSON', data: isEnd ? [] : rows.map((fields) => ({ kind: 'INSERT', fields })) },
    ...(isEnd ? {} : { nextResultUri: `/v2/sessions/${session}/operations/${operation}/result/1?rowFormat=JSON` }),
  }
})

const app = new Koa()
app.use(router.routes())
await listen(app)
