import { describe, expect, test } from '@jest/globals'
import { createServiceUnderTest, idsOf, range, type ServiceUnderTest } from './service-under-test.js'

const LIMITS = { maxRows: 5_000, maxBytes: 1 << 20, waitMs: 1_000 }

/** A result of which so many rows are there. */
async function begun(rows: number, statement = 'SELECT ENDLESS ROWS SLOW gate') {
  const t = await createServiceUnderTest()
  const session = await t.open()
  const { handle } = await t.run(session, statement)
  t.control.release('gate', rows)
  return { t, session, handle }
}

async function pageAfter(t: ServiceUnderTest, page: Promise<Parameters<typeof idsOf>[0]>, ms: number): Promise<number[]> {
  await t.control.started('gate')
  await t.clock.advance(ms)
  return idsOf(await page)
}

describe('gateway-service: pages of large results', () => {
  test('a page of many rows takes with it what is made until it is full', async () => {
    const { t, session, handle } = await begun(1_500)
    const page = t.fetchPage(session, handle, 0, LIMITS)
    await t.control.started('gate')
    t.control.release('gate', 10_000)
    expect(idsOf(await page)).toEqual(range(1, 5_000))
    expect(idsOf(await t.fetchPage(session, handle, 0, LIMITS))).toEqual(range(1, 5_000))
    expect(idsOf(await t.fetchPage(session, handle, 1, LIMITS))).toEqual(range(5_001, 10_000))
  })

  test('it waits for a short time only', async () => {
    const { t, session, handle } = await begun(1_500)
    const page = t.fetchPage(session, handle, 0, LIMITS)
    await t.control.started('gate')
    t.control.release('gate', 500)
    expect(await pageAfter(t, page, 20)).toEqual(range(1, 2_000))
  })

  test.each([
    ['few rows', 999, LIMITS],
    ['a page that is nearly full', 4_000, LIMITS],
    ['a page that is full in bytes', 4_000, { ...LIMITS, maxBytes: 50_000 }],
    ['a client that does not wait', 1_500, { ...LIMITS, waitMs: 0 }],
  ])('%s are handed out at once', async (_, rows, limits) => {
    const { t, session, handle } = await begun(rows)
    const ids = idsOf(await t.fetchPage(session, handle, 0, limits))
    expect(ids.length).toBeGreaterThan(900)
    expect(ids.length).toBeLessThanOrEqual(rows)
  })

  test('a stream that is read forward is not waited for', async () => {
    const { t, session, handle } = await begun(1_500, 'SELECT ENDLESS ROWS FORWARD SLOW gate')
    expect(idsOf(await t.fetchPage(session, handle, 0, LIMITS))).toEqual(range(1, 1_500))
  })

  test('the rows before a failure are handed out', async () => {
    const { t, session, handle } = await begun(1_500, 'SELECT 2000 ROWS FAIL AT 1500 SLOW gate')
    expect(idsOf(await t.fetchPage(session, handle, 0, LIMITS))).toEqual(range(1, 1_500))
    await expect(t.fetch(session, handle, 1, LIMITS)).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
  })
})
