import { describe, expect, test } from '@jest/globals'
import { ANONYMOUS, NO_METRICS, type SessionProperties, SILENT_LOGGER } from '@sql-gateway/gateway-common'
import { createFakeClock, createScriptedEngine } from '@sql-gateway/gateway-common/testkit'
import fc from 'fast-check'
import { createExpiryList, type Expiring, ExpiryPlace } from '../../src/session/expiry-list.js'
import { createInternPool } from '../../src/session/intern-pool.js'
import type { Session } from '../../src/session/session.js'
import { createSessionManager } from '../../src/session/session-manager.js'
import { propertiesText } from '../../src/session/session-properties.js'
import { createUseOrder } from '../../src/session/use-order.js'

describe('gateway-service/session/intern-pool', () => {
  test('equal property sets are one object for as long as somebody uses it', () => {
    const pool = createInternPool<SessionProperties>(propertiesText)
    const first = pool.acquire(
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    ) // prettier-ignore
    const second = pool.acquire(
      new Map([
        ['b', '2'],
        ['a', '1'],
      ]),
    ) // prettier-ignore
    expect(second).toBe(first)
    expect(pool.size).toBe(1)
    pool.release(first)
    expect(pool.size).toBe(1)
    pool.release(second)
    expect(pool.size).toBe(0)
    pool.release(second)
    expect(pool.size).toBe(0)
  })

  test('different sets have different texts, whatever characters they hold', () => {
    const set = fc.dictionary(fc.string(), fc.string())
    fc.assert(
      fc.property(set, set, (a, b) => {
        const [x, y] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
        const equal = x.size === y.size && [...x].every(([key, value]) => y.get(key) === value)
        expect(propertiesText(x) === propertiesText(y)).toBe(equal)
      }),
    )
  })
})

describe('gateway-service/session/session-manager', () => {
  test('holds each different set of properties once, and none without sessions', async () => {
    const engine = await createScriptedEngine().factory.createEngine({
      name: 'scripted',
      settings: {},
      dataDirectory: '/',
      homeDirectory: '/',
      metrics: NO_METRICS,
      logger: SILENT_LOGGER,
      clock: createFakeClock(),
    })
    const manager = createSessionManager({
      engines: new Map([['scripted', { name: 'scripted', engine }]]),
      defaultEngine: 'scripted',
      maxSessions: 0,
      maxPropertiesBytes: 1_000_000,
      clock: createFakeClock(),
    })
    const open = () =>
      manager.open({ principal: ANONYMOUS, endpointVersion: { protocol: 'test', version: 1 }, properties: new Map([['a', '1']]) })
    const [first, second] = [open(), open()]
    expect(second.properties).toBe(first.properties)
    manager.applyConfigChanges(first, [{ change: 'set', key: 'a', value: '2' }])
    expect(manager.propertySetCount).toBe(2)
    manager.applyConfigChanges(second, [{ change: 'set', key: 'a', value: '2' }])
    expect(manager.propertySetCount).toBe(1)
    manager.remove(first)
    manager.remove(second)
    expect(manager.propertySetCount).toBe(0)
    manager.applyConfigChanges(second, [{ change: 'set', key: 'a', value: '3' }])
    expect(manager.propertySetCount).toBe(0)
  })
})

describe('gateway-service/session/use-order', () => {
  test('orders by last use whatever is touched and removed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(5))), (steps) => {
        const order = createUseOrder()
        const sessions = Array.from({ length: 6 }, () => ({ older: undefined, newer: undefined }) as unknown as Session)
        let expected: number[] = []
        for (const [touch, index] of steps) {
          const session = sessions[index] as Session
          expected = expected.filter((i) => i !== index)
          if (touch) {
            order.touch(session)
            expected.push(index)
          } else order.remove(session)
        }
        const found: number[] = []
        for (let s = order.oldest; s !== undefined; s = s.newer) found.push(sessions.indexOf(s))
        expect(found).toEqual(expected)
      }),
    )
  })
})

/** A thing that expires. */
class Thing implements Expiring<Thing> {
  readonly name: string
  readonly expiry: ExpiryPlace<Thing> = new ExpiryPlace<Thing>(this)

  constructor(name: string) {
    this.name = name
  }
}

describe('gateway-service/session/expiry-list', () => {
  test('each thing expires a fixed time after its last use, with one timer for all', async () => {
    const clock = createFakeClock()
    const expired: string[] = []
    const list = createExpiryList<Thing>(100, clock, ({ name }) => expired.push(`${name}@${clock.now() - start}`))
    const start = clock.now()
    const [a, b, c, d] = [new Thing('a'), new Thing('b'), new Thing('c'), new Thing('d')]
    list.touch(a)
    list.touch(b)
    expect(clock.pendingTimers).toBe(1)
    await clock.advance(50)
    list.touch(a)
    list.touch(c)
    expect(list.delete(c)).toBe(true)
    expect(list.delete(c)).toBe(false)
    await clock.advance(200)
    expect(expired).toEqual(['b@100', 'a@150'])
    expect(clock.pendingTimers).toBe(0)
    list.touch(d)
    list.stop()
    await clock.advance(200)
    expect(expired.length).toBe(2)
  })

  test('what is touched while it expires stays', async () => {
    const clock = createFakeClock()
    let times = 0
    const list = createExpiryList<Thing>(100, clock, (item) => {
      if (++times < 3) list.touch(item)
    })
    list.touch(new Thing('a'))
    await clock.advance(1000)
    expect(times).toBe(3)
    expect(list.size).toBe(0)
  })

  test('a thing is in one list at a time, that which was touched last', async () => {
    const clock = createFakeClock()
    const expired: string[] = []
    const [first, second] = [1, 2].map((n) => createExpiryList<Thing>(100, clock, ({ name }) => expired.push(`${name}@${n}`)))
    const [a, b, c] = [new Thing('a'), new Thing('b'), new Thing('c')]
    for (const thing of [a, b, c]) first?.touch(thing)
    second?.touch(b)
    expect([first?.size, first?.has(b), second?.size, second?.has(b)]).toEqual([2, false, 1, true])
    expect([...(first?.items() ?? [])]).toEqual([a, c])
    expect(first?.delete(b)).toBe(false)
    await clock.advance(100)
    expect(expired).toEqual(['a@1', 'c@1', 'b@2'])
  })
})
