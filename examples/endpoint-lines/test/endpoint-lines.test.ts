import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ANONYMOUS, type EndpointAddress, type SqlGatewayEndpoint } from '@sql-gateway/gateway-common'
import { endpointContext, type ServiceSubject } from '@sql-gateway/gateway-common/testkit'
import factory from '../src/index.js'
import { connectLines } from './lines-client.js'
import { createScriptedService } from './scripted-service.js'

describe('the lines endpoint', () => {
  let backing: ServiceSubject
  let endpoint: SqlGatewayEndpoint
  let address: EndpointAddress

  beforeEach(async () => {
    backing = await createScriptedService()
    const settings = { port: 0, maxLineLength: 100 }
    endpoint = factory.createEndpoint(endpointContext(factory, { service: backing.service, settings }))
    const [first] = await endpoint.start()
    address = first as EndpointAddress
  })

  afterEach(async () => {
    await endpoint.stop(0)
    await backing.dispose()
  })

  /** Everything that comes back for a text, after which the client sends no more. */
  async function answerTo(text: string | Uint8Array): Promise<string> {
    const { socket } = await connectLines(address)
    let answer = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.end(text)
    await closed
    return answer
  }

  test('answers each line with the names of the columns, the rows, and a line that ends them', async () => {
    expect(await answerTo('SELECT 2 ROWS\nOK\r\n\n')).toBe('id\tname\n1\trow 1\n2\trow 2\n\\.\nresult\nOK\n\\.\n')
  })

  test('answers a last line without a line break', async () => {
    expect(await answerTo('OK')).toBe('result\nOK\n\\.\n')
  })

  test('writes a NULL as \\N and escapes what would break a line', async () => {
    expect(await answerTo("NAMES 'a\tb', 'c\\d'")).toBe('a\\tb\tc\\\\d\na\\tb\tc\\\\d\n\\.\n')
    expect((await answerTo('TYPES NULL')).split('\n').slice(1, 3)).toEqual(['\\N', '\\N'])
  })

  test('reads and writes any script', async () => {
    expect(await answerTo("ECHO 'größer, 東京, 😀'")).toBe('text\ngrößer, 東京, 😀\n\\.\n')
  })

  test('marks the rows that a changelog takes back', async () => {
    expect(await answerTo('SELECT 4 ROWS KINDS')).toBe('id\tname\n1\trow 1\n\\-\t2\trow 2\n3\trow 3\n\\-\t4\trow 4\n\\.\n')
  })

  test('answers a statement that fails with code and text, and goes on', async () => {
    expect(await answerTo('FAIL STATEMENT.DATA no\tgood\nOK\n')).toBe('\\! STATEMENT.DATA no good\nresult\nOK\n\\.\n')
  })

  test('answers a line above the limit with an error and goes on', async () => {
    const tooLong = '\\! REQUEST.TOO_LARGE The line has more than 100 characters.\n'
    expect(await answerTo(`${'x'.repeat(1_000)}\nOK\n${'y'.repeat(101)}`)).toBe(`${tooLong}result\nOK\n\\.\n${tooLong}`)
    expect(backing.control.executed).toEqual(['OK'])
  })

  test('runs nothing of what a web page sends', async () => {
    expect(await answerTo('POST / HTTP/1.1\r\nHost: 127.0.0.1:8023\r\n\r\nDML 3\r\n')).toMatch(/^\\! REQUEST\.FORBIDDEN /)
    expect(backing.control.executed).toEqual([])
  })

  test('keeps a session as long as its connection', async () => {
    expect(await answerTo("SET 'k' = 'v'\nSET\n")).toBe('result\nOK\n\\.\nkey\tvalue\nk\tv\n\\.\n')
    expect(await answerTo('SET\n')).toBe('key\tvalue\n\\.\n')
    expect((await backing.service.listSessions(ANONYMOUS, { offset: 0, limit: 1 })).total).toBe(0)
  })

  test('sends rows as they come', async () => {
    const { socket, nextLine } = await connectLines(address)
    socket.write('SELECT 3 ROWS FORWARD SLOW tap\n')
    backing.control.release('tap', 2)
    expect([await nextLine(), await nextLine(), await nextLine()]).toEqual(['id\tname', '1\trow 1', '2\trow 2'])
    backing.control.open('tap')
    expect([await nextLine(), await nextLine()]).toEqual(['3\trow 3', '\\.'])
    socket.destroy()
  })

  test('stops an endless result when the connection ends', async () => {
    const { socket, nextLine } = await connectLines(address)
    socket.write('SELECT ENDLESS ROWS FORWARD\n')
    await nextLine()
    socket.resetAndDestroy()
    await backing.control.whenIdle()
    expect(backing.control.openSources).toBe(0)
  })

  test('lets a statement under way end when it is stopped, and closes idle connections at once', async () => {
    const idle = await connectLines(address)
    const busy = await connectLines(address)
    const answer = busy.run('WAIT gate THEN SELECT 1 ROWS')
    await backing.control.started('gate')
    const stopped = endpoint.stop(60_000)
    await once(idle.socket, 'close')
    backing.control.open('gate')
    expect(await answer).toEqual({ columns: ['id', 'name'], rows: [['1', 'row 1']] })
    await stopped
  })
})
