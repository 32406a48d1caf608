import { beforeAll, describe, expect, test } from '@jest/globals'
import { startFlinkCluster } from '#scripts/peers/flink/cluster.js'
import { type FlinkGateway, startFlinkGateway } from '#scripts/peers/flink/gateway.js'
import { freePorts } from '#scripts/process/free-port.js'
import { eventually } from '../support/eventually.js'
import { ask } from './client/ask.js'
import { type FlinkClientSession, nextToken, openFlinkSession, rootCause, rowsCome, textOf } from './client/flink-client.js'
import { onEngine, startGatewayOnFlink } from './flink-engines.js'
import { jobManagerAt } from './job-manager.js'
import type { SharedFlink } from './shared/cluster-broker.js'
import { sharedFlink } from './shared/shared-flink.js'

/** Rows at random: datagen keeps every number of a sequence in memory. */
const ENDLESS = "CREATE TEMPORARY TABLE endless (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')"

let shared: SharedFlink

beforeAll(async () => {
  shared = await sharedFlink('2.3.0')
})

/** The rows' first columns, or what the statement failed with. */
async function firstColumn(session: FlinkClientSession, statement: string): Promise<readonly unknown[] | string> {
  const { error, text } = await ask(session, statement)
  return error ?? text.rows.map(({ fields }) => fields[0])
}

/** The same of a gateway that has only just been started: the first answers of Java take their time. */
function onceReachable(session: FlinkClientSession, statement: string): Promise<readonly unknown[] | string> {
  return eventually('answer of a gateway that was started', async () => {
    const answer = await firstColumn(session, statement)
    return textOf(answer).startsWith('ENGINE.UNREACHABLE') ? undefined : answer
  })
}

