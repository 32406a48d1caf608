import { describe, expect, test } from '@jest/globals'
import { gatewayError, type ListOperationsRequest, type OperationSummary, type SessionSummary } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { OPERATION, runEndpoint, SESSION } from '../running-endpoint.js'

const clock = createFakeClock()
const NOW = clock.now()

const SESSION_SUMMARY: SessionSummary = {
  handle: SESSION,
  sessionName: '<b>',
  owner: 'anonymous',
  engine: 'duckdb',
  endpointVersion: { protocol: 'rest', version: 2 },
  openedAtMs: NOW - 5000,
  lastUsedAtMs: NOW - 1000,
  operationCount: 1,
  pinnedBy: 'a temporary table',
}
const OPERATION_SUMMARY: OperationSummary = {
  handle: OPERATION,
  session: SESSION,
  owner: 'anonymous',
  engine: 'duckdb',
  type: 'EXECUTE_STATEMENT',
  status: 'ERROR',
  hasResultSet: true,
  statement: "SELECT '<script>'",
  submittedAtMs: NOW - 3000,
  startedAtMs: NOW - 2000,
  completedAtMs: NOW - 1000,
  affectedRows: 2n ** 60n,
  progress: { fraction: 0.5 },
  error: gatewayError('STATEMENT.DATA', 'Division by zero.'),
}

const LISTS = {
  listSessions: async () => ({ total: 7, items: [SESSION_SUMMARY] }),
  listOperations: async () => ({ total: 8, items: [OPERATION_SUMMARY] }),
}

describe('admin', () => {
  test('lists sessions and operations with age, owner, engine and outcome', async () => {
    await using endpoint = await runEndpoint(LISTS, { clock })
    const iso = (ms: number) => new Date(ms).toISOString()
    expect((await endpoint.send('GET', '/admin/sessions')).json).toEqual({
      total: 7,
      sessions: [
        {
          sessionHandle: SESSION,
          sessionName: '<b>',
          owner: 'anonymous',
          engine: 'duckdb',
          protocol: 'rest',
          version: 2,
          openedAt: iso(NOW - 5000),
          lastUsedAt: iso(NOW - 1000),
          idleMs: 1000,
          operationCount: 1,
          pinnedBy: 'a temporary table',
        },
      ],
    })
    expect((await endpoint.send('GET', '/admin/operations')).json).toEqual({
      total: 8,
      operations: [
        {
          operationHandle: OPERATION,
          sessionHandle: SESSION,
          owner: 'anonymous',
          engine: 'duckdb',
          type: 'EXECUTE_STATEMENT',
          status: 'ERROR',
          statement: "SELECT '<script>'",
          submittedAt: iso(NOW - 3000),
          startedAt: iso(NOW - 2000),
          completedAt: iso(NOW - 1000),
          ageMs: 3000,
          affectedRows: '1152921504606846976',
          progress: { fraction: 0.5 },
          error: { code: 'STATEMENT.DATA', message: 'Division by zero.' },
        },
      ],
    })
  })

  test('asks for the part and the states that the query names, and refuses others', async () => {
    const asked: ListOperationsRequest[] = []
    await using endpoint = await runEndpoint({
      listOperations: async (_caller, request) => {
        asked.push(request)
        return { total: 0, items: [] }
      },
    })
    await endpoint.send('GET', `/admin/operations?status=running,%20PENDING&session=${SESSION}&offset=5&limit=99999`)
    expect(asked).toEqual([{ offset: 5, limit: 1000, session: SESSION, statuses: ['RUNNING', 'PENDING'] }])
    for (const query of ['status=DANCING', 'offset=-1', 'limit=0', 'limit=x', 'session=1']) {
      const reply = await endpoint.send('GET', `/admin/operations?${query}`)
      expect([reply.status, reply.json]).toEqual([400, { errors: [expect.any(String)] }])
    }
  })

  test('ends sessions and operations, with the status that each failure deserves', async () => {
    const ended: string[] = []
    await using endpoint = await runEndpoint({
      killSession: async (_caller, session) => void ended.push(session),
      killOperation: () => Promise.reject(gatewayError('OPERATION.NOT_FOUND', 'There is no such operation.')),
      listSessions: () => Promise.reject(gatewayError('REQUEST.FORBIDDEN', 'Only an administrator may.')),
    })
    expect((await endpoint.send('DELETE', `/admin/sessions/${SESSION}`)).json).toEqual({})
    expect(ended).toEqual([SESSION])
    const missing = await endpoint.send('DELETE', `/admin/operations/${OPERATION}`)
    expect([missing.status, missing.json]).toEqual([
      404,
      { errors: [`Can not find the submitted operation in the OperationManager with the ${OPERATION}.`] },
    ])
    expect((await endpoint.send('GET', '/admin/sessions')).status).toBe(403)
  })

  test('the page holds no markup from outside, and lets nothing run but its own script', async () => {
    await using endpoint = await runEndpoint(LISTS, { clock })
    const { text, headers } = await endpoint.send('GET', '/admin')
    expect(headers['content-type']).toBe('text/html; charset=UTF-8')
    expect(text).toContain('SELECT &#39;&lt;script&gt;&#39;')
    expect(text).toContain('&lt;b&gt;')
    expect(text.match(/<script>/g)).toHaveLength(1)
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+';/)
  })
})

