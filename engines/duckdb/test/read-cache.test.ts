import { describe, expect, test } from '@jest/globals'
import { createReadCache } from '../src/result/read-cache.js'

/** A cache over parts of 10 bytes, and which of them were read. */
function cacheOver(limitBytes: number) {
  const cache = createReadCache(limitBytes)
  const loads: number[] = []
  const get = (offset: number, length = 10) =>
    cache.get({ offset, length }, async () => {
      loads.push(offset)
      return new Uint8Array(length).fill(offset)
    })
  return { cache, loads, get }
}

describe('engines/duckdb/src/result/read-cache', () => {
  test('a part is read once, also when it is asked for while it is being read', async () => {
    const { loads, get } = cacheOver(100)
    const [first, second] = await Promise.all([get(10), get(10)])
    expect(await get(10)).toBe(first)
    expect([second, loads]).toEqual([first, [10]])
  })

  test('beyond the limit the part goes that was not asked for the longest', async () => {
    const { loads, get } = cacheOver(30)
    for (const offset of [0, 10, 20, 0, 30]) await get(offset)
    expect(loads).toEqual([0, 10, 20, 30])
    for (const offset of [0, 20, 30, 10]) await get(offset)
    expect(loads).toEqual([0, 10, 20, 30, 10])
  })

  test('a part larger than the limit is read each time and drives the others out', async () => {
    const { loads, get } = cacheOver(30)
    await get(0)
    expect((await get(10, 31)).length).toBe(31)
    await get(10, 31)
    await get(0)
    expect(loads).toEqual([0, 10, 10, 0])
  })

  test('a dropped part is read again, and takes no room', async () => {
    const { cache, loads, get } = cacheOver(20)
    await get(0)
    cache.drop({ offset: 0, length: 10 })
    cache.drop({ offset: 0, length: 10 })
    for (const offset of [10, 20, 10, 0]) await get(offset)
    expect(loads).toEqual([0, 10, 20, 0])
  })

  test('what fails to load fails for all who wait, and is tried again', async () => {
    const cache = createReadCache(100)
    let tries = 0
    const load = async () => {
      tries++
      throw new RangeError('no disk')
    }
    const extent = { offset: 0, length: 10 }
    const both = [cache.get(extent, load), cache.get(extent, load)]
    for (const one of both) await expect(one).rejects.toThrow('no disk')
    await expect(cache.get(extent, load)).rejects.toThrow('no disk')
    expect(tries).toBe(2)
  })
})
