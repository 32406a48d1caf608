import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { installTestCatalog } from '#scripts/peers/flink/test-catalog.js'
import { PeerError } from '#scripts/peers/support/peer-error.js'
import type { GatewayProcess } from '../support/gateway-process.js'
import { ask } from './client/ask.js'
import {
  type CallAnswer,
  type FlinkClientSession,
  fetchReady,
  nextToken,
  openFlinkSession,
  rootCause,
  textOf,
} from './client/flink-client.js'
import type { Side } from './differential/run-script.js'
import { engineOf, onEngine, startGatewayOnFlink } from './flink-engines.js'
import { type JobManager, jobManagerAt } from './job-manager.js'
import { sharedFlink } from './shared/shared-flink.js'
import { FLINK_VERSIONS } from './versions.js'

const JOB = /\b[0-9a-f]{32}\b/g
/** For the workflow of a table that is refreshed in full; it would begin its work after an hour. */
const SCHEDULER = { 'workflow-scheduler.type': 'embedded' }

/**
 * A session at a gateway, with a catalog in a folder of its own and a materialized table that nothing was put into yet. Flink's
 * scheduler knows tables by their names, so that no two catalogs of a gateway may have one name.
 */
interface Place {
  readonly session: FlinkClientSession
  readonly catalog: string
  readonly folder: string
}

describe.each(FLINK_VERSIONS)('a materialized table of Flink %s', (version) => {
  let gateway: GatewayProcess
  let jobManager: JobManager
  let places: readonly [direct: Place, ours: Place]

  beforeAll(async () => {
    const { gatewayUrl, clusterUrl } = await sharedFlink(version)
    const jar = await installTestCatalog(version)
    jobManager = jobManagerAt(clusterUrl)
    gateway = await startGatewayOnFlink({ [engineOf(version)]: gatewayUrl })
    places = await Promise.all([
      openPlace({ url: gatewayUrl, properties: {}, catalog: 'fs_direct' }, jar),
      openPlace({ url: `http://${gateway.restAddress}`, properties: onEngine(engineOf(version)), catalog: 'fs_ours' }, jar),
    ])
  })

  afterAll(async () => {
    for (const { session, folder } of places ?? []) {
      await ask(session, 'DROP MATERIALIZED TABLE mt')
      await session.close()
      rmSync(folder, { recursive: true, force: true })
    }
    await gateway?.stop()
  })

  /** What a call comes to at Flink's gateway and at ours. */
  function both<T>(call: (place: Place) => Promise<T>): Promise<readonly [direct: T, ours: T]> {
    return Promise.all([call(places[0]), call(places[1])])
  }

  test.each([
    ['a whole table', { isPeriodic: false }, ['1 a', '2 b', '3 a']],
    ['a partition', { isPeriodic: false, staticPartitions: { ds: 'b' } }, ['2 b']],
    ['a table by a schedule', { isPeriodic: true, scheduleTime: '2024-01-01 01:00:00' }, ['1 a', '2 b', '3 a']],
  ])('is refreshed by the call as it is without our gateway: %s', async (_what, request, rows) => {
    const [direct, ours] = await both((place) => refresh(place, request))
    expect(direct.status).toBe(200)
    expect(direct.jobs).toHaveLength(1)
    expect(ours.pages).toEqual(direct.pages)
    expect(ours.jobs).toHaveLength(1)
    const ended = (await jobManager.jobs()).filter(({ jid }) => [...direct.jobs, ...ours.jobs].includes(jid))
    expect(ended).toHaveLength(2)
    const [there, here] = await both(({ session }) => rowsOf(session, 'SELECT id, ds FROM mt ORDER BY id'))
    expect(there).toEqual(expect.arrayContaining(rows))
    expect(here).toEqual(there)
  })

  test('is refreshed with the configuration that the call brings', async () => {
    const request = { isPeriodic: false, executionConfig: { 'pipeline.max-parallelism': '7' } }
    const [direct, ours] = await both((place) => refresh(place, request))
    const found = await Promise.all([...direct.jobs, ...ours.jobs].map((job) => jobManager.maxParallelism(job)))
    expect(found).toEqual([7, 7])
  })

  test.each([
    ['a table that is not there', 'no_such_table', { isPeriodic: false }],
    ['a table that is none of those', 'src', { isPeriodic: false }],
    ['a partition that is not there', 'mt', { isPeriodic: false, staticPartitions: { nope: 'x' } }],
    ['with options that the table does not have', 'mt', { isPeriodic: false, dynamicOptions: { 'no.such.option': 'x' } }],
    ['a schedule without a time', 'mt', { isPeriodic: true }],
  ])('is refused a refresh in the same words: %s', async (_what, table, request) => {
    const [direct, ours] = await both((place) => refresh(place, request, table))
    expect(direct.error).toBeDefined()
    expect(ours).toEqual(direct)
  })

  test('is suspended, resumed and refreshed by statements as it is without our gateway', async () => {
    for (const statement of ['SUSPEND', 'RESUME', 'REFRESH', "REFRESH PARTITION (ds = 'a')"]) {
      const answers = await both(async ({ session }) => withoutJobs(await ask(session, `ALTER MATERIALIZED TABLE mt ${statement}`)))
      expect(answers[0]).not.toHaveProperty('error')
      expect(answers[1]).toEqual(answers[0])
    }
  })
})

