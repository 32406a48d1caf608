import { describe, expect, test } from '@jest/globals'
import { nearestKey, nearestSection } from '../../src/configuration/nearest-key.js'

const KNOWN = ['sql-gateway.session.idle-timeout', 'sql-gateway.session.max-num', 'sql-gateway.mode', 'sql-gateway.worker.threads.max']

describe('nearestKey', () => {
  test.each([
    ['sql-gateway.session.idle-timeuot', 'sql-gateway.session.idle-timeout'],
    ['sql-gateway.session.idleTimeout', 'sql-gateway.session.idle-timeout'],
    ['sql-gateway.idle-timeout', 'sql-gateway.session.idle-timeout'],
    ['session.max-num', 'sql-gateway.session.max-num'],
    ['max-num', 'sql-gateway.session.max-num'],
    ['sql-gateway.worker.thread.max', 'sql-gateway.worker.threads.max'],
    ['sql-gateway.mdoe', 'sql-gateway.mode'],
  ])('takes %s for %s', (unknown, expected) => {
    expect(nearestKey(unknown, KNOWN)).toBe(expected)
  })

  test('finds nothing where nothing is near', () => {
    expect(nearestKey('table.exec.resource.default-parallelism', KNOWN)).toBeUndefined()
    expect(nearestKey('x', [])).toBeUndefined()
  })
})

describe('nearestSection', () => {
  const SECTIONS = ['sql-gateway.session.', 'sql-gateway.worker.', 'sql-gateway.worker.threads.']

  test.each([
    ['sql-gateway.sesion.foo', 'sql-gateway.session.'],
    ['sql-gateway.session.nothing.like.it', 'sql-gateway.session.'],
    ['sql-gateway.worker.thread.count', 'sql-gateway.worker.threads.'],
    ['sql-gateway.worker.size', 'sql-gateway.worker.'],
    ['sql-gateway.elsewhere.foo', undefined],
    ['foo', undefined],
  ])('takes %s to be in %s', (unknown, expected) => {
    expect(nearestSection(unknown, SECTIONS)).toBe(expected)
  })
})
