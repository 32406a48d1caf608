import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { INTEGER_TYPE } from '@sql-gateway/gateway-common'
import { createFakeClock, type FakeClock } from '@sql-gateway/gateway-common/testkit'
import { openEngine, readAll } from '../support/engine-under-test.js'
import { NOT_READY, openFakeFlink, openFakeFlinkToReturn, textPage } from '../support/fake-flink.js'
import { pageText } from '../support/page-text.js'
import { passing } from '../support/passing.js'

const LIMIT_MS = 60_000
/** Small beside the limit, as time passes while answers are on their way. */
const STEP_MS = 500
const NUMBERS = [{ name: 'n', type: INTEGER_TYPE }]
const LATE = { code: 'ENGINE.UNREACHABLE', publicMessage: expect.stringContaining('did not answer within 60000 ms (request-timeout)') }

let clock: FakeClock
let server: Server | undefined

beforeEach(() => {
  clock = createFakeClock()
})

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

async function openServer(onRequest: RequestListener): Promise<string> {
  server = createServer(onRequest).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Whether something is over yet. */
function watch(work: Promise<unknown>): { readonly isOver: boolean } {
  const state = { isOver: false }
  const end = () => {
    state.isOver = true
  }
  work.then(end, end)
  return state
}

const never = () => Promise.withResolvers<string>().promise

describe('An answer', () => {
  test('that is late is given up at its limit and not sooner, and is not asked for again', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock, requestTimeoutMs: LIMIT_MS })
    const session = await test.open()
    await session.rows('SHOW x')
    flink.on('SELECT', never)
    const fetched = flink.seen('GET S/O/result/0')
    const failing = session.execute('SELECT 1')
    const watched = watch(failing)
    await fetched
    await clock.advance(LIMIT_MS - 1)
    expect(watched.isOver).toBe(false)
    const closed = flink.seen('DELETE S/O/close')
    await clock.advance(1)
    await expect(failing).rejects.toMatchObject(LATE)
    await closed
    expect(flink.count('GET S/O/result/0')).toBe(2)
    expect(await session.rows('SHOW x')).toEqual([['OK']])
    expect(flink.sessions.size).toBe(1)
  })

  test('that begins in time and then stops is late, too', async () => {
    const halves: (() => void)[] = []
    const url = await openServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"productName":')
      for (const seen of halves.splice(0)) seen()
    })
    const half = new Promise<void>((resolve) => halves.push(resolve))
    const opening = openEngine({ url, clock, requestTimeoutMs: LIMIT_MS })
    await half
    // The engine waits for the first answer for two seconds.
    await clock.advance(2_000)
    await using test = await opening
    const failing = (await test.open()).error('SELECT 1')
    await clock.advance(LIMIT_MS)
    expect(await failing).toMatchObject(LATE)
  })

  test('that comes just within its limit is taken', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock, requestTimeoutMs: LIMIT_MS })
    const session = await test.open()
    const answer = Promise.withResolvers<string>()
    flink.on('SHOW', () => answer.promise)
    const fetched = flink.seen('GET S/O/result/0')
    const rows = session.rows('SHOW x')
    await fetched
    await clock.advance(LIMIT_MS - 1)
    answer.resolve(textPage('x', 'slow'))
    expect(await rows).toEqual([['slow']])
  })

  test('that is slow holds nobody else up', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock })
    const [slow, quick] = [await test.open(), await test.open()]
    flink.on('SLOW', never)
    const fetched = flink.seen('GET S/O/result/0')
    const waiting = watch(slow.error('SLOW'))
    await fetched
    for (let i = 0; i < 50; i++) expect(await quick.rows('SHOW x')).toEqual([['OK']])
    expect(waiting.isOver).toBe(false)
  })
})

describe('A statement', () => {
  test('may take much longer than an answer', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock, requestTimeoutMs: LIMIT_MS, fetchMaxDelayMs: LIMIT_MS / 2 })
    const session = await test.open()
    let isReady = false
    flink.on('INSERT', () => (isReady ? textPage('job id', 'j') : NOT_READY))
    const rows = session.rows('INSERT INTO t SELECT 1')
    while (clock.monotonic() < 10 * LIMIT_MS) await passing(clock, flink.seen('GET S/O/result/0'), STEP_MS)
    isReady = true
    expect(await passing(clock, rows, STEP_MS)).toEqual([['j']])
  })

  test('whose page was lost on the way is asked for it again: no row is missing, and none comes twice', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', (token) => pageText({ columns: NUMBERS, rows: [[String(token)]], ...(token < 4 ? { nextToken: token + 1 } : {}) }))
    await using test = await openEngine({ url: flink.url, prefetchRows: 1 })
    const session = await test.open()
    for (const token of [0, 1, 3, 4]) flink.breakOnce(`GET S/O/result/${token}`)
    expect((await readAll(await session.execute('SELECT n'))).map(([n]) => n)).toEqual(['0', '1', '2', '3', '4'])
    expect([0, 1, 2, 3, 4].map((token) => flink.count(`GET S/O/result/${token}`))).toEqual([2, 2, 1, 2, 2])
    expect(flink.count('POST S/statements')).toBe(1)
  })

  test("that finds nobody at Flink's address is handed in once somebody is there, and once alone", async () => {
    const first = await openFakeFlinkToReturn()
    const test = await openEngine({ url: first.url, clock })
    try {
      const session = await test.open()
      await session.rows('SHOW x')
      await first[Symbol.asyncDispose]()
      const rows = session.rows('SELECT 1')
      const watched = watch(rows)
      await clock.advance(49)
      expect(watched.isOver).toBe(false)
      await using second = await openFakeFlink({ port: Number(new URL(first.url).port) })
      expect(await passing(clock, rows, 10)).toEqual([['OK']])
      expect(second.statements).toEqual(['SELECT 1'])
    } finally {
      await passing(clock, Promise.resolve(test[Symbol.asyncDispose]()), 10)
    }
  })
})

describe('A question whose connection breaks', () => {
  test('is asked three more times, after longer and longer pauses', async () => {
    const times: number[] = []
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock })
    const session = await test.open()
    await session.rows('SHOW x')
    flink.on('SELECT', () => {
      times.push(clock.monotonic())
      flink.breakOnce('GET S/O/result/0')
      return NOT_READY
    })
    expect((await passing(clock, session.error('SELECT 1'), 1)).code).toBe('ENGINE.UNREACHABLE')
    const [start = 0] = times
    expect(times).toHaveLength(4)
    for (const [index, pauseMs] of [0, 50, 250, 750].entries()) {
      const waited = (times[index] ?? 0) - start
      expect(waited).toBeGreaterThanOrEqual(pauseMs)
    }
  })

  test('is asked no more when its statement is told to stop', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url, clock })
    const session = await test.open()
    await session.rows('SHOW x')
    flink.on('SELECT', () => {
      flink.breakOnce('GET S/O/result/0')
      return NOT_READY
    })
    const stop = new AbortController()
    const fetched = flink.seen('GET S/O/result/0')
    const execution = session.execute('SELECT 1', stop.signal)
    execution.catch(() => undefined)
    await fetched
    const before = flink.count('GET S/O/result/0')
    const closed = flink.seen('DELETE S/O/close')
    stop.abort()
    await closed
    await expect(execution).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    await clock.advance(10_000)
    expect(flink.count('GET S/O/result/0')).toBe(before)
  })
})
