import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { type FetchRequest, gatewayError, type ResultSet } from '@sql-gateway/gateway-common'
import { endpointContext } from '@sql-gateway/gateway-common/testkit'
import restFactory from '../../src/index.js'
import { fakeService, OPERATION, runEndpoint, SESSION } from '../running-endpoint.js'

const FETCH = `/v2/sessions/${SESSION}/operations/${OPERATION}/result/0`

/** A fetch that waits as long as it may. */
function waitingFetch() {
  const started = Promise.withResolvers<FetchRequest>()
  const fetchResults = async (_caller: unknown, _session: unknown, _operation: unknown, request: FetchRequest): Promise<ResultSet> => {
    if (request.waitMs === 0 || request.signal === undefined) return { resultType: 'NOT_READY' }
    started.resolve(request)
    await once(request.signal, 'abort')
    throw gatewayError('GATEWAY.STOPPING', 'The wait was given up.')
  }
  return { started: started.promise, calls: { fetchResults } }
}

describe('server/stop', () => {
  test('a fetch that waits is answered at once, and its connection closed', async () => {
    const { calls, started } = waitingFetch()
    await using endpoint = await runEndpoint(calls)
    const reply = endpoint.send('GET', FETCH, { headers: { connection: 'keep-alive' } })
    await started
    await endpoint.stop(60_000)
    expect([(await reply).status, (await reply).headers.connection]).toEqual([200, 'close'])
    expect((await reply).json).toMatchObject({ resultType: 'NOT_READY' })
  })

  test('a client that goes away ends the wait of its fetch', async () => {
    const { calls, started } = waitingFetch()
    await using endpoint = await runEndpoint(calls)
    const socket = connect(endpoint.port, '127.0.0.1')
    socket.write(`GET ${FETCH} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    const { signal } = await started
    socket.destroy()
    if (signal?.aborted === false) await once(signal, 'abort')
    expect(signal?.aborted).toBe(true)
  })

  test('idle connections are closed, requests under way are answered, and nobody is let in any more', async () => {
    const { promise: heard, resolve: hear } = Promise.withResolvers<void>()
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    await using endpoint = await runEndpoint({
      heartbeat: () => {
        hear()
        return answered
      },
    })
    const idle = connect(endpoint.port, '127.0.0.1')
    idle.write('GET /v1/api_versions HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await once(idle, 'data')
    const reply = endpoint.send('POST', `/v1/sessions/${SESSION}/heartbeat`)
    await heard
    const stopped = endpoint.stop(60_000)
    await once(idle, 'close')
    await expect(endpoint.send('GET', '/v1/info')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    answer()
    expect((await reply).json).toEqual({})
    await stopped
    await endpoint.stop(0)
  })

  test('what is not answered within the grace is cut', async () => {
    const { promise: heard, resolve: hear } = Promise.withResolvers<void>()
    await using endpoint = await runEndpoint({
      heartbeat: () => {
        hear()
        return new Promise<void>(() => undefined)
      },
    })
    const reply = expect(endpoint.send('POST', `/v1/sessions/${SESSION}/heartbeat`)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await heard
    await endpoint.stop(10)
    await reply
  })

  test('stopping before the start, and again, does nothing', async () => {
    const endpoint = restFactory.createEndpoint(endpointContext(restFactory, { service: fakeService({}) }))
    await endpoint.stop(0)
    await endpoint.stop(0)
  })
})
