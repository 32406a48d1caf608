import { describe, expect, test } from '@jest/globals'
import { ANONYMOUS, type FetchRequest, type OperationHandle, type SessionHandle } from '@sql-gateway/gateway-common'
import { createServiceUnderTest, idsOf, range, type ServiceUnderTest } from './service-under-test.js'

function orient(
  t: ServiceUnderTest,
  session: SessionHandle,
  operation: OperationHandle,
  orientation: 'FETCH_NEXT' | 'FETCH_PRIOR' | 'FETCH_FIRST',
  maxRows: number,
) {
  const request: FetchRequest = { position: { orientation }, maxRows, maxBytes: 1 << 20, waitMs: 0 }
  return t.service.fetchResults(ANONYMOUS, session, operation, request)
}

async function finished(statement: string, settings = {}) {
  const t = await createServiceUnderTest(settings)
  const session = await t.open()
  const { handle } = await t.run(session, statement)
  return { t, session, handle }
}

describe('gateway-service: fetching by tokens', () => {
  test('pages follow one another, and the end is a page of its own without rows', async () => {
    const { t, session, handle } = await finished('SELECT 250 ROWS')
    const first = await t.fetchPage(session, handle, 0)
    expect(first).toMatchObject({
      resultType: 'PAYLOAD',
      nextToken: 1,
      startRow: 0,
      isQueryResult: true,
      resultKind: 'SUCCESS_WITH_CONTENT',
    })
    expect(idsOf(first)).toEqual(range(1, 100))
    expect(idsOf(await t.fetchPage(session, handle, 1))).toEqual(range(101, 200))
    const third = await t.fetchPage(session, handle, 2)
    expect(idsOf(third)).toEqual(range(201, 250))
    const end = await t.fetchPage(session, handle, 3)
    expect(end).toMatchObject({ resultType: 'EOS', batches: [], startRow: 250 })
    expect(end).not.toHaveProperty('nextToken')
    expect(end.schema).toEqual(first.schema)
    expect(await t.fetchPage(session, handle, 3)).toEqual(end)
  })

  test.each(['SELECT 250 ROWS', 'SELECT 250 ROWS FORWARD'])('the last token again gives the same rows: %s', async (statement) => {
    const { t, session, handle } = await finished(statement)
    await t.fetchPage(session, handle, 0)
    const page = await t.fetchPage(session, handle, 1)
    const again = await t.fetchPage(session, handle, 1, { maxRows: 7 })
    expect(idsOf(again)).toEqual(idsOf(page))
    expect(again.nextToken).toBe(2)
    expect(idsOf(await t.fetchPage(session, handle, 2))).toEqual(range(201, 250))
  })

  test.each([
    [[], 2, 'Expecting token to be 0, but found 2.'],
    [[], -1, 'Expecting token to be 0, but found -1.'],
    [[0, 1, 2], 7, 'Expecting token to be 3 or 2, but found 7.'],
    [[0, 1, 2], 1, 'Expecting token to be 3 or 2, but found 1.'],
  ])('after tokens %j, token %i is refused', async (before, token, text) => {
    const { t, session, handle } = await finished('SELECT 1000 ROWS')
    for (const earlier of before) await t.fetchPage(session, handle, earlier)
    await expect(t.fetch(session, handle, token)).rejects.toMatchObject({ code: 'RESULT.TOKEN_INVALID', publicMessage: text })
    expect((await t.info(session, handle)).status).toBe('FINISHED')
  })

  test('a result without rows is at its end with the first token', async () => {
    const { t, session, handle } = await finished('EMPTY')
    expect(await t.fetchPage(session, handle, 0)).toMatchObject({ resultType: 'EOS', batches: [] })
  })

  test('rows are let go with the end, though nobody closes the operation', async () => {
    const { t, session, handle } = await finished('SELECT 150 ROWS')
    for (const token of [0, 1]) await t.fetchPage(session, handle, token)
    expect(t.control.openSources).toBe(1)
    expect(await t.fetchPage(session, handle, 2)).toMatchObject({ resultType: 'EOS', startRow: 150 })
    expect(t.control.openSources).toBe(0)
    expect(await t.fetchPage(session, handle, 1)).toMatchObject({ resultType: 'PAYLOAD', nextToken: 2, batches: [] })
    expect(await t.fetchPage(session, handle, 2)).toMatchObject({ resultType: 'EOS', startRow: 150 })
    expect((await t.info(session, handle)).status).toBe('FINISHED')
  })

  test('a direction asked for behind the end by tokens is refused, and the operation stays as it is', async () => {
    const { t, session, handle } = await finished('SELECT 5 ROWS')
    await t.fetchPage(session, handle, 0)
    const end = await t.fetchPage(session, handle, 1)
    await expect(orient(t, session, handle, 'FETCH_FIRST', 5)).rejects.toMatchObject({ code: 'RESULT.ORIENTATION_UNSUPPORTED' })
    expect((await t.info(session, handle)).status).toBe('FINISHED')
    expect(await t.fetchPage(session, handle, 1)).toEqual(end)
  })

  test('fetches of one operation are served in the order of arrival', async () => {
    const { t, session, handle } = await finished('SELECT 250 ROWS')
    const pages = await Promise.all([0, 1, 2, 3].map((token) => t.fetchPage(session, handle, token)))
    expect(pages.flatMap(idsOf)).toEqual(range(1, 250))
  })

  test('a page is full in bytes before it is full in rows, and holds one row at least', async () => {
    const { t, session, handle } = await finished('SELECT 10 ROWS WIDE 1000')
    expect(idsOf(await t.fetchPage(session, handle, 0, { maxBytes: 1 }))).toEqual([1])
    const page = idsOf(await t.fetchPage(session, handle, 1, { maxBytes: 3500 }))
    expect(page.length).toBeGreaterThan(1)
    expect(page.length).toBeLessThan(9)
  })
})

