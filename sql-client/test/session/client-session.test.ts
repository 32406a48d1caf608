import { describe, expect, test } from '@jest/globals'
import { type Clock, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import type { StatementResult } from '../../src/result/statement-result.js'
import { type ClientSession, openClientSession } from '../../src/session/client-session.js'
import { type FakeAnswer, type FakeGateway, NOT_READY, page, startFakeGateway } from '../support/fake-gateway.js'

const FETCH = /^GET \/v2\/sessions\/(\w+)\/operations\/o\/result\/(\d+)/
const NEVER = new AbortController().signal

/** Answers all that a session needs; what a test is about goes before it. */
function usual(special: (call: string, count: number) => FakeAnswer | Promise<FakeAnswer> | undefined = () => undefined) {
  let sessions = 0
  return (call: string, count: number): FakeAnswer | Promise<FakeAnswer> => {
    const given = special(call, count)
    if (given !== undefined) return given
    if (call === 'GET /v1/api_versions') return { body: { versions: ['V1', 'V2', 'V9'] } }
    if (call === 'POST /v2/sessions') return { body: { sessionHandle: `s${++sessions}` } }
    if (call.endsWith('/statements')) return { body: { operationHandle: 'o' } }
    const token = FETCH.exec(call)?.[2]
    if (token !== undefined) return page(Number(token), token === '2' ? [] : [`row ${token}`], token === '2')
    if (call.startsWith('DELETE')) return { body: { status: 'CLOSED' } }
    return { body: { properties: {} } }
  }
}

/** The first session answers statements with this, and is lost by it; the second one is opened when a test says so. */
function heldReopening(loss: FakeAnswer) {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<FakeAnswer>()]
  const answers = usual((call, count) => {
    if (call === 'POST /v2/sessions/s1/statements') return loss
    if (call !== 'POST /v2/sessions' || count !== 2) return undefined
    asked.resolve()
    return answer.promise
  })
  return { answers, asked: asked.promise, answer: answer.resolve }
}

async function open(
  { transport }: FakeGateway,
  rest: { clock?: Clock; prepared?: string[]; replaced?: string[]; warnings?: string[]; signal?: AbortSignal } = {},
): Promise<ClientSession> {
  const init = {
    transport,
    name: 'me',
    properties: { a: 'b' },
    clock: rest.clock ?? SYSTEM_CLOCK,
    prepare: async (configure: (statement: string) => Promise<void>) => {
      for (const statement of rest.prepared ?? []) await configure(statement)
    },
    onReplaced: (label: string) => rest.replaced?.push(label),
    onWarning: (text: string) => rest.warnings?.push(text),
  }
  return await openClientSession(init, rest.signal ?? NEVER)
}

async function values(result: StatementResult): Promise<readonly unknown[]> {
  const found: unknown[] = []
  for await (const { rows } of result.pages()) found.push(...rows().flatMap(({ fields }) => fields))
  return found
}

