import { describe, expect, test } from '@jest/globals'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { gatherRows } from '../../src/print/gather-rows.js'
import type { ResultPage } from '../../src/result/statement-result.js'
import { answerText, column, pageOf } from '../support/pages.js'

const page = (...values: readonly string[]): ResultPage =>
  pageOf(
    answerText(
      [column('a')],
      values.map((value) => [value]),
    ),
  )
const valuesOf = (rows: readonly { readonly fields: readonly unknown[] }[]) => rows.map(({ fields }) => fields[0])

async function all(pages: AsyncIterable<ResultPage>): Promise<unknown[][]> {
  const found: unknown[][] = []
  for await (const rows of gatherRows(pages, createFakeClock())) found.push(valuesOf(rows))
  return found
}

describe('print/gather-rows', () => {
  test('gives small pages that come at once as one', async () => {
    const pages = async function* () {
      yield page('1')
      yield page()
      yield page('2', '3')
    }
    expect(await all(pages())).toEqual([['1', '2', '3']])
  })

  test('gives many rows on, a thousand at a time, without waiting for more', async () => {
    const many = Array.from({ length: 1_500 }, (_, index) => String(index))
    const pages = async function* () {
      yield page(...many)
      yield page('last')
    }
    expect(await all(pages())).toEqual([many.slice(0, 1_000), many.slice(1_000), ['last']])
  })

  test('gives rows on after a second when no more come', async () => {
    const clock = createFakeClock()
    const more = Promise.withResolvers<void>()
    const pages = async function* () {
      yield page('1')
      await more.promise
      yield page('2')
    }
    const rows = gatherRows(pages(), clock)
    const first = rows.next()
    // The row has to have come before its time can begin.
    await clock.settle()
    await clock.advance(1_000)
    expect(valuesOf((await first).value ?? [])).toEqual(['1'])
    more.resolve()
    expect(valuesOf((await rows.next()).value ?? [])).toEqual(['2'])
    expect((await rows.next()).done).toBe(true)
  })

  test('throws what ends the result behind the rows that had come', async () => {
    const pages = async function* () {
      yield page('1')
      throw new TypeError('late')
    }
    const rows = gatherRows(pages(), createFakeClock())
    expect(valuesOf((await rows.next()).value ?? [])).toEqual(['1'])
    await expect(rows.next()).rejects.toThrow('late')
  })

  test('ends the result when it is left early', async () => {
    let isEnded = false
    const pages = async function* () {
      try {
        for (;;) yield page(...Array.from({ length: 1_000 }, () => 'x'))
      } finally {
        isEnded = true
      }
    }
    for await (const rows of gatherRows(pages(), createFakeClock())) if (rows.length > 0) break
    expect(isEnded).toBe(true)
  })
})
