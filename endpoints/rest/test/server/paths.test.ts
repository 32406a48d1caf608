import { describe, expect, test } from '@jest/globals'
import { gatewayError } from '@sql-gateway/gateway-common'
import { OPERATION, runEndpoint, SESSION } from '../running-endpoint.js'

const INFO = { getGatewayInfo: async () => ({ productName: 'SQL Gateway', version: '1.2.3', engines: [] }) }

describe('server/paths', () => {
  test.each([
    '/info',
    '/v1/info',
    '/v4/info',
    '//v1/info',
    '/v1/info/',
    '/v1//info//',
    '///v2/info?x=y',
    '/v1/%69nfo',
    'http://localhost/v1/info',
  ])('%s leads to its route', async (target) => {
    await using endpoint = await runEndpoint(INFO)
    const text = await endpoint.sendRaw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\{"productName":"SQL Gateway","version":"1\.2\.3"\}$/s)
  })

  test.each([
    ['GET', '/'],
    ['GET', '/V1/info'],
    ['GET', '/v1/Info'],
    ['GET', '/v5/info'],
    ['GET', '/v0/info'],
    ['GET', '/v1/info/more?q=1'],
    ['POST', '/v1/info'],
    ['PUT', '/v1/sessions'],
    ['OPTIONS', '/v1/info'],
    ['GET', '/v1/sessions'],
    ['POST', `/v4/sessions/${SESSION}/materialized-tables/x/refresh`],
    ['POST', `/sessions/${SESSION}/materialized-tables/x/refresh`],
    ['POST', `/v3/sessions/${SESSION}/scripts`],
    ['POST', `/v1/sessions/${SESSION}/configure-session`],
    ['POST', '/v4/workflow/embedded-scheduler/create'],
    ['GET', '/%'],
  ])('%s %s is not found, and told where to look', async (method, path) => {
    await using endpoint = await runEndpoint(INFO)
    const reply = await endpoint.send(method, path)
    expect([reply.status, reply.json]).toEqual([404, { errors: [`Not found: ${path}`, 'GET /openapi.json describes every route.'] }])
  })

  test('HEAD is not found, without a body', async () => {
    await using endpoint = await runEndpoint(INFO)
    const reply = await endpoint.send('HEAD', '/v1/info')
    expect([reply.status, reply.text]).toEqual([404, ''])
  })

  test('a slash may stand inside a segment, percent-encoded', async () => {
    const identifiers: string[] = []
    await using endpoint = await runEndpoint({
      refreshMaterializedTable: async (_caller, _session, { tableIdentifier }) => {
        identifiers.push(tableIdentifier)
        return OPERATION
      },
    })
    const path = `/v3/sessions/${SESSION}/materialized-tables/c.d.%60a%2Fb%60/refresh`
    expect((await endpoint.send('POST', path, { body: '{"isPeriodic":false,"periodic":false}' })).json).toEqual({
      operationHandle: OPERATION,
    })
    expect(identifiers).toEqual(['c.d.`a/b`'])
  })

  test.each([
    [`/v1/sessions/x`, 'GET', 'Cannot resolve path parameter (session_handle) from value "x".'],
    [`/v1/sessions/${SESSION}/operations/y/status`, 'GET', 'Cannot resolve path parameter (operation_handle) from value "y".'],
    [`/v1/sessions/${SESSION}/operations/${OPERATION}/result/abc`, 'GET', 'Cannot resolve path parameter (token) from value "abc".'],
    [
      `/v1/sessions/${SESSION}/operations/${OPERATION}/result/9223372036854775808`,
      'GET',
      'Cannot resolve path parameter (token) from value "9223372036854775808".',
    ],
    [
      `/v2/sessions/${SESSION}/operations/${OPERATION}/result/0?rowFormat=XML`,
      'GET',
      'Cannot resolve query parameter (rowFormat) from value "XML".',
    ],
  ])('%s is refused with Flink’s text', async (path, method, text) => {
    await using endpoint = await runEndpoint({})
    const reply = await endpoint.send(method, path)
    const { errors } = reply.json as { errors: string[] }
    expect(reply.status).toBe(400)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toContain(`Bad request, could not parse parameters: ${text}`)
  })

  test('handles may be written as Java reads them: in capitals, without zeros in front', async () => {
    const asked: string[] = []
    await using endpoint = await runEndpoint({
      heartbeat: async (_caller, session) => {
        asked.push(session)
        throw gatewayError('SESSION.NOT_FOUND', 'It is not there.')
      },
    })
    await endpoint.send('POST', '/v1/sessions/1-2-3-4-5/heartbeat')
    await endpoint.send('POST', `/v1/sessions/${SESSION.toUpperCase()}/heartbeat`)
    expect(asked).toEqual(['00000001-0002-0003-0004-000000000005', SESSION])
  })
})