describe('session/client-session', () => {
  test('agrees on a version that both know, whatever others the gateway names, and opens a session', async () => {
    await using gateway = await startFakeGateway(usual())
    const session = await open(gateway, { prepared: ['SET x = y'] })
    expect(gateway.calls).toEqual([
      { call: 'GET /v1/api_versions', body: {} },
      { call: 'POST /v2/sessions', body: { sessionName: 'me', properties: { a: 'b' } } },
      { call: 'POST /v2/sessions/s1/configure-session', body: { statement: 'SET x = y' } },
    ])
    await session.close()
    expect(gateway.names().at(-1)).toBe('DELETE /v2/sessions/s1')
  })

  test.each([
    [{ body: { versions: ['V1'] } }, 'protocol', 'speaks V1 of the protocol only'],
    [{ body: '<html>' }, 'protocol', 'is no SQL gateway'],
    [{ body: '<html>', status: 404 }, 'protocol', 'status 404'],
    [{ body: { errors: ['Not found: /v1/api_versions'] }, status: 404 }, 'protocol', 'is no SQL gateway'],
    ['broken' as const, 'unreachable', 'does not answer'],
  ])('does not begin where %j is the answer', async (answer, kind, message) => {
    await using gateway = await startFakeGateway(() => answer)
    await expect(open(gateway)).rejects.toMatchObject({ kind, message: expect.stringContaining(message) })
  })

  test('closes a session that cannot be set up', async () => {
    await using gateway = await startFakeGateway(
      usual((call) => (call.endsWith('/configure-session') ? { body: { errors: ['No.'] }, status: 500 } : undefined)),
    )
    await expect(open(gateway, { prepared: ['SELECT 1'] })).rejects.toMatchObject({ kind: 'refused' })
    expect(gateway.names().filter((call) => call === 'DELETE /v2/sessions/s1')).toHaveLength(1)
  })

  test('closes no session that was lost', async () => {
    await using gateway = await startFakeGateway(usual((call) => (call.endsWith('/statements') ? 'broken' : undefined)))
    const session = await open(gateway, { prepared: ['SET x = y'] })
    await expect(session.execute('SELECT 1', 'PLAIN_TEXT', NEVER)).rejects.toMatchObject({ kind: 'unreachable' })
    await session.close()
    expect(gateway.names().filter((call) => call.startsWith('DELETE'))).toEqual([])
  })

  test('gives up a session when it is stopped while that is set up, and closes it', async () => {
    const stop = new AbortController()
    await using gateway = await startFakeGateway(
      usual((call) => {
        if (!call.endsWith('/configure-session')) return undefined
        stop.abort()
        return new Promise(() => undefined)
      }),
    )
    await expect(open(gateway, { prepared: ['CREATE TABLE t AS FROM huge'], signal: stop.signal })).rejects.toMatchObject({
      kind: 'canceled',
    })
    expect(gateway.names().at(-1)).toBe('DELETE /v2/sessions/s1')
  })

  test('opens one session for all who wait, of whom one stops waiting', async () => {
    const second = heldReopening({ body: { errors: ["Session 's1' does not exist."] }, status: 500 })
    await using gateway = await startFakeGateway(second.answers)
    const session = await open(gateway)
    await expect(session.execute('SELECT 1', 'PLAIN_TEXT', NEVER)).rejects.toMatchObject({ kind: 'session-lost' })
    const stop = new AbortController()
    const stopped = session.settings(stop.signal)
    const following = session.execute('SELECT 2', 'PLAIN_TEXT', NEVER)
    await second.asked
    stop.abort()
    await expect(stopped).rejects.toMatchObject({ kind: 'canceled' })
    second.answer({ body: { sessionHandle: 's2' } })
    expect(await values(await following)).toEqual(['row 0', 'row 1'])
    expect(gateway.names().filter((call) => call === 'POST /v2/sessions')).toHaveLength(2)
    await session.close()
  })

  test('opens another session when nobody waits for one any more, and closes that if it comes', async () => {
    const second = heldReopening({ body: { errors: ["Session 's1' does not exist."] }, status: 500 })
    await using gateway = await startFakeGateway(second.answers)
    const session = await open(gateway)
    await expect(session.execute('SELECT 1', 'PLAIN_TEXT', NEVER)).rejects.toMatchObject({ kind: 'session-lost' })
    const stop = new AbortController()
    const stopped = session.settings(stop.signal)
    await second.asked
    stop.abort()
    await expect(stopped).rejects.toMatchObject({ kind: 'canceled' })
    expect(await values(await session.execute('SELECT 2', 'PLAIN_TEXT', NEVER))).toEqual(['row 0', 'row 1'])
    second.answer({ body: { sessionHandle: 'late' } })
    await session.close()
    expect(
      gateway
        .names()
        .filter((call) => call.startsWith('DELETE /v2/sessions/') && !call.endsWith('/close'))
        .sort(),
    ).toEqual(['DELETE /v2/sessions/late', 'DELETE /v2/sessions/s2'])
  })

  test('ends soon behind a session that never came', async () => {
    const second = heldReopening('broken')
    await using gateway = await startFakeGateway(second.answers)
    const clock = createFakeClock()
    const session = await open(gateway, { clock })
    await expect(session.execute('SELECT 1', 'PLAIN_TEXT', NEVER)).rejects.toMatchObject({ kind: 'unreachable' })
    const stop = new AbortController()
    const stopped = session.settings(stop.signal)
    await second.asked
    stop.abort()
    await expect(stopped).rejects.toMatchObject({ kind: 'canceled' })
    await clock.advance(1_000)
    const closing = session.close()
    await clock.advance(0)
    await closing
  })

  test('asks again what the session says when it was not told', async () => {
    await using gateway = await startFakeGateway(
      usual((call, count) => (call === 'GET /v2/sessions/s1' && count === 1 ? { body: { errors: ['Busy.'] }, status: 500 } : undefined)),
    )
    const session = await open(gateway)
    await expect(session.settings(NEVER)).rejects.toMatchObject({ kind: 'refused' })
    expect((await session.settings(NEVER)).outputFormat).toBeUndefined()
    await session.close()
  })

  test('deploys scripts where the gateway can', async () => {
    await using gateway = await startFakeGateway((call) => {
      if (call === 'GET /v1/api_versions') return { body: { versions: ['V3', 'V4'] } }
      return {
        body: call.endsWith('/scripts')
          ? { clusterID: 'c1' }
          : { sessionHandle: 's1', properties: { 'execution.target': 'yarn-application' } },
      }
    })
    const session = await open(gateway)
    expect((await session.settings(NEVER)).deploysScripts).toBe(true)
    expect(await session.deploy({ script: 'SELECT 1;' }, NEVER)).toBe('c1')
    expect(gateway.calls.at(-1)).toEqual({ call: 'POST /v4/sessions/s1/scripts', body: { script: 'SELECT 1;' } })
    await expect(session.deploy({ script: '' }, AbortSignal.abort())).rejects.toMatchObject({ kind: 'canceled' })
    await session.close()
  })

  test('deploys no scripts where the gateway cannot', async () => {
    await using gateway = await startFakeGateway(usual())
    const session = await open(gateway)
    expect((await session.settings(NEVER)).deploysScripts).toBe(false)
    await expect(session.deploy({ script: 'SELECT 1;' }, NEVER)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('V4'),
    })
    await session.close()
  })

  test('fetches page after page, and closes the operation of a query behind the last', async () => {
    await using gateway = await startFakeGateway(usual())
    const session = await open(gateway)
    expect(await values(await session.execute('SELECT', 'PLAIN_TEXT', NEVER))).toEqual(['row 0', 'row 1'])
    await session.close()
    expect(gateway.names().slice(2)).toEqual([
      'POST /v2/sessions/s1/statements',
      'GET /v2/sessions/s1/operations/o/result/0?rowFormat=PLAIN_TEXT',
      'GET /v2/sessions/s1/operations/o/result/1?rowFormat=PLAIN_TEXT',
      'GET /v2/sessions/s1/operations/o/result/2?rowFormat=PLAIN_TEXT',
      'DELETE /v2/sessions/s1/operations/o/close',
      'DELETE /v2/sessions/s1',
    ])
  })

  test('asks for the same page again when its connection breaks, and for the first until it is ready', async () => {
    await using gateway = await startFakeGateway(
      usual((call, count) => {
        const token = FETCH.exec(call)?.[2]
        if (token === '0' && count < 3) return NOT_READY
        return token === '1' && count === 1 ? 'broken' : undefined
      }),
    )
    const session = await open(gateway)
    expect(await values(await session.execute('SELECT', 'PLAIN_TEXT', NEVER))).toEqual(['row 0', 'row 1'])
    expect(
      gateway
        .names()
        .map((call) => FETCH.exec(call)?.[2] ?? '')
        .join(''),
    ).toBe('000112')
    await session.close()
  })

  test('fetches no further ahead than one page', async () => {
    await using gateway = await startFakeGateway(usual())
    const session = await open(gateway)
    const pages = (await session.execute('SELECT', 'PLAIN_TEXT', NEVER)).pages()[Symbol.asyncIterator]()
    await pages.next()
    await session.settings(NEVER)
    expect(gateway.names().filter((call) => FETCH.test(call))).toHaveLength(2)
    await pages.return?.()
    await session.close()
    expect(gateway.names()).toContain('DELETE /v2/sessions/s1/operations/o/close')
  })

  test('closes what it submitted when the user stops it, also when the gateway has not accepted it yet', async () => {
    const accepted = Promise.withResolvers<FakeAnswer>()
    const asked = Promise.withResolvers<void>()
    await using gateway = await startFakeGateway(
      usual((call) => {
        if (!call.endsWith('/statements')) return undefined
        asked.resolve()
        return accepted.promise
      }),
    )
    const session = await open(gateway)
    const interruption = new AbortController()
    const running = session.execute('SELECT', 'PLAIN_TEXT', interruption.signal)
    await asked.promise
    interruption.abort()
    await expect(running).rejects.toMatchObject({ kind: 'canceled' })
    const closing = session.close()
    accepted.resolve({ body: { operationHandle: 'o' } })
    await closing
    expect(gateway.names().slice(-2)).toEqual(['DELETE /v2/sessions/s1/operations/o/close', 'DELETE /v2/sessions/s1'])
  })

  test('closes the operation of what is no query, too, once it has been seen', async () => {
    await using gateway = await startFakeGateway(
      usual((call) => {
        if (!FETCH.test(call)) return undefined
        return { body: { resultType: 'EOS', isQueryResult: false, jobID: 'ab', resultKind: 'SUCCESS', results: { columns: [], data: [] } } }
      }),
    )
    const session = await open(gateway)
    const result = await session.execute('INSERT', 'PLAIN_TEXT', NEVER)
    await result.close()
    await result.close()
    await session.close()
    expect(gateway.names().filter((call) => call.endsWith('/close'))).toEqual(['DELETE /v2/sessions/s1/operations/o/close'])
  })

  test('stops between two pages', async () => {
    const interruption = new AbortController()
    await using gateway = await startFakeGateway(
      usual((call) => {
        if (FETCH.exec(call)?.[2] !== '1') return undefined
        interruption.abort()
        return new Promise<FakeAnswer>(() => undefined)
      }),
    )
    const session = await open(gateway)
    const result = await session.execute('SELECT', 'PLAIN_TEXT', interruption.signal)
    await expect(values(result)).rejects.toMatchObject({ kind: 'canceled' })
    await session.close()
    expect(gateway.names()).toContain('DELETE /v2/sessions/s1/operations/o/close')
  })

  test('opens another session with the statement behind the one that found it gone, and says so', async () => {
    const replaced: string[] = []
    await using gateway = await startFakeGateway(
      usual((call) => {
        const isGone = call === 'POST /v2/sessions/s1/statements'
        return isGone
          ? { body: { errors: ["Caused by: org.example.SqlGatewayException: Session 's1' does not exist."] }, status: 500 }
          : undefined
      }),
    )
    const session = await open(gateway, { prepared: ['SET x = y'], replaced })
    await expect(session.execute('SELECT', 'PLAIN_TEXT', NEVER)).rejects.toMatchObject({ kind: 'session-lost' })
    expect(replaced).toEqual([])
    expect(await values(await session.execute('SELECT', 'PLAIN_TEXT', NEVER))).toEqual(['row 0', 'row 1'])
    expect(replaced).toEqual([gateway.transport.address.label])
    expect(gateway.names()).toContain('POST /v2/sessions/s2/configure-session')
    await session.close()
  })

  test('reads what the session says once, and again behind SET', async () => {
    await using gateway = await startFakeGateway(
      usual((call, count) =>
        call === 'GET /v2/sessions/s1' ? { body: { properties: { 'sql-client.verbose': String(count > 1) } } } : undefined,
      ),
    )
    const session = await open(gateway)
    expect((await session.settings(NEVER)).isVerbose).toBe(false)
    await values(await session.execute('SELECT 1', 'PLAIN_TEXT', NEVER))
    expect((await session.settings(NEVER)).isVerbose).toBe(false)
    await values(await session.execute(" set 'sql-client.verbose' = 'true'", 'PLAIN_TEXT', NEVER))
    expect((await session.settings(NEVER)).isVerbose).toBe(true)
    await session.close()
  })

  test('warns once of each value that makes no sense', async () => {
    const warnings: string[] = []
    await using gateway = await startFakeGateway(
      usual((call) => (call === 'GET /v2/sessions/s1' ? { body: { properties: { 'sql-client.output.format': 'XML' } } } : undefined)),
    )
    const session = await open(gateway, { warnings })
    await session.settings(NEVER)
    await values(await session.execute('SET a = b', 'PLAIN_TEXT', NEVER))
    await session.settings(NEVER)
    expect(warnings).toEqual(["sql-client.output.format is 'XML', and should be table, csv, tsv or jsonl."])
    await session.close()
  })

  test('keeps the session alive with a call a minute, also behind one that fails', async () => {
    const beats: PromiseWithResolvers<void>[] = [Promise.withResolvers(), Promise.withResolvers()]
    await using gateway = await startFakeGateway(
      usual((call, count) => {
        if (!call.endsWith('/heartbeat')) return undefined
        beats[count - 1]?.resolve()
        return count === 1 ? 'broken' : { body: {} }
      }),
    )
    const clock = createFakeClock()
    const session = await open(gateway, { clock })
    await clock.advance(60_000)
    await beats[0]?.promise
    while (clock.pendingTimers === 0) await clock.settle()
    await clock.advance(60_000)
    await beats[1]?.promise
    await session.close()
  })

  test('suggests only where the session wants it, and never opens one for that', async () => {
    let suggestions: string | undefined
    await using gateway = await startFakeGateway(
      usual((call) => {
        if (call === 'GET /v2/sessions/s1')
          return { body: { properties: suggestions === undefined ? {} : { 'sql-client.display.suggestions': suggestions } } }
        if (call.endsWith('/complete-statement')) return { body: { candidates: ['SELECT'] } }
        return call.endsWith('/heartbeat') ? { status: 500, body: { errors: ['x'] } } : undefined
      }),
    )
    const session = await open(gateway)
    const suggest = async (isDefault: boolean): Promise<readonly string[]> => await session.suggest('SEL', 3, NEVER, isDefault)
    expect([await suggest(true), await suggest(false)]).toEqual([['SELECT'], []])
    for (const [value, wanted] of [
      ['true', ['SELECT']],
      ['false', []],
    ] as const) {
      suggestions = value
      await values(await session.execute('SET x = y', 'PLAIN_TEXT', NEVER))
      expect([await suggest(true), await suggest(false)]).toEqual([wanted, wanted])
    }
    await session.close()
  })

  test('completes without an error where the gateway has none to give', async () => {
    await using gateway = await startFakeGateway(
      usual((call, count) => {
        if (!call.endsWith('/complete-statement')) return undefined
        return count === 1 ? { body: { candidates: ['SELECT'] } } : { body: { errors: ['no'] }, status: 500 }
      }),
    )
    const session = await open(gateway)
    expect(await session.complete('SEL', 3, NEVER)).toEqual(['SELECT'])
    expect(gateway.calls.at(-1)).toMatchObject({ call: 'GET /v2/sessions/s1/complete-statement', body: { statement: 'SEL', position: 3 } })
    expect(await session.complete('SEL', 3, NEVER)).toEqual([])
    await session.close()
  })

  test('asks for progress until a gateway has none', async () => {
    await using gateway = await startFakeGateway(
      usual((call, count) => {
        if (!call.startsWith('GET /admin')) return undefined
        return count === 1 ? { body: { operations: [{ progress: { fraction: 0.5 } }] } } : { body: { errors: ['Not found'] }, status: 404 }
      }),
    )
    const session = await open(gateway)
    expect([await session.progress(), await session.progress(), await session.progress()]).toEqual([0.5, undefined, undefined])
    expect(gateway.names().filter((call) => call.startsWith('GET /admin'))).toHaveLength(2)
    await session.close()
  })
})
