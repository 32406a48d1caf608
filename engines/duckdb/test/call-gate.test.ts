import { describe, expect, test } from '@jest/globals'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { type CallKind, createCallGate, type GateLimits } from '../src/database/call-gate.js'
import { codeOf } from './support/engine-under-test.js'

const NEVER = new AbortController().signal

/** Calls that go on until they are told to end, and the order in which they began. */
function gateUnderTest(limits: GateLimits) {
  const clock = createFakeClock()
  const gate = createCallGate(limits, clock)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    clock,
    gate,
    begun,
    call: (name: string, kind: CallKind = 'start', signal = NEVER): Promise<void> =>
      gate.run(kind, signal, () => {
        begun.push(name)
        const { promise, resolve } = Promise.withResolvers<void>()
        ends.set(name, resolve)
        return promise
      }),
    end: async (name: string): Promise<void> => {
      ends.get(name)?.()
      await clock.settle()
    },
  }
}

describe('engines/duckdb/src/database/call-gate', () => {
  test('lets so many through at once, the others in order', async () => {
    const { call, begun, end, clock } = gateUnderTest({ calls: 2, young: 2 })
    const calls = ['a', 'b', 'c', 'd'].map((name) => call(name))
    await clock.settle()
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
    await end('c')
    await end('a')
    await end('d')
    await Promise.all(calls)
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
  })

  test('fewer young ones go through at once; one that has become long makes room', async () => {
    const { call, begun, clock } = gateUnderTest({ calls: 9, young: 2 })
    void call('a')
    await clock.advance(60)
    for (const name of ['b', 'c', 'd', 'e']) void call(name)
    await clock.advance(39)
    expect(begun).toEqual(['a', 'b'])
    await clock.advance(1)
    expect(begun).toEqual(['a', 'b', 'c'])
    await clock.advance(60)
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
    await clock.advance(40)
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(clock.pendingTimers).toBe(0)
  })

  test('all together never exceed their limit', async () => {
    const { call, begun, end, clock } = gateUnderTest({ calls: 3, young: 2 })
    for (const name of ['a', 'b', 'c', 'd']) void call(name)
    await clock.advance(1000)
    expect([begun, clock.pendingTimers]).toEqual([['a', 'b', 'c'], 0])
    await end('a')
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
  })

  test('a long one that ends takes no room from young ones with it', async () => {
    const { call, begun, end, clock } = gateUnderTest({ calls: 9, young: 1 })
    for (const name of ['a', 'b', 'c']) void call(name)
    await clock.advance(100)
    await end('a')
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  test('brief ones go past the young ones, up to the limit of all', async () => {
    const { call, begun, end } = gateUnderTest({ calls: 3, young: 1 })
    void call('a')
    void call('b')
    for (const name of ['brief 1', 'brief 2', 'brief 3']) void call(name, 'brief')
    await end('')
    expect(begun).toEqual(['a', 'brief 1', 'brief 2'])
    await end('brief 1')
    expect(begun).toEqual(['a', 'brief 1', 'brief 2', 'brief 3'])
    await end('brief 2')
    expect(begun).toEqual(['a', 'brief 1', 'brief 2', 'brief 3'])
    await end('a')
    expect(begun).toEqual(['a', 'brief 1', 'brief 2', 'brief 3', 'b'])
  })

  test('the kinds take turns', async () => {
    const { call, begun, end } = gateUnderTest({ calls: 1, young: 1 })
    void call('first')
    for (const name of ['start 1', 'start 2', 'start 3']) void call(name)
    for (const name of ['rows 1', 'rows 2']) void call(name, 'rows')
    void call('brief 1', 'brief')
    for (let done = 0; done < begun.length; done++) await end(begun[done] as string)
    expect(begun).toEqual(['first', 'brief 1', 'rows 1', 'start 1', 'rows 2', 'start 2', 'start 3'])
  })

  test('a call that is given up while it waits is not made, and the others move up', async () => {
    const { call, begun, end, gate } = gateUnderTest({ calls: 1, young: 1 })
    const first = call('first')
    const abort = new AbortController()
    const waiting = codeOf(call('given up', 'start', abort.signal))
    const last = call('last')
    abort.abort()
    expect(await waiting).toBe('OPERATION.CANCELED')
    await end('first')
    await first
    await end('last')
    await last
    expect(begun).toEqual(['first', 'last'])
    expect(await codeOf(gate.run('brief', abort.signal, async () => undefined))).toBe('OPERATION.CANCELED')
  })

  test('a call that fails makes room', async () => {
    const { gate } = gateUnderTest({ calls: 1, young: 1 })
    await expect(gate.run('rows', NEVER, () => Promise.reject(new TypeError('x')))).rejects.toThrow('x')
    expect(await gate.run('rows', NEVER, async () => 1)).toBe(1)
  })

  test('sets no timer as long as nobody waits', async () => {
    const { call, clock, begun } = gateUnderTest({ calls: 2, young: 2 })
    void call('a')
    void call('b')
    await clock.settle()
    expect([begun.length, clock.pendingTimers]).toEqual([2, 0])
  })
})
