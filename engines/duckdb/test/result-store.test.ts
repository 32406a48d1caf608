import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { countRows, gatewayError, type ReadResult, type RowBatch, SYSTEM_CLOCK, textsOf, utf8Vector } from '@sql-gateway/gateway-common'
import fc from 'fast-check'
import { createLoopShare } from '../src/database/loop-share.js'
import { createBudget } from '../src/result/budget.js'
import { createExtentList, type Extent, type ExtentList } from '../src/result/extent-list.js'
import { createResultSpool } from '../src/result/result-spool.js'
import { createResultStore, type ResultLimits } from '../src/result/result-store.js'
import { createSpoolFile, type SpoolFile } from '../src/result/spool-file.js'
import { codeOf } from './support/engine-under-test.js'

const NEVER = new AbortController().signal
const ANY = { maxRows: 1_000_000, maxBytes: 2 ** 30 }

/** Rows that hold their own numbers, as number and as text. */
function numbers(from: number, count: number): RowBatch {
  const values = BigInt64Array.from({ length: count }, (_, i) => BigInt(from + i))
  return {
    rowCount: count,
    columns: [{ layout: 'int64', length: count, values }, utf8Vector(Array.from(values, (value) => `row ${value}`))],
  }
}

function rowsOf({ batches }: ReadResult): readonly string[] {
  return batches.flatMap(({ columns: [, texts] }) =>
    texts?.layout === 'utf8' || texts?.layout === 'utf8view' ? textsOf(texts).map(String) : [],
  )
}

const expected = (from: number, count: number) => Array.from({ length: count }, (_, i) => `row ${from + i}`)

