import { describe, expect, test } from '@jest/globals'
import { gatewayError } from '../../src/index.js'
import { type ConformanceCase, ConformanceError, type ConformanceRun, runConformance } from '../../testkit/index.js'
import { collectTests } from './collected-tests.js'

type Case = ConformanceCase<string[], 'FLY'>

const fine: Case = { id: 'area/fine', fact: 'it holds', check: async (log) => void log.push('check') }
const failing: Case = { ...fine, id: 'area/failing', check: async () => Promise.reject(new TypeError('broken')) }

function start(cases: readonly Case[], choices: Partial<ConformanceRun<string[], 'FLY'>> = {}) {
  const runner = collectTests()
  const log: string[] = []
  runConformance<string[], 'FLY'>(cases, {
    ...runner,
    name: 'suite',
    create: async () => {
      log.push('create')
      return log
    },
    dispose: async () => void log.push('dispose'),
    ...choices,
  })
  return { runner, log }
}

const lacksFly = { lacks: () => ({ FLY: 'It has no wings.' }) }

describe('runConformance', () => {
  test('registers a test for each case in a block, named after its rule', () => {
    const { runner } = start([fine, failing])
    expect([runner.blocks, [...runner.bodies.keys()]]).toEqual([['suite'], ['area/fine: it holds', 'area/failing: it holds']])
  })

  test('makes and releases a subject for each case, also for one that fails', async () => {
    const { runner, log } = start([fine, failing])
    await runner.run('area/fine')
    await expect(runner.run('area/failing')).rejects.toThrow('broken')
    expect(log).toEqual(['create', 'check', 'dispose', 'create', 'dispose'])
  })

  test('fails a case when releasing fails, but tells of its own failure first', async () => {
    const { runner } = start([fine, failing], { dispose: async () => Promise.reject(new TypeError('left over')) })
    await expect(runner.run('area/fine')).rejects.toThrow('left over')
    await expect(runner.run('area/failing')).rejects.toThrow('broken')
  })

  test('fails a case that hangs, names it, and releases its subject', async () => {
    const { runner, log } = start([{ ...fine, check: () => new Promise(() => undefined) }], { timeoutMs: 5 })
    await expect(runner.run('area/fine')).rejects.toThrow("Case 'area/fine': the check did not end within 5 ms.")
    expect(log).toEqual(['create', 'dispose'])
  })

  test('names what was under way when a case hangs', async () => {
    const { runner } = start([{ ...fine, check: () => new Promise(() => undefined) }], { timeoutMs: 5, underWay: () => ['fetch', 'close'] })
    await expect(runner.run('area/fine')).rejects.toThrow('did not end within 5 ms. Under way: fetch, close.')
  })

  test('checks a case that needs what the subject has', async () => {
    const { runner, log } = start([{ ...fine, needs: 'FLY', refuse: async () => undefined }])
    await runner.run('area/fine')
    expect(log).toContain('check')
  })

  test('demands FEATURE.UNSUPPORTED of a subject that lacks what a case needs', async () => {
    const refusing = (refuse: () => Promise<unknown>) => start([{ ...fine, needs: 'FLY', refuse }], lacksFly)
    const proper = refusing(async () => Promise.reject(gatewayError('FEATURE.UNSUPPORTED', 'It has no wings.')))
    await proper.runner.run('area/fine')
    expect(proper.log).toEqual(['create', 'dispose'])
    await expect(refusing(async () => 'flown').runner.run('area/fine')).rejects.toThrow(
      "expected a GatewayError with code FEATURE.UNSUPPORTED but got 'flown'",
    )
    await expect(refusing(async () => Promise.reject(gatewayError('STATEMENT.SYNTAX', 'What?'))).runner.run('area/fine')).rejects.toThrow(
      'expected a GatewayError with code FEATURE.UNSUPPORTED but got STATEMENT.SYNTAX: What?',
    )
    await expect(refusing(async () => Promise.reject(new TypeError('what?'))).runner.run('area/fine')).rejects.toThrow(
      'expected a GatewayError with code FEATURE.UNSUPPORTED but got TypeError: what?',
    )
  })

  test('runs `without` on a subject that lacks what a case needs', async () => {
    const { runner, log } = start([{ ...fine, needs: 'FLY', without: async (seen) => void seen.push('without') }], lacksFly)
    await runner.run('area/fine')
    expect(log).toEqual(['create', 'without', 'dispose'])
  })

  test('wants a reason for what is lacking', async () => {
    const { runner } = start([{ ...fine, needs: 'FLY', without: async () => undefined }], { lacks: () => ({ FLY: ' ' }) })
    await expect(runner.run('area/fine')).rejects.toThrow('FLY is lacking without a reason')
  })

  test('reports a case that is left out, with the reason', () => {
    const { runner } = start([fine, failing], { skip: { 'area/failing': 'It is known to be broken.' } })
    expect(runner.skipped).toEqual(['area/failing: it holds (left out: It is known to be broken.)'])
    expect([...runner.bodies.keys()]).toEqual(['area/fine: it holds'])
  })

  test.each<readonly [string, readonly Case[], Partial<ConformanceRun<string[], 'FLY'>>, string]>([
    ['no cases', [], {}, 'The suite has no cases'],
    ['two cases of one id', [fine, fine], {}, "Two cases have the id 'area/fine'."],
    [
      'a skip that names no case',
      [fine],
      { skip: { 'area/old': 'gone' } },
      "A skip names 'area/old', which is no case of the suite. Its cases are: area/fine.",
    ],
    ['a skip without a reason', [fine], { skip: { 'area/fine': ' ' } }, "The skip of 'area/fine' gives no reason."],
    [
      'a need without a way to do without',
      [{ ...fine, needs: 'FLY' }],
      {},
      "Case 'area/fine' needs FLY: give it one of refuse and without.",
    ],
    [
      'a need with two ways to do without',
      [{ ...fine, needs: 'FLY', refuse: async () => undefined, without: async () => undefined }],
      {},
      "Case 'area/fine' needs FLY: give it one of refuse and without.",
    ],
    ['a refusal of what is not needed', [{ ...fine, refuse: async () => undefined }], {}, "Case 'area/fine' needs no capability"],
  ])('fails at once on %s', (_, cases, choices, message) => {
    expect(() => start(cases, choices)).toThrow(ConformanceError)
    expect(() => start(cases, choices)).toThrow(message)
  })
})
