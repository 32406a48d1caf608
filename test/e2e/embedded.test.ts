import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ANONYMOUS } from '@sql-gateway/gateway-common'
import { renderRows } from '@sql-gateway/gateway-common/testkit'
import { createGateway, type Gateway } from '@sql-gateway/gateway-service'
import { freePort } from '#scripts/process/free-port.js'

let home: string
const gateways: Gateway[] = []

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sql-gateway-embedded-'))
})

afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()))
  await rm(home, { recursive: true })
})

/** A gateway as it comes, in this process. */
async function prepare(dataDirectory: string): Promise<Gateway> {
  // A port that nobody else comes by when the gateway has stopped.
  const port = String(await freePort())
  const configuration = { 'sql-gateway.endpoint.rest.port': port, 'sql-gateway.data-dir': dataDirectory }
  const gateway = await createGateway({ homeDirectory: home, configuration })
  gateways.push(gateway)
  return gateway
}

/** Runs a statement in a session of its own, and gives the only page of its result. */
async function run({ service }: Gateway, statement: string): Promise<readonly (readonly string[])[]> {
  const endpointVersion = { protocol: 'embedded', version: 1 }
  const session = await service.openSession({ principal: ANONYMOUS, endpointVersion, properties: new Map() })
  const operation = await service.executeStatement(ANONYMOUS, session, statement)
  const request = { position: { token: 0 }, maxRows: 10, maxBytes: 1_000, waitMs: 120_000 }
  const page = await service.fetchResults(ANONYMOUS, session, operation, request)
  if (page.resultType === 'NOT_READY') throw new TypeError('it is not ready after two minutes')
  const rows = renderRows(page.schema, page.batches)
  await service.closeSession(ANONYMOUS, session)
  return rows
}

describe('gateways in a program of somebody else', () => {
  test('run side by side, each with its own data', async () => {
    const [one, two] = [await prepare('one'), await prepare('two')]
    const [[first], [second]] = [await one.start(), await two.start()]
    expect(first?.url).not.toBe(second?.url)
    await run(one, 'CREATE TABLE t AS SELECT 41 + 1 AS answer')
    expect(await run(one, 'SELECT answer FROM t')).toEqual([['42']])
    await expect(run(two, 'SELECT answer FROM t')).rejects.toMatchObject({ code: 'STATEMENT.NOT_FOUND' })
    expect((await fetch(`${second?.url}/healthz`)).ok).toBe(true)
    await two.stop()
    await expect(fetch(`${second?.url}/healthz`)).rejects.toThrow()
    expect(await run(one, 'SELECT answer FROM t')).toEqual([['42']])
  })

  test('give their data to the next one when they stop', async () => {
    const first = await prepare('data')
    await first.start()
    await run(first, 'CREATE TABLE t AS SELECT 1 AS i')
    const other = await prepare('data')
    await expect(other.start()).rejects.toMatchObject({ code: 'GATEWAY.START_FAILED' })
    await first.stop()
    const next = await prepare('data')
    await next.start()
    expect(await run(next, 'SELECT i FROM t')).toEqual([['1']])
  })
})
