import v8 from 'node:v8'
import vm from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { beginningOf } from '../../src/operation/beginning-of.js'

v8.setFlagsFromString('--expose-gc')
const collect: () => void = vm.runInNewContext('gc')

describe('gateway-service/operation/beginning-of', () => {
  test('a short statement is there whole', () => {
    expect(beginningOf('SELECT 1')).toBe('SELECT 1')
    expect(beginningOf('ä'.repeat(1_000))).toBe('ä'.repeat(1_000))
  })

  test('of a long one the first 1,000 characters are there, whatever these are', () => {
    const text = `SELECT 'äß漢 \ud800 😀'`.repeat(100)
    expect(beginningOf(text)).toBe(text.slice(0, 1_000))
  })

  test('the beginnings of long statements do not keep these', () => {
    collect()
    const before = process.memoryUsage().heapUsed
    const kept = Array.from({ length: 20 }, (_, i) => beginningOf(`SELECT ${i}, '${'x'.repeat(4_000_000)}'`))
    collect()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000)
    expect(kept).toHaveLength(20)
  })
})