describe("a gateway in front of Flink's gateway", () => {
  test('starts without it, waits no longer for it than it may, and brings its sessions back when it was killed', async () => {
    await using servers = new AsyncDisposableStack()
    const [port = 0] = await freePorts(1)
    const gateway = servers.adopt(
      await startGatewayOnFlink({ flink: `http://127.0.0.1:${port}` }, { 'sql-gateway.engine.flink.request-timeout': '6 s' }),
      (it) => it.stop(),
    )
    const url = `http://${gateway.restAddress}`
    const session = await openFlinkSession(url, { ...onEngine('flink'), 'my.first': 'given at open' })
    expect(await firstColumn(session, 'SHOW CATALOGS')).toMatch(/^ENGINE\.UNREACHABLE: /)

    const before = servers.adopt(await startFlinkGateway(shared.flink, { clusterUrl: shared.clusterUrl, port }), (it) => it.stop())
    expect(await onceReachable(session, 'SHOW CATALOGS')).toEqual(['default_catalog'])
    expect(await firstColumn(session, ENDLESS)).toEqual(['OK'])
    expect(await firstColumn(session, "SET 'my.second' = 'set later'")).toEqual(['OK'])

    before.halt()
    expect(await firstColumn(session, 'SHOW TABLES')).toMatch(/^ENGINE\.UNREACHABLE: /)
    const other = await openFlinkSession(url, onEngine('duckdb'))
    expect(await firstColumn(other, 'SELECT 42')).toEqual(['42'])
    before.resume()
    // A statement whose hand-in was not answered may run: its session is given up.
    expect(await onceReachable(session, 'SHOW TABLES')).toMatch(/^ENGINE\.SESSION_LOST: .*endless/)
    expect(await firstColumn(session, ENDLESS)).toEqual(['OK'])

    const jobId = await killIn(before, session, 'SELECT id FROM endless')
    await jobManagerAt(shared.clusterUrl).cancel(jobId)

    servers.adopt(await startFlinkGateway(shared.flink, { clusterUrl: shared.clusterUrl, port }), (it) => it.stop())
    expect(await onceReachable(session, 'SHOW TABLES')).toMatch(/^ENGINE\.SESSION_LOST: .*endless/)
    expect(await onceReachable(session, 'SHOW TABLES')).toEqual([])
    const { text } = await ask(session, 'SET')
    const properties = text.rows.map(({ fields }) => fields)
    expect(properties).toContainEqual(['my.first', 'given at open'])
    expect(properties).toContainEqual(['my.second', 'set later'])
    expect(await firstColumn(session, "SELECT * FROM (VALUES ('back')) AS t(x)")).toEqual(['back'])
  })

  test('passes on that the JobManager is down, and goes on with what needs none', async () => {
    await using servers = new AsyncDisposableStack()
    const [nobody = 0] = await freePorts(1)
    const upstream = servers.adopt(
      await startFlinkGateway(shared.flink, {
        clusterUrl: `http://127.0.0.1:${nobody}`,
        settings: {
          ...GIVES_UP_SOON,
          'sql-gateway.session.idle-timeout': '15 s',
          'sql-gateway.session.check-interval': '500 ms',
        },
      }),
      (it) => it.stop(),
    )
    const gateway = servers.adopt(await startGatewayOnFlink({ flink: upstream.url, 'flink-kept': upstream.url }, KEPT), (it) => it.stop())
    const url = `http://${gateway.restAddress}`
    const session = await openFlinkSession(url, onEngine('flink'))
    const direct = await openFlinkSession(upstream.url)
    const [, reason] = /^([\w.]+: )?(.*)$/.exec(String(await firstColumn(direct, 'SELECT 1')))?.slice(1) ?? []
    await direct.close()
    expect(reason).toMatch(/^Connection refused/)
    expect(await firstColumn(session, 'SELECT 1')).toMatch(new RegExp(`: Flink's gateway cannot reach its cluster: ${reason}$`))
    expect(await firstColumn(session, 'SHOW CATALOGS')).toEqual(['default_catalog'])

    // The same gateway forgets sessions soon: one is kept by heartbeats, the other is not.
    const kept = await openFlinkSession(url, onEngine('flink-kept'))
    expect(await firstColumn(kept, 'CREATE TEMPORARY VIEW mine AS SELECT 1 AS uno')).toEqual(['OK'])
    expect(await firstColumn(session, 'CREATE TEMPORARY VIEW mine AS SELECT 1 AS uno')).toEqual(['OK'])
    expect(await firstColumn(session, "SET 'my.key' = 'kept'")).toEqual(['OK'])
    await eventually('session that Flink closed', () => (openSessions(upstream) === 1 ? true : undefined))
    expect(await firstColumn(session, 'SHOW VIEWS')).toMatch(/^ENGINE\.SESSION_LOST: .*mine/)
    expect((await ask(session, 'SET')).text.rows.map(({ fields }) => fields)).toContainEqual(['my.key', 'kept'])
    expect(await firstColumn(kept, 'SHOW VIEWS')).toEqual(['mine'])
  })

  test('tells who reads rows that the JobManager died, and goes on with what needs none', async () => {
    await using servers = new AsyncDisposableStack()
    const cluster = servers.adopt(await startFlinkCluster(shared.flink), (it) => it.stop())
    const upstream = servers.adopt(
      await startFlinkGateway(shared.flink, { clusterUrl: cluster.clusterUrl, settings: GIVES_UP_SOON }),
      (it) => it.stop(),
    )
    const gateway = servers.adopt(await startGatewayOnFlink({ flink: upstream.url }), (it) => it.stop())
    const session = await openFlinkSession(`http://${gateway.restAddress}`, onEngine('flink'))
    expect(await firstColumn(session, ENDLESS)).toEqual(['OK'])
    const failed = await failureIn(session, 'SELECT id FROM endless', () => cluster.killJobManager())
    expect(rootCause(failed.page)).toMatch(/: Flink's gateway cannot reach its cluster: Connection refused/)
    expect(await firstColumn(session, 'SHOW TABLES')).toEqual(['endless'])
    expect(await firstColumn(session, 'SELECT 1')).toMatch(/: Flink's gateway cannot reach its cluster: Connection refused/)
  })
})

const GIVES_UP_SOON = { 'rest.retry.max-attempts': '1', 'rest.retry.delay': '100 ms' }
const KEPT = { 'sql-gateway.engine.flink-kept.heartbeat-interval': '500 ms', 'sql-gateway.engine.flink.heartbeat-interval': '10 min' }

/** Kills a gateway of Flink while rows of a statement are read, sees that the reader is told, and answers the statement's job. */
async function killIn(upstream: FlinkGateway, session: FlinkClientSession, statement: string): Promise<string> {
  const { page, jobId } = await failureIn(session, statement, () => upstream.kill())
  expect(rootCause(page)).toMatch(/^ENGINE\.(UNREACHABLE|FAILED|SESSION_LOST): /)
  return jobId
}

/** Does something while rows of a statement are read, and answers how the reader is told. */
async function failureIn(session: FlinkClientSession, statement: string, harm: () => Promise<void>) {
  const submitted = await session.submit(statement)
  if ('error' in submitted) throw new TypeError(submitted.error)
  const path = `/operations/${submitted.operation}`
  const first = await rowsCome(session, path)
  await harm()
  let next = nextToken(first)
  const page = await eventually('failure of a statement that cannot go on', async () => {
    const answer = await session.call('GET', `${path}/result/${next}?rowFormat=JSON`)
    next = nextToken(answer)
    return answer.status === 200 ? undefined : answer
  })
  return { page, jobId: textOf(first.body['jobID']) }
}

/** How many sessions a gateway of Flink has, by its log. */
function openSessions(upstream: FlinkGateway): number {
  const log = upstream.log()
  const handles = (pattern: RegExp) => new Set([...log.matchAll(pattern)].map(([, handle]) => handle))
  return handles(/Session (\S+) is opened/g).difference(handles(/Session: (\S+) is closed/g)).size
}
