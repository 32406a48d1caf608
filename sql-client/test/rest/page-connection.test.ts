import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import fc from 'fast-check'
import { parseGatewayAddress } from '../../src/rest/gateway-address.js'
import { connectGateway } from '../../src/rest/gateway-client.js'
import { openPageConnection, type PageConnection } from '../../src/rest/page-connection.js'
import { runStatement } from '../../src/rest/run-statement.js'
import { type FakeAnswer, page, startFakeGateway } from '../support/fake-gateway.js'

const NEVER = new AbortController().signal

let server: Server
let sockets: Socket[]
let connection: PageConnection | undefined
let requests: string[]
/** Answers a request; the first is number 0. */
let answer: (socket: Socket, number: number) => void

beforeEach(async () => {
  sockets = []
  requests = []
  server = createServer((socket) => {
    sockets.push(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => answer(socket, requests.push(bytes.toString('latin1')) - 1))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterEach(async () => {
  connection?.close()
  for (const socket of sockets) socket.destroy()
  server.close()
  await once(server, 'close')
})

function open(prefix = ''): PageConnection {
  const { port } = server.address() as { readonly port: number }
  connection = openPageConnection(parseGatewayAddress(`http://127.0.0.1:${port}${prefix}`), { 'X-Token': 'größe' })
  if (connection === undefined) throw new TypeError('it is no connection')
  return connection
}

const head = (length: number, more = ''): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${more}content-length: ${length}\r\n\r\n`

describe('rest/page-connection', () => {
  test('asks as every other call does, and gives what is behind the head', async () => {
    answer = (socket) => socket.write(`${head(4)}abcd`)
    const body = await open('/sql').get('/v2/x?rowFormat=JSON', NEVER)
    expect(body?.toString()).toBe('abcd')
    const { port } = server.address() as { readonly port: number }
    const fields = `X-Token: gr\xf6\xdfe\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json; charset=UTF-8\r\ncontent-length: 2`
    expect(requests).toEqual([`GET /sql/v2/x?rowFormat=JSON HTTP/1.1\r\n${fields}\r\n\r\n{}`])
  })

  test('puts answers together however they come in parts', async () => {
    const bodies = fc.array(fc.string({ unit: 'binary-ascii', maxLength: 2_000 }), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(bodies, fc.infiniteStream(fc.integer({ min: 1, max: 400 })), async (texts, sizes) => {
        answer = (socket, number) => {
          const text = texts[number % texts.length] ?? ''
          void writeInParts(socket, `${head(text.length)}${text}`, sizes)
        }
        requests.length = 0
        const asked = open()
        for (const text of texts) expect((await asked.get('/x', NEVER))?.toString('latin1')).toBe(text)
        asked.close()
      }),
      { numRuns: 20 },
    )
  })

  test('uses memory again that was given back, and no other', async () => {
    answer = (socket, number) => socket.write(`${head(5)}page${number}`)
    const asked = open()
    const first = await asked.get('/x', NEVER)
    const second = await asked.get('/x', NEVER)
    expect(second?.buffer).not.toBe(first?.buffer)
    expect(first?.toString()).toBe('page0')
    asked.release(Buffer.from('another'))
    asked.release(first as Buffer)
    const third = await asked.get('/x', NEVER)
    expect(third?.buffer).toBe(first?.buffer)
    expect([second?.toString(), third?.toString()]).toEqual(['page1', 'page2'])
  })

  test.each([
    ['another status', 'HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}'],
    ['a body in chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 12\r\n\r\n2\r\n{}\r\n0\r\n\r\n'],
    ['a body that is packed', head(2, 'Content-Encoding: gzip\r\n')],
    ['a body without a length', 'HTTP/1.1 200 OK\r\n\r\n{}'],
    ['a page of gigabytes', head(9_999_999_999)],
    ['more than was asked for', `${head(2)}{}{}`],
    ['an endless head', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}`],
    ['no HTTP', '220 mail.example.com\r\n\r\n'],
  ])('leaves %s to others', async (_, text) => {
    answer = (socket) => socket.write(text)
    const asked = open()
    expect(await asked.get('/x', NEVER)).toBeUndefined()
    expect(asked.isOpen).toBe(false)
    expect(await asked.get('/x', NEVER)).toBeUndefined()
    expect(requests).toHaveLength(1)
  })

  test('leaves what breaks off to others, and what does not listen', async () => {
    answer = (socket) => socket.end(`${head(10)}123`)
    expect(await open().get('/x', NEVER)).toBeUndefined()
    const none = openPageConnection(parseGatewayAddress('http://127.0.0.1:1'), {})
    expect(await none?.get('/x', NEVER)).toBeUndefined()
    expect(openPageConnection(parseGatewayAddress('https://127.0.0.1:1'), {})).toBeUndefined()
  })

  test('ends at once when it is aborted', async () => {
    const abort = new AbortController()
    answer = () => abort.abort('stopped')
    const asked = open()
    await expect(asked.get('/x', abort.signal)).rejects.toBe('stopped')
    expect(asked.isOpen).toBe(false)
    await expect(asked.get('/x', abort.signal)).rejects.toBe('stopped')
  })
})

