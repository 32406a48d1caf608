import { describe, expect, test } from '@jest/globals'
import type { ExecuteContext } from '@sql-gateway/gateway-common'
import { deployScriptWork } from '../../src/service/engine-calls.js'

const OF_SESSION = new Map([
  ['a', '1'],
  ['b', '1'],
])

/** What an engine is told with a script. */
async function contextOf(executionConfig: ReadonlyMap<string, string>): Promise<ExecuteContext | undefined> {
  let told: ExecuteContext | undefined
  const deployScript = async (_request: unknown, context: ExecuteContext) => {
    told = context
    return 'cluster'
  }
  await deployScriptWork({ script: 'SELECT 1', executionConfig }, OF_SESSION)({ deployScript })
  return told
}

describe('a script to deploy', () => {
  test('has its own configuration over that of the session, which the engine can tell apart', async () => {
    const context = await contextOf(new Map([['b', '2']]))
    expect([...(context?.properties ?? [])]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(context?.sessionProperties).toBe(OF_SESSION)
  })

  test("has the session's properties where it brings none", async () => {
    const context = await contextOf(new Map())
    expect(context?.properties).toBe(OF_SESSION)
    expect(context).not.toHaveProperty('sessionProperties')
  })

  test.each([{}, { script: 'SELECT 1', scriptUri: 'file:///a.sql' }])('is given by its text or by its address: %j', (request) => {
    expect(() => deployScriptWork({ ...request, executionConfig: new Map() }, OF_SESSION)).toThrow(
      expect.objectContaining({ code: 'REQUEST.INVALID' }),
    )
  })
})