describe('gateway routes', () => {
  test('tell health, readiness, metrics and the description of all routes', async () => {
    await using endpoint = await runEndpoint({ getGatewayInfo: async () => ({ productName: 'SQL Gateway', version: '1.2', engines: [] }) })
    expect((await endpoint.send('GET', '/healthz')).json).toEqual({ status: 'UP' })
    expect((await endpoint.send('GET', '/readyz')).json).toEqual({ ready: true, reasons: [] })
    expect((await endpoint.send('GET', '/metrics')).headers['content-type']).toBe('text/plain; version=0.0.4')
    const document = (await endpoint.send('GET', '/openapi.json')).json
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2' } })
  })

  test('the advertised versions are those of the settings, on every version', async () => {
    await using endpoint = await runEndpoint({})
    for (const path of ['/v1/api_versions', '/v4/api_versions', '/api_versions']) {
      expect((await endpoint.send('GET', path)).json).toEqual({ versions: ['V1', 'V2'] })
    }
  })

  test('Flink’s embedded scheduler is refused, with the way around it', async () => {
    await using endpoint = await runEndpoint({})
    for (const [method, call] of [
      ['POST', 'create'],
      ['POST', 'suspend'],
      ['POST', 'resume'],
      ['DELETE', 'delete'],
    ] as const) {
      const reply = await endpoint.send(method, `/v3/workflow/embedded-scheduler/${call}`, { body: '{}' })
      expect([reply.status, reply.headers['x-sql-gateway-error']]).toEqual([500, 'FEATURE.UNSUPPORTED'])
    }
  })
})

describe('web pages', () => {
  test('foreign pages and foreign hosts get 403, and no answer names an origin', async () => {
    await using endpoint = await runEndpoint({})
    for (const headers of [{ origin: 'https://evil.example' }, { host: 'evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const reply = await endpoint.send('GET', '/v1/api_versions', { headers })
      expect([reply.status, reply.json]).toEqual([403, { errors: [expect.any(String)] }])
      expect(reply.headers).not.toHaveProperty('access-control-allow-origin')
    }
    expect((await endpoint.send('GET', '/v1/api_versions')).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  })

  test('allowed origins are named in answers, and may ask first', async () => {
    await using endpoint = await runEndpoint({}, { settings: { allowOrigin: ['https://console.example'] } })
    const headers = { origin: 'https://console.example' }
    const reply = await endpoint.send('GET', '/v1/api_versions', { headers })
    expect(reply.headers).toMatchObject({ 'access-control-allow-origin': 'https://console.example', vary: 'Origin' })
    const asked = { ...headers, 'access-control-request-method': 'DELETE', 'access-control-request-headers': 'content-type' }
    const preflight = await endpoint.send('OPTIONS', '/v1/sessions', { headers: asked })
    expect([preflight.status, preflight.text]).toEqual([200, ''])
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': 'https://console.example',
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': 'content-type',
    })
  })
})
