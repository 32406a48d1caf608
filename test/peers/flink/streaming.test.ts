import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { GatewayProcess } from '../support/gateway-process.js'
import { ask } from './client/ask.js'
import { type FlinkClientSession, nextToken, openFlinkSession, rowsCome, textOf } from './client/flink-client.js'
import { type CountingProxy, startCountingProxy } from './counting-proxy.js'
import { onEngine, startGatewayOnFlink } from './flink-engines.js'
import { type JobManager, jobManagerAt } from './job-manager.js'
import { sharedFlink } from './shared/shared-flink.js'

/** One row first, then none that passes the condition. */
const IDLE = 'SELECT id FROM (SELECT id FROM flood WHERE id < 0 UNION ALL SELECT id FROM (VALUES (CAST(1 AS BIGINT))) AS t(id))'
const FLOOD =
  "CREATE TEMPORARY TABLE flood (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1000000', 'fields.id.min' = '1')"
/** As long as a stream is young it is asked more often. */
const YOUNG_MS = 4000
const WATCHED_MS = 5000
const A_FEW_A_SECOND = 4
const CLIENT_ASKS_EVERY_MS = 20
const QUIET_MS = 2000
/** Pages of up to 5,000 rows, until as many wait as may be fetched ahead. */
const AHEAD_AT_MOST = 20

let proxy: CountingProxy
let gateway: GatewayProcess
let jobManager: JobManager

beforeAll(async () => {
  const { gatewayUrl, clusterUrl } = await sharedFlink('2.3.0')
  jobManager = jobManagerAt(clusterUrl)
  proxy = await startCountingProxy(gatewayUrl)
  gateway = await startGatewayOnFlink({ flink: proxy.url })
})

afterAll(async () => {
  await gateway?.stop()
  await proxy?.stop()
})

/** Starts a stream whose first row has come. */
async function openStream(name: string, query: string) {
  const session = await openFlinkSession(`http://${gateway.restAddress}`, { ...onEngine('flink'), 'pipeline.name': name })
  await ask(session, FLOOD)
  const submitted = await session.submit(query)
  if ('error' in submitted) throw new TypeError(submitted.error)
  const path = `/operations/${submitted.operation}`
  return { session, path, token: nextToken(await rowsCome(session, path)) }
}

/** Asks for pages one after the other, as Flink's client does, for a time; answers how often it did, and the token after them. */
async function askFor(session: FlinkClientSession, path: string, from: string | undefined, forMs: number) {
  let token = from
  let asked = 0
  for (const until = performance.now() + forMs; performance.now() < until; asked++) {
    token = nextToken(await session.call('GET', `${path}/result/${token}?rowFormat=JSON`))
    await delay(CLIENT_ASKS_EVERY_MS)
  }
  return { asked, token }
}

describe('a stream of Flink behind our gateway', () => {
  test('that is idle costs Flink a few requests a second, however often a client asks', async () => {
    const { session, path, token } = await openStream('idle stream', IDLE)
    const { token: later } = await askFor(session, path, token, YOUNG_MS)
    const before = proxy.fetches()
    const { asked } = await askFor(session, path, later, WATCHED_MS)
    expect(asked).toBeGreaterThan(0)
    expect(proxy.fetches() - before).toBeLessThanOrEqual((A_FEW_A_SECOND * WATCHED_MS) / 1000)
    expect(await jobManager.openJobs('idle stream')).toHaveLength(1)
    await session.close()
  })

  test('that nobody reads is fetched no further, and goes on when it is read again', async () => {
    const { session, path, token } = await openStream('unread stream', 'SELECT id FROM flood')
    const atFirst = proxy.fetches()
    let before = -1
    while (proxy.fetches() !== before) {
      before = proxy.fetches()
      await delay(QUIET_MS)
    }
    expect(before - atFirst).toBeLessThan(AHEAD_AT_MOST)
    expect(await jobManager.openJobs('unread stream')).toHaveLength(1)
    const page = await session.call('GET', `${path}/result/${token}?rowFormat=JSON`)
    expect(textOf(page.body['resultType'])).toBe('PAYLOAD')
    for (let next = nextToken(page); proxy.fetches() === before; ) ({ token: next } = await askFor(session, path, next, QUIET_MS))
    await session.close()
  })
})