describe('gateway-service: waiting for rows', () => {
  test('a statement that runs answers NOT_READY at once, whatever the token', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate THEN SELECT 3 ROWS')
    await t.control.started('gate')
    expect(await t.fetch(session, handle, 99)).toEqual({ resultType: 'NOT_READY' })
  })

  test('a fetch that may wait gives the rows as soon as they are there', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate THEN SELECT 3 ROWS')
    const page = t.fetchPage(session, handle, 0, { waitMs: 60_000 })
    await t.control.started('gate')
    t.control.open('gate')
    expect(idsOf(await page)).toEqual([1, 2, 3])
    expect(t.clock.pendingTimers).toBe(3) // those of idle sessions, idle engine sessions and retention; the wait's is gone
  })

  test('a fetch that waited in vain answers NOT_READY after its time', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const handle = await t.submit(session, 'WAIT gate')
    const page = t.fetch(session, handle, 0, { waitMs: 500 })
    await t.control.started('gate')
    await t.clock.advance(500)
    expect(await page).toEqual({ resultType: 'NOT_READY' })
  })

  test.each(['', ' FORWARD'])('an idle stream gives a page without rows after the wait, and loses none%s', async (forward) => {
    const { t, session, handle } = await finished(`SELECT ENDLESS ROWS${forward} SLOW gate`)
    const idle = t.fetchPage(session, handle, 0, { waitMs: 500 })
    await t.control.started('gate')
    await t.clock.advance(500)
    expect(await idle).toMatchObject({ resultType: 'PAYLOAD', nextToken: 1, batches: [] })
    const next = t.fetchPage(session, handle, 1, { waitMs: 500 })
    t.control.release('gate', 2)
    expect(idsOf(await next)).toEqual([1, 2])
    expect(await t.fetchPage(session, handle, 2)).toMatchObject({ batches: [], nextToken: 3 })
  })

  test('a client that goes away while it waits loses no rows', async () => {
    const { t, session, handle } = await finished('SELECT ENDLESS ROWS FORWARD SLOW gate')
    const client = new AbortController()
    const page = t.fetchPage(session, handle, 0, { waitMs: 60_000, signal: client.signal })
    await t.control.started('gate')
    client.abort()
    expect(await page).toMatchObject({ batches: [] })
    t.control.release('gate', 2)
    expect(idsOf(await t.fetchPage(session, handle, 1, { waitMs: 10 }))).toEqual([1, 2])
  })

  test('nobody reads ahead of the client: a stream is held back', async () => {
    const { t, session, handle } = await finished('SELECT ENDLESS ROWS FORWARD')
    await t.fetchPage(session, handle, 0)
    await t.clock.advance(1000)
    expect(t.control.rowsRead).toBe(100)
  })
})