describe('engines/duckdb/src/result', () => {
  let folder: string
  let spool: SpoolFile

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spool-'))
    spool = createSpoolFile(folder, 50 * 1024 * 1024)
  })
  afterEach(async () => {
    expect(spool.used).toBe(0)
    await spool.close()
    await rm(folder, { recursive: true })
  })

  function limits(choices: Partial<ResultLimits> = {}): ResultLimits {
    return { memoryRows: 5000, memoryBytes: 1e9, memory: createBudget(1e9), spool, loop: createLoopShare(SYSTEM_CLOCK), ...choices }
  }

  test('rows are read from any place, out of memory and out of the file, while and after they come', async () => {
    const store = createResultStore(limits())
    for (let from = 0; from < 100_000; from += 2048) {
      await store.append(numbers(from, Math.min(2048, 100_000 - from)))
      if (from % 20_480 === 0) expect(rowsOf(await store.read(from, { ...ANY, maxRows: 3 }))).toEqual(expected(from, 3))
    }
    await store.complete()
    expect(spool.used).toBeGreaterThan(1_000_000)
    for (const from of [0, 4095, 4096, 5000, 50_001, 99_990, 99_999]) {
      const page = await store.read(from, { ...ANY, maxRows: 10 })
      const count = Math.min(10, 100_000 - from)
      expect([rowsOf(page), page.endOfData]).toEqual([expected(from, count), from + count === 100_000])
    }
    expect(countRows((await store.read(0, ANY)).batches)).toBe(100_000)
    await store.close()
  })

  test('a read stops at the limit of bytes, but gives at least one row', async () => {
    const store = createResultStore(limits({ memoryRows: 3000 }))
    for (let from = 0; from < 10_240; from += 2048) await store.append(numbers(from, 2048))
    await store.complete()
    for (const from of [0, 9000]) {
      expect(rowsOf(await store.read(from, { maxRows: 1000, maxBytes: 1 }))).toEqual(expected(from, 1))
      const some = rowsOf(await store.read(from, { maxRows: 1000, maxBytes: 2000 })).length
      expect(some).toBeGreaterThan(10)
      expect(some).toBeLessThan(200)
    }
    await store.close()
  })

  test('waits end with the row, with the end, with the error, or when they are given up', async () => {
    const store = createResultStore(limits())
    const first = store.ready(0, NEVER)
    await store.append(numbers(0, 1))
    await first
    const end = store.ready(1, NEVER)
    const abort = new AbortController()
    const given = codeOf(store.ready(1, abort.signal))
    abort.abort(gatewayError('OPERATION.TIMEOUT', 'late'))
    expect(await given).toBe('OPERATION.TIMEOUT')
    await store.complete()
    await end
    expect(await store.read(1, ANY)).toEqual({ batches: [], endOfData: true })
    await store.close()
    expect([await codeOf(store.ready(0, NEVER)), await codeOf(store.read(0, ANY))]).toEqual(['OPERATION.CLOSED', 'OPERATION.CLOSED'])

    const failing = createResultStore(limits())
    const wait = codeOf(failing.ready(5, NEVER))
    failing.fail(gatewayError('STATEMENT.DATA', 'bad'))
    expect([await wait, await codeOf(failing.read(0, ANY))]).toEqual(['STATEMENT.DATA', 'STATEMENT.DATA'])
    await failing.close()
  })

  test('memory is shared: large results go to the file when others have taken all of it, small ones do not', async () => {
    const memory = createBudget(200_000)
    const [large, next, small] = Array.from({ length: 3 }, () => createResultStore(limits({ memory })))
    await large?.append(numbers(0, 2048))
    const used = memory.used
    expect(used).toBeGreaterThan(50_000)
    for (let from = 0; from < 20_480; from += 2048) await next?.append(numbers(from, 2048))
    await next?.complete()
    expect(memory.used).toBeLessThanOrEqual(200_000)
    expect(spool.used).toBeGreaterThan(0)
    const before = spool.used
    await small?.append(numbers(0, 10))
    await small?.complete()
    expect(spool.used).toBe(before)
    for (const store of [large, next, small]) await store?.close()
    expect(memory.used).toBe(0)
  })

  test('the disk is limited, and what was taken comes back', async () => {
    const tiny = createSpoolFile(folder, 100_000)
    const store = createResultStore(limits({ memoryRows: 0, spool: tiny }))
    const fill = async () => {
      for (let from = 0; ; from += 2048) await store.append(numbers(from, 2048))
    }
    expect(await codeOf(fill())).toBe('RESULT.TOO_LARGE')
    await store.close()
    expect(tiny.used).toBe(0)
    await tiny.close()
  })

  test('a spool that could not write keeps no rows once it is closed, and takes none', async () => {
    const full = createSpoolFile(folder, 10)
    const part = createResultSpool(full, createLoopShare(SYSTEM_CLOCK))
    await part.append(numbers(0, 100))
    expect((await part.batchAt(50)).batch.rowCount).toBe(100)
    expect(await codeOf(part.finish())).toBe('RESULT.TOO_LARGE')
    await part.close()
    await part.append(numbers(100, 100))
    expect(part.rowCount).toBe(100)
    for (const row of [50, 150]) await expect(part.batchAt(row)).rejects.toThrow()
    await full.close()
  })

  test('a result that fails gives memory and disk back at once, also under somebody who reads it', async () => {
    const memory = createBudget(1e9)
    const store = createResultStore(limits({ memory, memoryRows: 2048 }))
    for (let from = 0; from < 100_000; from += 2048) await store.append(numbers(from, 2048))
    expect([memory.used > 0, spool.used > 0]).toEqual([true, true])
    const reading = codeOf(store.read(0, ANY))
    store.fail(gatewayError('STATEMENT.DATA', 'bad'))
    expect(await reading).toBe('STATEMENT.DATA')
    // It is not closed before the other result has taken its place in the file.
    const other = createResultStore(limits({ memoryRows: 0 }))
    for (let from = 0; from < 100_000; from += 2048) await other.append(numbers(from, 2048))
    await other.complete()
    const ofOther = spool.used
    expect(memory.used).toBe(0)
    expect(await codeOf(store.read(0, ANY))).toBe('STATEMENT.DATA')
    await store.close()
    expect(spool.used).toBe(ofOther)
    expect(rowsOf(await other.read(50_000, { ...ANY, maxRows: 3 }))).toEqual(expected(50_000, 3))
    await other.close()
  })

  test('nobody sees the file, and it gives its disk back when nothing is in it', async () => {
    const store = createResultStore(limits({ memoryRows: 0 }))
    for (let from = 0; from < 100_000; from += 2048) await store.append(numbers(from, 2048))
    expect(await readdir(folder)).toEqual([])
    await store.close()
    const again = createResultStore(limits({ memoryRows: 0 }))
    for (let from = 0; from < 100_000; from += 2048) await again.append(numbers(from, 2048))
    await again.complete()
    expect(rowsOf(await again.read(70_000, { ...ANY, maxRows: 2 }))).toEqual(expected(70_000, 2))
    await again.close()
  })

  test('results that are written, read and closed side by side do not mix', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ rows: fc.integer({ min: 0, max: 60_000 }), closeFirst: fc.boolean() }), { maxLength: 6 }),
        async (plan) => {
          await Promise.all(
            plan.map(async ({ rows, closeFirst }, r) => {
              const store = createResultStore(limits({ memoryRows: 2048 }))
              const base = r * 1_000_000
              for (let at = 0; at < rows; at += 2048) {
                if (closeFirst && at > 30_000) break
                await store.append(numbers(base + at, Math.min(2048, rows - at)))
              }
              if (!closeFirst) {
                await store.complete()
                for (const at of [0, rows >> 1, rows - 1].filter((row) => row >= 0 && row < rows)) {
                  expect(rowsOf(await store.read(at, { ...ANY, maxRows: 1 }))).toEqual([`row ${base + at}`])
                }
              }
              await store.close()
            }),
          )
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('engines/duckdb/src/result/extent-list', () => {
  const overlap = (a: Extent, b: Extent) => a.offset < b.offset + b.length && b.offset < a.offset + a.length

  /** Takes a part of a length, or gives the one at a place back. */
  function step(list: ExtentList, held: Extent[], { length, place }: { readonly length: number; readonly place: number }): void {
    if (length === 0) {
      for (const extent of held.splice(place, 1)) list.give(extent)
      return
    }
    const extent = list.take(length)
    expect(extent.length).toBe(length)
    expect(held.some((other) => overlap(extent, other))).toBe(false)
    held.push(extent)
  }

  test('never gives out what is in use, and is empty when all is given back', () => {
    const steps = fc.array(fc.record({ length: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 })), place: fc.nat(20) }), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(steps, (all) => {
        const list = createExtentList()
        const held: Extent[] = []
        for (const one of all) step(list, held, one)
        expect(Math.max(0, ...held.map(({ offset, length }) => offset + length))).toBe(list.end)
        for (const extent of held) list.give(extent)
        expect(list.end).toBe(0)
      }),
    )
  })

  test('uses what was given back before it grows', () => {
    const list = createExtentList()
    const [a, b, c] = [list.take(10), list.take(10), list.take(10)]
    list.give(a)
    list.give(b)
    expect(list.take(20)).toEqual({ offset: 0, length: 20 })
    expect(list.take(5).offset).toBe(30)
    list.give(c)
    expect(list.end).toBe(35)
  })
})
