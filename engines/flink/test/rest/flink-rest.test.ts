import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { openEngine } from '../support/engine-under-test.js'
import { openFakeFlink } from '../support/fake-flink.js'

let server: Server | undefined

afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

/** A server that does with each connection what a test says. */
async function openServer(onRequest: Parameters<typeof createServer>[1]): Promise<string> {
  server = createServer(onRequest ?? (() => undefined)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Passes a request on, and its answer back. */
function forward(to: string, request: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', url = '', headers } = request
  const onward = httpRequest(to + url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500)
    answer.pipe(response)
  })
  request.pipe(onward)
}

describe("Flink's gateway", () => {
  test('of an old version is spoken to in that version, and what it lacks is told', async () => {
    await using flink = await openFakeFlink({ versions: ['V1', 'V2'], productVersion: '1.18.1' })
    await using test = await openEngine({ url: flink.url })
    expect(test.engine.info()).toEqual({ productName: 'Apache Flink', version: '1.18.1' })
    expect(Object.keys(test.engine.lacks).sort()).toEqual(['MATERIALIZED_TABLES', 'PROGRESS', 'SCRIPTS', 'SEEKABLE_RESULTS'])
    const { raw } = await test.open()
    expect([raw.refreshMaterializedTable, raw.deployScript]).toEqual([undefined, undefined])
  })

  test('of version 1 alone runs statements, too', async () => {
    await using flink = await openFakeFlink({ versions: ['V1'], productVersion: '1.16.3' })
    await using test = await openEngine({ url: flink.url })
    expect(test.engine.lacks.COMPLETION).toContain('1.16.3')
    const session = await test.open({ currentCatalog: 'c' })
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    expect(flink.statements).toEqual(['USE CATALOG `c`', 'SELECT 1'])
    expect(flink.count('POST S/configure-session')).toBe(0)
    expect(session.raw.complete).toBeUndefined()
  })

  test('of versions that nobody knows is refused with both sides named', async () => {
    await using flink = await openFakeFlink({ versions: ['V7'] })
    await using test = await openEngine({ url: flink.url })
    expect((await (await test.open()).error('SELECT 1')).publicMessage).toMatch(/V7.*v1, v2, v3, v4/)
  })

  test('refreshes materialized tables and deploys scripts', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const { raw } = await test.open()
    const context = {
      signal: new AbortController().signal,
      properties: new Map<string, string>(),
      log: () => undefined,
      reportProgress: () => undefined,
    }
    const request = {
      tableIdentifier: 'c.d.m x',
      isPeriodic: false,
      dynamicOptions: new Map(),
      staticPartitions: new Map([['p', '1']]),
      executionConfig: new Map(),
    }
    const outcome = await raw.refreshMaterializedTable?.(request, context)
    await outcome?.rows.close()
    expect(flink.statements).toEqual(['REFRESH c.d.m x'])
    expect(await raw.deployScript?.({ script: 'SELECT 1', executionConfig: new Map([['a', 'b']]) }, context)).toBe('cluster-1')
    expect(flink.requests.findLast(({ path }) => path === 'S/scripts')?.body).toEqual({ script: 'SELECT 1', executionConfig: { a: 'b' } })
  })

  test('that is not there at the start is found once it is', async () => {
    await using flink = await openFakeFlink({ productVersion: '2.1.3' })
    let isDown = true
    const url = await openServer((request, response) => {
      if (isDown) request.socket.destroy()
      else forward(flink.url, request, response)
    })
    await using test = await openEngine({ url })
    expect(test.engine.info().version).toBe('unknown')
    const session = await test.open()
    expect((await session.error('SELECT 1')).code).toBe('ENGINE.UNREACHABLE')
    isDown = false
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    expect(test.engine.info().version).toBe('2.1.3')
    expect(flink.sessions.size).toBe(1)
  })

  test('is asked again when a connection breaks, but no statement is handed in twice', async () => {
    await using flink = await openFakeFlink()
    const seen = new Set<string>()
    const url = await openServer((request, response) => {
      const what = request.url?.replace(/[0-9a-f-]{36}/g, 'X') ?? ''
      if (seen.has(what)) forward(flink.url, request, response)
      else request.socket.destroy()
      seen.add(what)
    })
    await using test = await openEngine({ url })
    const session = await test.open()
    const error = await session.error('SELECT 1')
    expect([error.code, error.publicMessage]).toEqual(['ENGINE.UNREACHABLE', expect.stringContaining('broke')])
    expect(await session.rows('SELECT 2')).toEqual([['OK']])
    expect(flink.statements).toEqual(['SELECT 2'])
  })

  test('whose answer is too large fails with the limit named', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', () => `"${'x'.repeat(200_000)}"`)
    await using test = await openEngine({ url: flink.url, maxResponseBytes: 100_000 })
    const error = await (await test.open()).error('SELECT 1')
    expect([error.code, error.publicMessage]).toEqual(['RESULT.TOO_LARGE', expect.stringContaining('100000')])
  })

  test.each([
    [401, 'ENGINE.FAILED', /401.*authorization/],
    [404, 'ENGINE.FAILED', /no SQL gateway of Flink.*404/],
    [502, 'ENGINE.UNREACHABLE', /502/],
    [503, 'ENGINE.UNREACHABLE', /503/],
    [418, 'ENGINE.FAILED', /418: a teapot with \*\*\* and Basic \*\*\*/],
  ])('behind a proxy that answers %i is told in words, without the secret', async (status, code, text) => {
    const url = await openServer((request, response) => {
      const { authorization = '' } = request.headers
      response.writeHead(status).end(`a teapot with ${authorization} and Basic ${authorization.split(' ')[1]}`)
    })
    await using test = await openEngine({ url, authorization: 'Bearer c2VjcmV0OnNlY3JldA' })
    const error = await (await test.open()).error('SELECT 1')
    expect([error.code, error.publicMessage]).toEqual([code, expect.stringMatching(text)])
  })

  test('that is something else is an error in words', async () => {
    const url = await openServer((_request, response) => response.writeHead(200).end('<h1>Nothing here</h1>'))
    await using test = await openEngine({ url })
    const error = await (await test.open()).error('SELECT 1')
    expect([error.code, error.publicMessage]).toEqual(['ENGINE.FAILED', expect.stringContaining('<h1>Nothing here</h1>')])
  })

  test('behind a proxy is reached below its path, with its authorization', async () => {
    const seen: string[] = []
    const url = await openServer((request, response) => {
      seen.push(`${request.url} ${request.headers.authorization}`)
      response.writeHead(401).end()
    })
    await using test = await openEngine({ url: `${url}/flink/`, authorization: 'Bearer x' })
    await test.open()
    expect(seen).toContain('/flink/v1/api_versions Bearer x')
  })
})
