import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PeerError } from '#scripts/peers/support/peer-error.js'
import { eventually } from '../support/eventually.js'
import { runForeign } from '../support/foreign-process.js'
import type { GatewayProcess } from '../support/gateway-process.js'
import { ask } from './client/ask.js'
import { type FlinkClientSession, fetchReady, nextToken, openFlinkSession, rootCause, rowsCome } from './client/flink-client.js'
import { onEngine, startGatewayOnFlink } from './flink-engines.js'
import { type JobManager, jobManagerAt } from './job-manager.js'
import type { SharedFlink } from './shared/cluster-broker.js'
import { sharedFlink } from './shared/shared-flink.js'

/** Rows at random: datagen keeps every number of a sequence in memory. */
const ENDLESS = "CREATE TEMPORARY TABLE endless (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')"
const HOLE = "CREATE TEMPORARY TABLE hole (id BIGINT) WITH ('connector' = 'blackhole')"

let shared: SharedFlink
let jobManager: JobManager
let gateway: GatewayProcess

beforeAll(async () => {
  shared = await sharedFlink('2.3.0')
  jobManager = jobManagerAt(shared.clusterUrl)
  gateway = await startGatewayOnFlink({ flink: shared.gatewayUrl })
})

afterAll(() => gateway.stop())

/** Opens a session with the tables above whose jobs have a name of their own. */
async function openSession(jobName: string): Promise<FlinkClientSession> {
  const session = await openFlinkSession(`http://${gateway.restAddress}`, { ...onEngine('flink'), 'pipeline.name': jobName })
  for (const statement of [ENDLESS, HOLE]) await ask(session, statement)
  return session
}

/** Submits a statement and answers its operation's path. */
async function submitted(session: FlinkClientSession, statement: string): Promise<string> {
  const answer = await session.submit(statement)
  if ('error' in answer) throw new TypeError(answer.error)
  return `/operations/${answer.operation}`
}

const runs = (name: string) => eventually(`job ${name}`, async () => (await jobManager.openJobs(name))[0])
const isGone = (name: string) =>
  eventually(`end of the job ${name}`, async () => ((await jobManager.openJobs(name)).length === 0 ? true : undefined))

describe('what runs at Flink ends with what asked for it', () => {
  test('a query whose operation is closed stops its job', async () => {
    const session = await openSession('closed operation')
    const operation = await submitted(session, 'SELECT id FROM endless')
    await rowsCome(session, operation)
    await runs('closed operation')
    await session.call('DELETE', `${operation}/close`)
    await isGone('closed operation')
    expect((await ask(session, 'SHOW TABLES')).text.rows).toHaveLength(2)
    await session.close()
  })

  test('a query whose session is closed stops its job', async () => {
    const session = await openSession('closed session')
    const operation = await submitted(session, 'SELECT id FROM endless')
    await rowsCome(session, operation)
    await runs('closed session')
    await session.close()
    await isGone('closed session')
  })

  test('a query whose client went away without a word stops its job once its session was idle for too long', async () => {
    const idle = { 'sql-gateway.session.idle-timeout': '2 s', 'sql-gateway.session.check-interval': '200 ms' }
    const forgetful = await startGatewayOnFlink({ flink: shared.gatewayUrl }, idle)
    try {
      const session = await openFlinkSession(`http://${forgetful.restAddress}`, { ...onEngine('flink'), 'pipeline.name': 'gone client' })
      await ask(session, ENDLESS)
      await rowsCome(session, await submitted(session, 'SELECT id FROM endless'))
      await runs('gone client')
      await isGone('gone client')
      expect((await session.call('GET', '')).status).not.toBe(OK)
    } finally {
      await forgetful.stop()
    }
  })

  test('an INSERT that is waited for stops its job when it is canceled', async () => {
    const session = await openSession('canceled insert')
    await ask(session, "SET 'table.dml-sync' = 'true'")
    const operation = await submitted(session, 'INSERT INTO hole SELECT id FROM endless')
    await runs('canceled insert')
    expect((await session.call('POST', `${operation}/cancel`)).body).toEqual({ status: 'CANCELED' })
    await isGone('canceled insert')
    await session.close()
  })

  test('an INSERT that is not waited for goes on after its session, until it is stopped', async () => {
    const session = await openSession('lasting insert')
    const { hasJob } = await ask(session, 'INSERT INTO hole SELECT id FROM endless')
    expect(hasJob).toBe(true)
    const { jid } = await runs('lasting insert')
    await session.close()
    const next = await openFlinkSession(`http://${gateway.restAddress}`, onEngine('flink'))
    expect((await ask(next, `STOP JOB '${jid}'`)).error).toBeUndefined()
    await isGone('lasting insert')
    await next.close()
  })

  test('1,000 statements that nobody closes leave nothing behind, here or there', async () => {
    const warm = await openSession('warm')
    await statements(warm, QUERY_EVERY)
    const before = await held()
    const sessions = await Promise.all(Array.from({ length: SESSIONS }, (_, index) => openSession(`leak ${index}`)))
    await Promise.all(sessions.map((session) => statements(session, STATEMENTS / SESSIONS)))
    // The sessions are still there, and so are their operations here; Flink holds none of them any more.
    await eventually('end of the operations at Flink', async () => ((await operationsAtFlink()) <= before.operations ? true : undefined))
    await Promise.all(sessions.map((session) => session.close()))
    await eventually('end of the sessions at Flink', async () => ((await upstreamSessions()) <= before.upstream ? true : undefined))
    const after = await held()
    await warm.close()
    await isGone('leak')
    expect(after.open).toBeLessThanOrEqual(before.open)
    expect(after.operations).toBeLessThanOrEqual(before.operations)
    expect(after.sessions).toBeLessThanOrEqual(before.sessions)
    expect(after.files).toBeLessThanOrEqual(before.files + KEPT_CONNECTIONS)
    expect(after.residentMiB).toBeLessThan(before.residentMiB + MAY_GROW_MIB)
  })
})