async function openPlace({ url, properties, catalog }: Side & { readonly catalog: string }, jar: string): Promise<Place> {
  const folder = mkdtempSync(path.join(tmpdir(), 'flink-catalog-'))
  mkdirSync(path.join(folder, 'db'))
  const session = await openFlinkSession(url, { ...SCHEDULER, ...properties }, 'v3')
  for (const statement of [
    `ADD JAR '${jar}'`,
    `CREATE CATALOG ${catalog} WITH ('type' = 'test-filesystem', 'path' = '${folder}', 'default-database' = 'db')`,
    `USE CATALOG ${catalog}`,
    "SET 'execution.runtime-mode' = 'batch'",
    "SET 'table.dml-sync' = 'true'",
    "CREATE TABLE src (id BIGINT, ds STRING) WITH ('format' = 'csv')",
    "INSERT INTO src VALUES (1, 'a'), (2, 'b'), (3, 'a')",
    "CREATE MATERIALIZED TABLE mt PARTITIONED BY (ds) WITH ('format' = 'json') FRESHNESS = INTERVAL '1' HOUR REFRESH_MODE = FULL AS SELECT id, ds FROM src",
  ]) {
    const { error } = await ask(session, statement)
    if (error !== undefined) throw new PeerError(`${statement} failed: ${error}`)
  }
  return { session, catalog, folder }
}

/** What a refresh came to: the pages of its operation without the handles, and the jobs that they name. */
async function refresh({ session, catalog }: Place, request: object, table = 'mt') {
  const call = `/materialized-tables/${encodeURIComponent(`${catalog}.db.${table}`)}/refresh`
  const started = await session.call('POST', call, request)
  const operation = textOf(started.body['operationHandle'])
  if (operation === '') return { status: started.status, pages: [], jobs: [], error: rootCause(started).replaceAll(catalog, 'fs') }
  const pages: CallAnswer[] = []
  for (let token: string | undefined = '0'; token !== undefined; token = nextToken(pages.at(-1) ?? started)) {
    const page = await fetchReady(session, `/operations/${operation}/result/${token}?rowFormat=JSON`)
    pages.push(page)
    if (page.status !== 200) return { status: page.status, pages: [], jobs: [], error: rootCause(page).replaceAll(catalog, 'fs') }
  }
  const texts = JSON.stringify(pages.map(({ body: { nextResultUri: _next, ...body } }) => body))
  return { status: started.status, pages: JSON.parse(texts.replaceAll(JOB, '<job>')), jobs: texts.match(JOB) ?? [], error: undefined }
}

async function rowsOf(session: FlinkClientSession, query: string): Promise<readonly string[] | string> {
  const { error, text } = await ask(session, query)
  return error ?? text.rows.map(({ fields }) => fields.join(' '))
}

function withoutJobs(answer: object): object {
  return JSON.parse(JSON.stringify(answer).replaceAll(JOB, '<job>'))
}
