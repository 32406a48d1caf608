import { getEventListeners } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { type EngineSession, gatewayError, NO_METRICS, newSessionHandle, okOutcome, SILENT_LOGGER } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { createOperationManager } from '../../src/operation/operation-manager.js'
import { createStatementRunner, type EngineWork, untilEnded } from '../../src/operation/statement-runner.js'
import { createWorkerLanes } from '../../src/operation/worker-lanes.js'
import type { EngineLease } from '../../src/session/engine-lease.js'
import { Session, type SessionActivity, type SessionOrigin } from '../../src/session/session.js'
import type { SessionManager } from '../../src/session/session-manager.js'
import { createStatementQueue } from '../../src/session/statement-queue.js'
import { DEFAULT_SETTINGS } from '../service/service-under-test.js'

/** A runner of one worker, over an engine that does what the work says. */
function runnerUnderTest() {
  const common = { settings: DEFAULT_SETTINGS, clock: createFakeClock(), logger: SILENT_LOGGER }
  const lanes = createWorkerLanes(1, new Map([['engine', 1]]))
  const operations = createOperationManager({ ...common, metrics: NO_METRICS, onForgotten: () => undefined })
  const sessions = { touch: () => undefined, applyConfigChanges: () => undefined } as unknown as SessionManager
  const normalise = () => gatewayError('ENGINE.FAILED', 'It broke.')
  const runner = createStatementRunner({ ...common, lanes, operations, sessions, normalise })
  const session = new Session(newSessionHandle(), undefined, { instance: { name: 'engine' } } as SessionOrigin, new Map(), 0)
  const lease = { use: (run: (engineSession: EngineSession) => Promise<unknown>) => run({} as EngineSession) } as EngineLease
  const activity: SessionActivity = { operations: undefined, queue: createStatementQueue(), lease }
  const work: EngineWork = {
    type: 'EXECUTE_STATEMENT',
    description: 'OK',
    hasResultSet: true,
    executionTimeoutMs: undefined,
    executionConfig: undefined,
    execute: async () => okOutcome(),
  }
  return { lanes, submit: () => runner.submit(session, activity, work), stop: () => operations.stop() }
}

describe('gateway-service/operation/statement-runner', () => {
  test('an operation that has ended keeps nothing of its statement, whether it waited for its turn or for a worker', async () => {
    const { lanes, submit, stop } = runnerUnderTest()
    const others = lanes.request('engine')
    const [first, second] = [submit(), submit()]
    expect([first.status, second.status]).toEqual(['PENDING', 'PENDING'])
    others.release()
    await untilEnded(second)
    expect([first.status, second.status]).toEqual(['FINISHED', 'FINISHED'])
    expect([first, second].map(({ signal }) => getEventListeners(signal, 'abort').length)).toEqual([0, 0])
    stop()
  })
})
