import { describe, expect, test } from '@jest/globals'
import { ANONYMOUS, type EngineSession, newSessionHandle, SILENT_LOGGER } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { type Activities, createActivities } from '../../src/session/activities.js'
import { Session, type SessionOrigin } from '../../src/session/session.js'

const RELEASE_MS = 100

/** An engine session that is open for as long as nobody closes it. */
function engineSession(): EngineSession {
  return {
    catalog: { getCurrentCatalog: async () => 'c', getCurrentDatabase: async () => 'd' },
    pinnedBy: () => undefined,
    close: async () => undefined,
  } as Partial<EngineSession> as EngineSession
}

function openSession(openEngine: () => Promise<EngineSession>): Session {
  const instance = { name: 'x', engine: { openSession: openEngine } }
  const origin = { principal: ANONYMOUS, instance } as unknown as SessionOrigin
  return new Session(newSessionHandle(), undefined, origin, new Map(), 0)
}

describe('gateway-service/session/engine-lease', () => {
  const clock = createFakeClock()
  const start = (): Activities => createActivities(RELEASE_MS, clock, SILENT_LOGGER)

  test('engine sessions count as held from the first use until they are released', async () => {
    const activities = start()
    const [one, other] = [openSession(async () => engineSession()), openSession(async () => engineSession())]
    const { lease } = activities.of(one)
    expect(activities.heldCount).toBe(0)
    await lease.use(async () => expect(activities.heldCount).toBe(1))
    await lease.use(async () => undefined)
    await activities.of(other).lease.use(async () => undefined)
    expect(activities.heldCount).toBe(2)
    await clock.advance(RELEASE_MS)
    expect([activities.heldCount, one.activity, other.activity]).toEqual([0, undefined, undefined])
    activities.stop()
  })

  test('one that is ended while it is in use counts until its use is over', async () => {
    const activities = start()
    const session = openSession(async () => engineSession())
    const work = Promise.withResolvers<void>()
    const began = Promise.withResolvers<void>()
    const use = activities.of(session).lease.use(async () => {
      began.resolve()
      await work.promise
    })
    await began.promise
    await activities.end(session)
    expect(activities.heldCount).toBe(1)
    work.resolve()
    await use
    expect(activities.heldCount).toBe(0)
  })

  test('one that cannot be opened is not held', async () => {
    const activities = start()
    const session = openSession(async () => {
      throw new TypeError('no engine')
    })
    await expect(activities.of(session).lease.use(async () => undefined)).rejects.toThrow('no engine')
    expect(activities.heldCount).toBe(0)
    activities.settle(session)
    expect(session.activity).toBeUndefined()
  })
})
