import { describe, expect, test } from '@jest/globals'
import { STRING_TYPE } from '@sql-gateway/gateway-common'
import type { FlinkRest } from '../../src/rest/flink-rest.js'
import { createPageSource, type PageSource } from '../../src/result/first-page.js'
import { pageText } from '../support/page-text.js'

const NEVER = new AbortController().signal
const COLUMNS = [{ name: 's', type: STRING_TYPE }]

/** A page of so many rows of 100 characters each; without `nextToken` the last one. */
function page(rowCount: number, nextToken?: number): string {
  const rows = Array.from({ length: rowCount }, () => [`"${'x'.repeat(100)}"`])
  return pageText({ columns: COLUMNS, rows, ...(nextToken === undefined ? {} : { nextToken }) })
}

/** The pages of one result in order, and the tokens that Flink was asked for. */
function open(answers: readonly (string | Error)[]): { readonly pages: PageSource; readonly asked: readonly number[] } {
  const asked: number[] = []
  const rest: Pick<FlinkRest, 'fetchResults'> = {
    fetchResults: async (_from, token) => {
      asked.push(token)
      const answer = answers[token] ?? ''
      if (answer instanceof Error) throw answer
      return Buffer.from(answer)
    },
  }
  const operation = { session: 's', operation: 'o' }
  return { pages: createPageSource(rest as FlinkRest, operation, undefined, () => undefined), asked }
}

describe('Where pages come from', () => {
  test('the page behind a large one is asked for before that is read, and once', async () => {
    const { pages, asked } = open([page(1000, 1), page(1000, 2), page(1000, 3), page(0)])
    const seen: unknown[] = []
    for (let token = 0; token < 4; token++) {
      const { batch, resultType } = (await pages.fetch(token, NEVER)) ?? {}
      seen.push([resultType, batch?.rowCount, [...asked]])
    }
    expect(seen).toEqual([
      ['PAYLOAD', 1000, [0]],
      ['PAYLOAD', 1000, [0, 1, 2]],
      ['PAYLOAD', 1000, [0, 1, 2, 3]],
      ['EOS', undefined, [0, 1, 2, 3]],
    ])
  })

  test('the page behind a small one is asked for when it is wanted', async () => {
    const { pages, asked } = open([page(1, 1), page(1, 2), page(1, 3)])
    await pages.fetch(0, NEVER)
    await pages.fetch(1, NEVER)
    expect(asked).toEqual([0, 1])
  })

  test('what fails ahead of time is told of in its turn, and asked for again then', async () => {
    const { pages, asked } = open([page(1, 1), page(1000, 2), new TypeError('gone')])
    await pages.fetch(0, NEVER)
    expect((await pages.fetch(1, NEVER))?.batch?.rowCount).toBe(1000)
    await expect(pages.fetch(2, NEVER)).rejects.toThrow('gone')
    await expect(pages.fetch(2, NEVER)).rejects.toThrow('gone')
    expect(asked).toEqual([0, 1, 2, 2])
  })
})
