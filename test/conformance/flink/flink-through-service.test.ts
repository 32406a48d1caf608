import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import flink from '@sql-gateway/engine-flink'
import {
  ANONYMOUS,
  type Engine,
  NO_METRICS,
  type ResultPage,
  type SessionHandle,
  SILENT_LOGGER,
  SYSTEM_CLOCK,
} from '@sql-gateway/gateway-common'
import { defaultSettings, engineContext, renderRows } from '@sql-gateway/gateway-common/testkit'
import { createSqlGatewayService, SERVICE_OPTIONS, type ServiceHost, type ServiceSettings } from '@sql-gateway/gateway-service'
import { createScriptedService } from '../scripted-service.js'
import { openUpstreamGateway, type UpstreamGateway } from './upstream-gateway.js'

let upstream: UpstreamGateway
let engine: Engine
let host: ServiceHost
let folder: string

beforeAll(async () => {
  upstream = await openUpstreamGateway(await createScriptedService())
  folder = await mkdtemp(join(tmpdir(), 'flink-service-'))
  engine = await flink.createEngine(engineContext(flink, { dataDirectory: folder, settings: { url: upstream.url } }))
  host = createSqlGatewayService({
    engines: new Map([['flink', engine]]),
    settings: defaultSettings<ServiceSettings>(SERVICE_OPTIONS),
    clock: SYSTEM_CLOCK,
    logger: SILENT_LOGGER,
    metrics: NO_METRICS,
    product: { productName: 'SQL Gateway', version: '0.1.0' },
  })
})

afterAll(async () => {
  await host.close()
  await engine.close()
  await upstream.close()
  await rm(folder, { recursive: true, force: true })
})

function open(properties: Readonly<Record<string, string>> = {}): Promise<SessionHandle> {
  return host.service.openSession({
    principal: ANONYMOUS,
    endpointVersion: { protocol: 'test', version: 1 },
    properties: new Map(Object.entries(properties)),
  })
}

/** All rows of a statement, as text. */
async function rowsOf(
  session: SessionHandle,
  sql: string,
  own: Readonly<Record<string, string>> = {},
): Promise<readonly (readonly string[])[]> {
  const { service } = host
  const executionConfig = new Map(Object.entries(own))
  const operation = await service.executeStatement(ANONYMOUS, session, sql, executionConfig.size === 0 ? {} : { executionConfig })
  const rows: (readonly string[])[] = []
  for (let token: number | undefined = 0; token !== undefined; ) {
    const page = await service.fetchResults(ANONYMOUS, session, operation, {
      position: { token },
      maxRows: 100,
      maxBytes: 1e6,
      waitMs: 1000,
    })
    if (page.resultType === 'NOT_READY') continue
    rows.push(...renderPage(page))
    token = page.nextToken
  }
  await service.closeOperation(ANONYMOUS, session, operation)
  return rows
}

function renderPage({ schema, batches }: ResultPage): readonly (readonly string[])[] {
  return renderRows(schema, batches)
}

describe('Two gateways, one behind the other', () => {
  test('the own configuration of a statement reaches Flink, and stays with the statement', async () => {
    const session = await open({ a: '1' })
    expect(await rowsOf(session, 'SET', { b: '2' })).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(await rowsOf(session, 'SET')).toEqual([['a', '1']])
    await host.service.closeSession(ANONYMOUS, session)
  })

  test('what SET changes is known to both', async () => {
    const session = await open()
    await rowsOf(session, "SET 'c' = '3'")
    expect(await rowsOf(session, 'SET')).toEqual([['c', '3']])
    expect(Object.fromEntries(await host.service.getSessionConfig(ANONYMOUS, session))).toEqual({ c: '3' })
    await host.service.closeSession(ANONYMOUS, session)
  })

  test('rows pass through both in order, and nothing is left when the session ends', async () => {
    const session = await open()
    const rows = await rowsOf(session, 'SELECT 2500 ROWS KINDS')
    expect(rows.map(([n]) => Number(n))).toEqual(Array.from({ length: 2500 }, (_, i) => i + 1))
    await host.service.closeSession(ANONYMOUS, session)
    while ((await upstream.openSessions()).length > 0) await new Promise((resolve) => setImmediate(resolve))
  })
})
