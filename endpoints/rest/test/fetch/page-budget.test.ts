import { describe, expect, test } from '@jest/globals'
import { createPageBudget } from '../../src/fetch/page-budget.js'

const NEVER = new AbortController().signal

async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve()
}

describe('fetch/page-budget', () => {
  test('pages wait while others have taken all, in the order of arrival', async () => {
    const budget = createPageBudget(100)
    const granted: string[] = []
    const first = await budget.reserve(60, NEVER)
    const second = budget.reserve(60, NEVER).then((give) => {
      granted.push('second')
      return give
    })
    const third = budget.reserve(10, NEVER).then(() => granted.push('third'))
    await settled()
    expect(granted).toEqual([])
    first()
    first()
    await Promise.all([second, third])
    expect(granted).toEqual(['second', 'third'])
    expect(budget.usedBytes).toBe(70)
  })

  test('a page above the whole budget is granted when it is alone', async () => {
    const budget = createPageBudget(100)
    const give = await budget.reserve(1000, NEVER)
    expect(budget.usedBytes).toBe(1000)
    give()
    expect(budget.usedBytes).toBe(0)
  })

  test('a client that goes away while it waits takes nothing', async () => {
    const budget = createPageBudget(100)
    const give = await budget.reserve(100, NEVER)
    const client = new AbortController()
    const waiting = budget.reserve(50, client.signal)
    const behind = budget.reserve(50, NEVER)
    client.abort('gone')
    await expect(waiting).rejects.toBe('gone')
    give()
    await behind
    expect(budget.usedBytes).toBe(50)
  })
})
