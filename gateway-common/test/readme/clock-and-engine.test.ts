import { tmpdir } from 'node:os'
import { expect, test } from '@jest/globals'
import { ANONYMOUS, newSessionHandle } from '@sql-gateway/gateway-common'
import { createFakeClock, createScriptedEngine, engineContext } from '@sql-gateway/gateway-common/testkit'

test('a statement sleeps until the clock is moved', async () => {
  const clock = createFakeClock()
  const { factory, control } = createScriptedEngine()
  const engine = await factory.createEngine(engineContext(factory, { dataDirectory: tmpdir(), clock }))
  const session = await engine.openSession({ session: newSessionHandle(), principal: ANONYMOUS, properties: new Map() })

  const context = { signal: new AbortController().signal, properties: new Map(), log: () => {}, reportProgress: () => {} }
  const statement = session.execute('SLEEP 60000 THEN SELECT 3 ROWS', context)
  expect(control.runningStatements).toBe(1)
  await clock.advance(60_000)
  expect((await statement).schema.columns.map((column) => column.name)).toEqual(['id', 'name'])

  await engine.close()
  expect(control.openSources).toBe(0)
})