const STATEMENTS = 1000
/** Their jobs run at once, and the cluster has four slots. */
const SESSIONS = 2
/** Of clients at once, kept for the next request. */
const KEPT_CONNECTIONS = 10
const MAY_GROW_MIB = 100

/** A little of everything: answers at once, errors, definitions, and at times a query with a job. */
const MIX = [
  'SHOW CATALOGS',
  "SET 'my.key' = 'value'",
  'CREATE TEMPORARY VIEW v AS SELECT 1 AS x',
  'DESCRIBE v',
  'DROP TEMPORARY VIEW v',
  'SELECT * FROM no_such_table',
  'SELEC 1',
  'EXPLAIN SELECT * FROM endless',
  "RESET 'my.key'",
  'SHOW TABLES',
]
const QUERY_EVERY = 25
const OK = 200

/** Runs statements as Flink's client does, which reads to the end and closes nothing. */
async function statements(session: FlinkClientSession, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const isQuery = index % QUERY_EVERY === QUERY_EVERY - 1
    const operation = await submitted(session, isQuery ? 'SELECT * FROM (VALUES (1), (2)) AS t(x)' : (MIX[index % MIX.length] ?? ''))
    for (let token: string | undefined = '0'; token !== undefined; ) {
      const page = await fetchReady(session, `${operation}/result/${token}?rowFormat=JSON`)
      if (isQuery && page.status !== OK) throw new PeerError(`a query failed: ${rootCause(page)}`)
      token = nextToken(page)
    }
  }
}

/** What is held, in our process and in Flink's gateway. */
async function held() {
  return {
    open: await metric('operations_open'),
    upstream: await upstreamSessions(),
    operations: await operationsAtFlink(),
    sessions: await instancesAtFlink('org.apache.flink.table.gateway.service.session.Session'),
    files: readdirSync(`/proc/${gateway.pid}/fd`).length,
    residentMiB: Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))?.[1]) / 1024,
  }
}

function upstreamSessions(): Promise<number> {
  return metric('engine_flink_upstream_sessions')
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`http://${gateway.restAddress}/metrics`)).text()
  return Number(new RegExp(`^sql_gateway_${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

function operationsAtFlink(): Promise<number> {
  return instancesAtFlink('org.apache.flink.table.gateway.service.operation.OperationManager$Operation')
}

/** How many objects of a class live in the process of Flink's gateway, its garbage being collected first. */
async function instancesAtFlink(className: string): Promise<number> {
  const command = path.join(shared.flink.javaHome, 'bin', 'jcmd')
  const { output } = await runForeign({ command, args: [String(shared.gatewayPid), 'GC.class_histogram'] })
  expect(output).toContain('java.lang.String')
  const line = output.split('\n').find((text) => text.trim().endsWith(className) || text.includes(` ${className} (`))
  return Number(line?.trim().split(/\s+/)[1] ?? 0)
}
