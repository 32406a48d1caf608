import { describe, expect, test } from '@jest/globals'
import { INTEGER_TYPE, type ReadLimit, type RowBatch } from '@sql-gateway/gateway-common'
import { createFakeClock, type FakeClock } from '@sql-gateway/gateway-common/testkit'
import type { PageSource } from '../../src/result/first-page.js'
import { createFlinkResultSource } from '../../src/result/flink-result-source.js'
import type { FlinkPage } from '../../src/result/page.js'

const ALL: ReadLimit = { maxRows: 1_000_000, maxBytes: 2 ** 30 }
const NEVER = new AbortController().signal

function batchOf(from: number, count: number): RowBatch {
  return { rowCount: count, columns: [{ layout: 'int32', length: count, values: Int32Array.from({ length: count }, (_, i) => from + i) }] }
}

function pageOf(batch: RowBatch | undefined, nextToken: number | undefined): FlinkPage {
  return {
    resultType: nextToken === undefined ? 'EOS' : 'PAYLOAD',
    isQueryResult: true,
    resultKind: 'SUCCESS_WITH_CONTENT',
    schema: { columns: [{ name: 'n', type: INTEGER_TYPE }] },
    ...(batch === undefined ? {} : { batch }),
    ...(nextToken === undefined ? {} : { nextToken }),
  }
}

/** A result whose pages a test gives; nothing more is there where it gives none. */
function open(clock: FakeClock, pages: Map<number, RowBatch | 'end'>, prefetchRows = 10_000, prefetchBytes = 1e9) {
  const seen: number[] = []
  let done = 0
  const source: PageSource = {
    fetch: async (token) => {
      seen.push(token)
      const page = pages.get(token)
      pages.delete(token)
      if (page === 'end') return pageOf(undefined, undefined)
      return page === undefined ? pageOf(undefined, token) : pageOf(page, token + 1)
    },
  }
  const rows = createFlinkResultSource({
    first: pageOf(undefined, 1),
    pages: source,
    pacing: { clock, minDelayMs: 2, maxDelayMs: 400 },
    prefetchRows,
    prefetchBytes,
    onDone: () => done++,
  })
  return { rows, seen, doneCount: () => done }
}

function numbersIn(batches: readonly RowBatch[]): readonly number[] {
  return batches.flatMap(({ columns: [column] }) => (column?.layout === 'int32' ? [...column.values] : []))
}

describe('Rows of a running statement', () => {
  test('an idle stream is asked at most a few times a second, once it is older than some seconds', async () => {
    const clock = createFakeClock()
    const { rows, seen } = open(clock, new Map())
    const wait = rows.ready(NEVER)
    await clock.advance(5_000)
    const before = seen.length
    await clock.advance(10_000)
    expect(seen.length - before).toBeLessThanOrEqual(26)
    expect(seen.length - before).toBeGreaterThanOrEqual(20)
    await rows.close()
    await expect(wait).rejects.toMatchObject({ code: 'OPERATION.CLOSED' })
  })

  test('a row that comes late is noticed little later', async () => {
    const clock = createFakeClock()
    const pages = new Map<number, RowBatch | 'end'>()
    const { rows } = open(clock, pages)
    let isReady = false
    const wait = rows.ready(NEVER).then(() => {
      isReady = true
    })
    await clock.advance(500)
    pages.set(1, batchOf(0, 1))
    await clock.advance(10)
    expect(isReady).toBe(true)
    await wait
    await rows.close()
  })

  test('nobody who asks means no requests after a while, and the next question goes on', async () => {
    const clock = createFakeClock()
    const pages = new Map<number, RowBatch | 'end'>()
    const { rows, seen } = open(clock, pages)
    await clock.advance(11_000)
    const before = seen.length
    await clock.advance(60_000)
    expect(seen.length).toBe(before)
    pages.set(1, batchOf(0, 3))
    await rows.ready(NEVER)
    expect(numbersIn((await rows.read(ALL)).batches)).toEqual([0, 1, 2])
    await rows.close()
  })

  test('no more rows are fetched ahead than allowed until some are read', async () => {
    const clock = createFakeClock()
    const pages = new Map<number, RowBatch | 'end'>(Array.from({ length: 20 }, (_, i) => [i + 1, batchOf(i * 10, 10)]))
    const { rows, seen } = open(clock, pages, 25)
    await clock.settle()
    expect(seen).toEqual([1, 2, 3])
    expect(numbersIn((await rows.read({ maxRows: 4, maxBytes: 1000 })).batches)).toEqual([0, 1, 2, 3])
    await clock.settle()
    expect(seen).toEqual([1, 2, 3])
    expect(numbersIn((await rows.read({ maxRows: 4, maxBytes: 1000 })).batches)).toEqual([4, 5, 6, 7])
    await clock.settle()
    expect(seen).toEqual([1, 2, 3, 4])
    await rows.close()
  })

  test('no more memory is taken ahead than allowed, by more than a page', async () => {
    const clock = createFakeClock()
    const pages = new Map<number, RowBatch | 'end'>(Array.from({ length: 20 }, (_, i) => [i + 1, batchOf(i * 10, 10)]))
    const { rows, seen } = open(clock, pages, 1_000_000, 100)
    await clock.settle()
    expect(seen).toEqual([1, 2, 3])
    for (let read = 0; read < 3; read++) await rows.read({ maxRows: 10, maxBytes: 1000 })
    await clock.settle()
    expect(seen).toEqual([1, 2, 3, 4, 5, 6])
    await rows.close()
  })

  test('reads keep to their limits, across pages, down to one row', async () => {
    const clock = createFakeClock()
    const { rows } = open(
      clock,
      new Map<number, RowBatch | 'end'>([
        [1, batchOf(0, 5)],
        [2, batchOf(5, 5)],
        [3, 'end'],
      ]),
    )
    await clock.settle()
    expect(numbersIn((await rows.read({ maxRows: 7, maxBytes: 1000 })).batches)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(await rows.read({ maxRows: 7, maxBytes: 1 })).toMatchObject({ batches: [{ rowCount: 1 }], endOfData: false })
    expect(await rows.read({ maxRows: 1, maxBytes: 1000 })).toMatchObject({ endOfData: false })
    expect(await rows.read(ALL)).toMatchObject({ batches: [{ rowCount: 1 }], endOfData: true })
    expect(await rows.read(ALL)).toEqual({ batches: [], endOfData: true })
    await rows.close()
  })

  test('the end is told once, before anybody reads', async () => {
    const clock = createFakeClock()
    const { rows, doneCount } = open(
      clock,
      new Map<number, RowBatch | 'end'>([
        [1, batchOf(0, 5)],
        [2, 'end'],
      ]),
    )
    await clock.settle()
    expect(doneCount()).toBe(1)
    expect((await rows.read(ALL)).endOfData).toBe(true)
    await rows.close()
    expect(doneCount()).toBe(1)
  })

  test('a wait that is given up ends alone', async () => {
    const clock = createFakeClock()
    const pages = new Map<number, RowBatch | 'end'>()
    const { rows } = open(clock, pages)
    const abort = new AbortController()
    const [given, kept] = [rows.ready(abort.signal), rows.ready(NEVER)]
    await clock.settle()
    abort.abort()
    await expect(given).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    pages.set(1, batchOf(0, 1))
    await clock.advance(10)
    await kept
    await rows.close()
  })
})
