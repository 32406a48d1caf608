import { describe, expect, test } from '@jest/globals'
import { newOperationHandle, type SessionEnvironment } from '@sql-gateway/gateway-common'
import { OPERATION, runEndpoint, SESSION } from '../running-endpoint.js'

const BAD_REQUEST = { errors: [expect.stringMatching(/^Request did not match expected format /)] }

/** An endpoint that notes with what sessions are opened. */
async function opening() {
  const opened: SessionEnvironment[] = []
  const endpoint = await runEndpoint({
    openSession: async (environment) => {
      opened.push(environment)
      return SESSION
    },
  })
  return { endpoint, opened, [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose]() }
}

describe('server/requests', () => {
  test('a body is JSON whatever its content type says, and may be left out', async () => {
    await using running = await opening()
    const { endpoint, opened } = running
    const body = '{"sessionName":"s","properties":{"a":"b"}}'
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json; charset=UTF-8', 'nonsense']) {
      const reply = await endpoint.send('POST', '/v1/sessions', { body, headers: { 'content-type': type } })
      expect([reply.status, reply.json]).toEqual([200, { sessionHandle: SESSION }])
      expect(reply.headers['content-type']).toBe('application/json; charset=UTF-8')
    }
    expect((await endpoint.send('POST', '/v3/sessions')).status).toBe(200)
    expect(opened.map(({ sessionName, properties, endpointVersion }) => [sessionName, [...properties], endpointVersion])).toEqual([
      ...Array.from({ length: 4 }, () => ['s', [['a', 'b']], { protocol: 'rest', version: 1 }]),
      [undefined, [], { protocol: 'rest', version: 3 }],
    ])
  })

  test('numbers and booleans become the text that they were written as', async () => {
    await using running = await opening()
    const { endpoint, opened } = running
    const body = '{"sessionName":12345678901234567890,"properties":{"a":1.50,"b":true,"c":"x","d":null,"e":1E5}}'
    expect((await endpoint.send('POST', '/v1/sessions', { body })).status).toBe(200)
    expect(opened[0]?.sessionName).toBe('12345678901234567890')
    expect([...(opened[0]?.properties ?? [])]).toEqual([
      ['a', '1.50'],
      ['b', 'true'],
      ['c', 'x'],
      ['e', '1E5'],
    ])
  })

  test('unknown fields, what follows the object, and all but the last of equal keys are ignored', async () => {
    await using running = await opening()
    const { endpoint, opened } = running
    const bodies = [
      '{"sessionName":"s","other":{"deep":[1]}}',
      '{"sessionName":"s"} trailing } garbage',
      '{"sessionName":"first","sessionName":"s"}',
      '\ufeff{"sessionName":"s"}',
      ' {"sessionName":"s","x":"} \\" {"}]',
    ]
    for (const body of bodies) expect((await endpoint.send('POST', '/v1/sessions', { body })).status).toBe(200)
    expect(opened.map(({ sessionName }) => sessionName)).toEqual(bodies.map(() => 's'))
  })

  test('keys of JavaScript’s own objects are ordinary keys', async () => {
    await using running = await opening()
    const { endpoint, opened } = running
    const body = '{"properties":{"__proto__":"x","constructor":"y"},"__proto__":{"sessionName":"z"}}'
    expect((await endpoint.send('POST', '/v1/sessions', { body })).status).toBe(200)
    expect([...(opened[0]?.properties ?? [])]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(opened[0]?.sessionName).toBeUndefined()
  })

  test.each([
    ['blanks', '  '],
    ['half an object', '{"sessionName":'],
    ['single quotes', "{'sessionName':'s'}"],
    ['an array', '[]'],
    ['a text', '"SELECT 1"'],
    ['null', 'null'],
    ['an object for text', '{"sessionName":{}}'],
    ['text for a map', '{"properties":"a"}'],
    ['an array in a map', '{"properties":{"a":[]}}'],
    ['no UTF-8', Buffer.from('{"sessionName":"\xff"}', 'latin1')],
    ['a thousand levels and numbers', `{"a":1,"b":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ])('a body of %s is refused with status 400', async (_, body) => {
    await using running = await opening()
    const reply = await running.endpoint.send('POST', '/v1/sessions', { body })
    expect([reply.status, reply.json]).toEqual([400, BAD_REQUEST])
    expect(running.opened).toEqual([])
  })

  test('GET and DELETE take bodies, which have to be JSON', async () => {
    const completed: unknown[] = []
    await using endpoint = await runEndpoint({
      completeStatement: async (_caller, _session, statement, position) => {
        completed.push([statement, position])
        return ['a']
      },
      closeSession: async () => undefined,
    })
    const path = `/v2/sessions/${SESSION}/complete-statement`
    expect((await endpoint.send('GET', path, { body: '{"statement":"SELECT ","position":"7"}' })).json).toEqual({ candidates: ['a'] })
    await endpoint.send('GET', path, { body: '{"statement":"SELECT ","position":3.9}' })
    await endpoint.send('GET', path, { body: '{"statement":"SELECT ","position":99}' })
    await endpoint.send('GET', path, { body: '{"statement":"SELECT ","position":-1}' })
    expect(completed).toEqual([
      ['SELECT ', 7],
      ['SELECT ', 3],
      ['SELECT ', 7],
      ['SELECT ', 0],
    ])
    for (const position of ['null', 'true', '"x"', '{}']) {
      const reply = await endpoint.send('GET', path, { body: `{"statement":"S","position":${position}}` })
      expect([reply.status, reply.json]).toEqual([400, BAD_REQUEST])
    }
    expect((await endpoint.send('GET', path, { body: '{"statement":"S"}' })).status).toBe(400)
    expect((await endpoint.send('DELETE', `/v2/sessions/${SESSION}`, { body: '{}' })).json).toEqual({ status: 'CLOSED' })
    expect((await endpoint.send('DELETE', `/v2/sessions/${SESSION}`, { body: 'x' })).status).toBe(400)
  })

  test('a statement that is missing is an error of the server, as in Flink', async () => {
    await using endpoint = await runEndpoint({ executeStatement: async () => OPERATION })
    const reply = await endpoint.send('POST', `/v2/sessions/${SESSION}/statements`, { body: '{}' })
    expect([reply.status, reply.headers['x-sql-gateway-error']]).toEqual([500, 'STATEMENT.EMPTY'])
  })

  test('a timeout of zero or less is none, a configuration goes along with its statement', async () => {
    const options: unknown[] = []
    await using endpoint = await runEndpoint({
      executeStatement: async (_caller, _session, statement, given) => {
        options.push([statement, given?.executionTimeoutMs, given?.executionConfig && [...given.executionConfig]])
        return newOperationHandle()
      },
    })
    const path = `/v2/sessions/${SESSION}/statements`
    for (const body of [
      '{"statement":"a","executionTimeout":0}',
      '{"statement":"b","executionTimeout":-1}',
      '{"statement":"c","executionTimeout":"1500","executionConfig":{"rest.port":8081}}',
    ]) {
      expect((await endpoint.send('POST', path, { body })).status).toBe(200)
    }
    expect(options).toEqual([
      ['a', undefined, undefined],
      ['b', undefined, undefined],
      ['c', 1500, [['rest.port', '8081']]],
    ])
  })

  test('a multipart form is read by its attribute request, and files are refused', async () => {
    await using running = await opening()
    const { endpoint, opened } = running
    const part = (head: string, content: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`
    const form = (...parts: readonly string[]) => ({
      body: `${parts.join('')}--b--\r\n`,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    })
    expect(
      (await endpoint.send('POST', '/v1/sessions', form(part('name="x"', 'no'), part('name="request"', '{"sessionName":"s"}')))).status,
    ).toBe(200)
    expect((await endpoint.send('POST', '/v1/sessions', form(part('name="x"', 'no')))).status).toBe(200)
    expect(opened.map(({ sessionName }) => sessionName)).toEqual(['s', undefined])
    expect((await endpoint.send('POST', '/v1/sessions', form(part('name="f"; filename="a.jar"', 'x')))).status).toBe(400)
    for (const body of ['', 'no form', '--b\r\nx']) {
      const reply = await endpoint.send('POST', '/v1/sessions', { body, headers: { 'content-type': 'multipart/form-data; boundary=b' } })
      expect(reply.status).toBe(400)
    }
  })
})