describe('rest/run-statement', () => {
  const LARGE = Array.from({ length: 4 }, (_, number) => page(number, [`${number}${'x'.repeat(100_000)}`]))

  async function values(answers: readonly FakeAnswer[], hasLength: boolean) {
    await using gateway = await startFakeGateway((call, count) => {
      const token = /result\/(\d+)/.exec(call)?.[1]
      if (call.endsWith('/api_versions')) return { body: { versions: ['V2'] } }
      if (call.endsWith('/statements')) return { body: { operationHandle: 'o' } }
      if (token === undefined) return { body: {} }
      const given = answers[Number(token)] ?? page(Number(token), [], true)
      return given === 'broken' && count > 1 ? page(Number(token), ['again']) : given
    }, hasLength)
    const client = await connectGateway(gateway.transport)
    const background: Promise<unknown>[] = []
    await using _ended = { [Symbol.asyncDispose]: async () => void (await Promise.allSettled(background)) }
    const result = await runStatement('SELECT 1', {
      client,
      session: 's',
      clock: SYSTEM_CLOCK,
      rowFormat: 'PLAIN_TEXT',
      signal: NEVER,
      inBackground: (call) => void background.push(call),
    })
    const begins: string[] = []
    for await (const { rows } of result.pages()) for (const { fields } of rows()) begins.push(String(fields[0]).slice(0, 5))
    return { begins, asked: gateway.names().filter((name) => name.includes('/result/')).length }
  }

  test('reads large pages over a connection of their own, each once', async () => {
    expect(await values(LARGE, true)).toEqual({ begins: ['0xxxx', '1xxxx', '2xxxx', '3xxxx'], asked: 5 })
  })

  test('asks again in the usual way where that does not suit the gateway, and soon asks no other way', async () => {
    const { begins, asked } = await values([...LARGE, ...LARGE], false)
    expect(begins).toHaveLength(8)
    expect(asked).toBe(9 + 3)
  })

  test('asks again for a page whose connection broke', async () => {
    const { begins } = await values([LARGE[0] as FakeAnswer, 'broken', LARGE[2] as FakeAnswer], true)
    expect(begins).toEqual(['0xxxx', 'again', '2xxxx'])
  })

  test('ends with the error that stands in the place of a large page', async () => {
    const error = { body: { errors: ['Caused by: it is broken'] } }
    await expect(values([LARGE[0] as FakeAnswer, LARGE[1] as FakeAnswer, error], true)).rejects.toMatchObject({ message: 'it is broken' })
  })
})

async function writeInParts(socket: Socket, text: string, sizes: Iterator<number>): Promise<void> {
  for (let at = 0; at < text.length; ) {
    const { value: size = 1 } = sizes.next()
    await new Promise((resolve) => socket.write(text.slice(at, at + size), 'latin1', resolve))
    at += size
  }
}
