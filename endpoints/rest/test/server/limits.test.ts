import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { type ResultPage, SILENT_LOGGER, STRING_TYPE, textBatch } from '@sql-gateway/gateway-common'
import { OPERATION, runEndpoint, SESSION } from '../running-endpoint.js'

const SMALL = { maxContentBytes: 2048 }
const OPENS = { openSession: async () => SESSION }

/** A socket that a test has to close. */
async function connected(port: number): Promise<Socket & Disposable> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return Object.assign(socket, { [Symbol.dispose]: () => socket.destroy() })
}

describe('server/limits', () => {
  test('a body that is too large is refused with 413, and the connection closed', async () => {
    await using endpoint = await runEndpoint(OPENS, { settings: SMALL })
    const body = `{"sessionName":"${'x'.repeat(100_000)}"}`
    const reply = await endpoint.send('POST', '/v1/sessions', { body })
    expect([reply.status, reply.headers.connection]).toEqual([413, 'close'])
    expect(reply.json).toEqual({ errors: [expect.stringMatching(/larger than 2048 bytes\. Try to raise \[.*max-content-length\]$/)] })
  })

  test('a body without a length is refused as soon as it is too large', async () => {
    await using endpoint = await runEndpoint(OPENS, { settings: SMALL })
    const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`
    const text = await endpoint.sendRaw(
      `POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}0\r\n\r\n`,
    )
    expect(text).toMatch(/^HTTP\/1\.1 413 .*\r\nConnection: close\r\n.*max-content-length\]"\]\}$/s)
  })

  test('a body that comes in pieces is put together', async () => {
    await using endpoint = await runEndpoint(OPENS)
    using socket = await connected(endpoint.port)
    socket.write('POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n')
    socket.write('f\r\nsessionName":""\r\n')
    socket.write('1\r\n}\r\n0\r\n\r\n')
    const [data] = (await once(socket, 'data')) as [Buffer]
    expect(data.toString()).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('who expects 100-continue gets it, unless the body would be too large', async () => {
    await using endpoint = await runEndpoint(OPENS, { settings: SMALL })
    const head = (length: number) =>
      `POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`
    expect(await endpoint.sendRaw(`${head(2)}{}`)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
    using socket = await connected(endpoint.port)
    socket.write(head(1_000_000))
    const [data] = (await once(socket, 'data')) as [Buffer]
    expect(data.toString()).toMatch(/^HTTP\/1\.1 413 /)
  })

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['two lengths', 'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['no Host', 'GET /v1/info HTTP/1.1\r\n\r\n', 400],
    ['headers too large', `GET /v1/info HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('a request with %s gets an error and the end of its connection', async (_, bytes, status) => {
    await using endpoint = await runEndpoint({})
    const text = await endpoint.sendRaw(bytes)
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    if (text.includes('{')) expect(JSON.parse(text.slice(text.indexOf('{')))).toEqual({ errors: [expect.any(String)] })
  })

  test('a client that does not send its headers is told so and cut', async () => {
    await using endpoint = await runEndpoint({}, { settings: { headersTimeoutMs: 20 } })
    expect(await endpoint.sendRaw('GET /v1/info HTTP/1.1\r\nHost: local')).toMatch(/^HTTP\/1\.1 408 .*took too long/s)
  })

  test('connections beyond the limit are closed as they come', async () => {
    await using endpoint = await runEndpoint(OPENS, { settings: { maxConnections: 1 } })
    using first = await connected(endpoint.port)
    expect(await endpoint.sendRaw('GET /v1/api_versions HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('')
    first.write('GET /v1/api_versions HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect(String((await once(first, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('a client that reads nothing of a large answer is cut, and one that waits for its statement is not', async () => {
    const { promise: configured, resolve: configure } = Promise.withResolvers<void>()
    const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<void>()
    const page: ResultPage = {
      resultType: 'PAYLOAD',
      properties: new Map(),
      nextToken: 1,
      startRow: 0,
      schema: { columns: [{ name: 'a', type: STRING_TYPE }] },
      resultKind: 'SUCCESS_WITH_CONTENT',
      isQueryResult: true,
      batches: [
        textBatch(
          Array.from({ length: 400 }, () => ['x'.repeat(100_000)]),
          1,
        ),
      ],
    }
    await using endpoint = await runEndpoint(
      { fetchResults: async () => page, configureSession: () => configured },
      {
        settings: { responseTimeoutMs: 300 },
        logger: { ...SILENT_LOGGER, debug: (_fields, message) => message === 'request answered' && giveUp() },
      },
    )
    using waiting = await connected(endpoint.port)
    const body = '{"statement":"SET"}'
    waiting.write(
      `POST /v2/sessions/${SESSION}/configure-session HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    using stuck = await connected(endpoint.port)
    stuck.pause()
    stuck.write(`GET /v2/sessions/${SESSION}/operations/${OPERATION}/result/0 HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    await givenUp
    let received = 0
    stuck.on('data', (data) => {
      received += data.length
    })
    stuck.resume()
    await once(stuck, 'close')
    expect(received).toBeLessThan(40_000_000)
    configure()
    expect(String((await once(waiting, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /)
  })
})
