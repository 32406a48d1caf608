import { describe, expect, test } from '@jest/globals'
import type { Operation } from '../../src/operation/operation.js'
import { createSessionOperations } from '../../src/operation/session-operations.js'

const operation = () => ({ before: undefined, after: undefined }) as Operation

describe('gateway-service/operation/session-operations', () => {
  test('operations stand in the order of their submission, whichever of them go', () => {
    const operations = createSessionOperations()
    const [a, b, c, d] = [operation(), operation(), operation(), operation()]
    for (const each of [a, b, c, d]) operations.add(each)
    expect([...operations]).toEqual([a, b, c, d])
    operations.delete(b)
    expect([...operations]).toEqual([a, c, d])
    operations.delete(d)
    operations.delete(a)
    expect([[...operations], operations.size]).toEqual([[c], 1])
    operations.add(a)
    operations.delete(c)
    operations.delete(a)
    expect([[...operations], operations.size]).toEqual([[], 0])
  })

  test('what is gone leads to no other operation', () => {
    const operations = createSessionOperations()
    const [a, b, c] = [operation(), operation(), operation()]
    for (const each of [a, b, c]) operations.add(each)
    operations.delete(b)
    expect([b.before, b.after]).toEqual([undefined, undefined])
    expect([a.after, c.before]).toEqual([c, a])
  })

  test('an iteration goes on when the operation that it stands at goes', () => {
    const operations = createSessionOperations()
    const [a, b, c] = [operation(), operation(), operation()]
    for (const each of [a, b, c]) operations.add(each)
    const seen: Operation[] = []
    for (const each of operations) {
      seen.push(each)
      operations.delete(each)
    }
    expect(seen).toEqual([a, b, c])
    expect(operations.size).toBe(0)
  })
})
