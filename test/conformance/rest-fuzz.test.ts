import http from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import restFactory from '@sql-gateway/endpoint-rest'
import { ANONYMOUS, type MetricGroup, NO_METRICS, type SqlGatewayEndpoint } from '@sql-gateway/gateway-common'
import { endpointContext, type ServiceSubject } from '@sql-gateway/gateway-common/testkit'
import fc from 'fast-check'
import { type RandomRequest, randomRequests } from './rest/random-requests.js'
import { createScriptedService } from './scripted-service.js'

const REQUESTS = 10_000
const CLIENTS = 8
const SEED = 20_231_114

/** Reads the number of open connections that the endpoint counts. */
let connections: () => number
let subject: ServiceSubject
let endpoint: SqlGatewayEndpoint
let url: string

beforeAll(async () => {
  subject = await createScriptedService()
  const metrics: MetricGroup = {
    ...NO_METRICS,
    gauge: ({ name }, read) => {
      if (name === 'connections') connections = read
    },
  }
  const settings = { port: 0, fetchWaitMs: 5, maxContentBytes: 100_000 }
  endpoint = restFactory.createEndpoint({ ...endpointContext(restFactory, { service: subject.service, settings }), metrics })
  const [address] = await endpoint.start()
  url = address?.url ?? ''
})

afterAll(async () => {
  await endpoint.stop(0)
  await subject.dispose()
})

async function send({ method, path, headers, body }: RandomRequest, agent: http.Agent): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
  const length = body.length === 0 ? {} : { 'content-length': String(body.length) }
  const { hostname, port } = new URL(url)
  const request = http.request({ hostname, port, path, method, agent, headers: { ...headers, ...length } })
  request.on('response', resolve).on('error', reject).end(body)
  const response = await promise
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return complaint(response, Buffer.concat(chunks).toString())
}

/** What is wrong with an answer, if anything is. */
function complaint({ statusCode = 0, headers }: http.IncomingMessage, text: string): string | undefined {
  const type = headers['content-type'] ?? ''
  if (headers['content-length'] !== String(Buffer.byteLength(text))) return `wrong length of ${text}`
  if (statusCode === 200 && !type.startsWith('application/json')) return undefined
  const body = parse(text)
  if (typeof body !== 'object' || body === null) return `no JSON object: ${text}`
  if (statusCode === 200) return 'errors' in body ? `success with errors: ${text}` : undefined
  const isReadiness = statusCode === 503 && 'ready' in body
  const { errors } = body as { errors?: unknown }
  const isError =
    Array.isArray(errors) && errors.length > 0 && errors.every((each) => typeof each === 'string') && Object.keys(body).length === 1
  if (!isError && !isReadiness) return `status ${statusCode} with ${text}`
  return /hunter2|\/opt\/scripted|node:internal|\.js:\d/.test(text) ? `something of the inside: ${text}` : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

describe('The REST endpoint withstands random requests', () => {
  test(`each of ${REQUESTS} gets a well-formed answer, and no connection is left`, async () => {
    const { service } = subject
    const environment = { principal: ANONYMOUS, endpointVersion: { protocol: 'rest', version: 2 }, properties: new Map<string, string>() }
    const sessions = await Promise.all(Array.from({ length: 400 }, () => service.openSession(environment)))
    const operations = await Promise.all(sessions.map((session) => service.executeStatement(ANONYMOUS, session, 'SELECT 40 ROWS')))
    const requests = fc.sample(randomRequests(sessions, operations), { numRuns: REQUESTS, seed: SEED })
    const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS })
    const complaints: string[] = []
    let next = 0
    const client = async () => {
      for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
        const wrong = await send(request, agent).catch(String)
        if (wrong !== undefined)
          complaints.push(`${request.method} ${request.path} ${JSON.stringify(request.headers)} ${request.body.toString()}: ${wrong}`)
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, client))
    expect(complaints).toEqual([])
    agent.destroy()
    const empty: RandomRequest = { method: 'GET', path: '/healthz', headers: { connection: 'close' }, body: Buffer.alloc(0) }
    const alone = new http.Agent()
    while (connections() > 1) expect(await send(empty, alone)).toBeUndefined()
  })
})