describe('gateway-service: results that fail on the way', () => {
  test.each(['', ' FORWARD'])('the rows before the failure arrive, then the operation is in ERROR for good%s', async (forward) => {
    const { t, session, handle } = await finished(`SELECT 500 ROWS${forward} FAIL AT 150`)
    expect(idsOf(await t.fetchPage(session, handle, 0))).toEqual(range(1, 100))
    const rest: number[] = []
    await expect(
      (async () => {
        for (let token = 1; token < 9; token++) rest.push(...idsOf(await t.fetchPage(session, handle, token)))
      })(),
    ).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
    expect(rest).toEqual(range(101, 150))
    expect(await t.info(session, handle)).toMatchObject({ status: 'ERROR', error: { code: 'ENGINE.FAILED' } })
    await expect(t.fetch(session, handle, 0)).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
  })

  test('canceling the result of a stream ends the fetch under way and all later ones, and its rows', async () => {
    const { t, session, handle } = await finished('SELECT ENDLESS ROWS FORWARD SLOW gate')
    const page = t.fetch(session, handle, 0, { waitMs: 60_000 })
    await t.control.started('gate')
    expect(await t.service.cancelOperation(ANONYMOUS, session, handle)).toBe(false)
    expect(await t.service.cancelOperation(ANONYMOUS, session, handle, 'result')).toBe(true)
    await expect(page).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    await expect(t.fetch(session, handle, 0)).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    expect((await t.info(session, handle)).status).toBe('ERROR')
    await t.clock.settle()
    expect(t.control.openSources).toBe(0)
    expect(await t.service.cancelOperation(ANONYMOUS, session, handle, 'result')).toBe(false)
  })

  test.each(['SELECT 5 ROWS', 'SELECT 5 ROWS FORWARD'])('canceling a result that is all there changes nothing: %s', async (statement) => {
    const { t, session, handle } = await finished(statement)
    await t.fetchPage(session, handle, 0)
    await t.fetchPage(session, handle, 1)
    expect(await t.service.cancelOperation(ANONYMOUS, session, handle, 'result')).toBe(false)
    expect((await t.info(session, handle)).status).toBe('FINISHED')
  })

  test('closing during a fetch ends the fetch with OPERATION.CLOSED and releases the result', async () => {
    const { t, session, handle } = await finished('SELECT ENDLESS ROWS SLOW gate')
    const page = t.fetch(session, handle, 0, { waitMs: 60_000 })
    await t.control.started('gate')
    expect(await t.service.closeOperation(ANONYMOUS, session, handle)).toBe(true)
    await expect(page).rejects.toMatchObject({ code: 'OPERATION.CLOSED' })
    await t.clock.settle()
    expect(t.control.openSources).toBe(0)
    expect(await t.service.closeOperation(ANONYMOUS, session, handle)).toBe(false)
  })
})

describe('gateway-service: fetching by orientation', () => {
  test('NEXT, PRIOR and FIRST move through a result that can be read anywhere', async () => {
    const { t, session, handle } = await finished('SELECT 10 ROWS')
    const ids = async (orientation: 'FETCH_NEXT' | 'FETCH_PRIOR' | 'FETCH_FIRST', maxRows: number) => {
      const page = await orient(t, session, handle, orientation, maxRows)
      return page.resultType === 'NOT_READY' ? page : idsOf(page)
    }
    expect(await ids('FETCH_NEXT', 4)).toEqual([1, 2, 3, 4])
    expect(await ids('FETCH_NEXT', 4)).toEqual([5, 6, 7, 8])
    expect(await ids('FETCH_PRIOR', 3)).toEqual([2, 3, 4])
    expect(await ids('FETCH_NEXT', 4)).toEqual([5, 6, 7, 8])
    expect(await ids('FETCH_NEXT', 4)).toEqual([9, 10])
    expect(await ids('FETCH_NEXT', 4)).toEqual([])
    expect(await ids('FETCH_NEXT', 4)).toEqual([])
    expect(await ids('FETCH_FIRST', 4)).toEqual([1, 2, 3, 4])
    expect(await ids('FETCH_PRIOR', 4)).toEqual([])
  })

  test('FIRST works on a stream while its first rows are kept, and says so when they are gone', async () => {
    const { t, session, handle } = await finished('SELECT ENDLESS ROWS FORWARD', { replayMaxRows: 10 })
    const first = await orient(t, session, handle, 'FETCH_NEXT', 4)
    expect(await orient(t, session, handle, 'FETCH_FIRST', 4)).toMatchObject({ startRow: 0 })
    expect(first.resultType).toBe('PAYLOAD')
    for (let i = 0; i < 4; i++) await orient(t, session, handle, 'FETCH_NEXT', 4)
    await expect(orient(t, session, handle, 'FETCH_FIRST', 4)).rejects.toMatchObject({ code: 'RESULT.ORIENTATION_UNSUPPORTED' })
    expect(await orient(t, session, handle, 'FETCH_NEXT', 4)).toMatchObject({ startRow: 20 })
  })
})
