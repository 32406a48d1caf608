import { describe, expect, test } from '@jest/globals'
import { newOperationHandle, OPERATION_STATUSES, type OperationInfo, type OperationType } from '@sql-gateway/gateway-common'
import tcli from '#generated/TCLIService_types.js'
import { toOperationState, toOperationType } from '../../src/mapping/operation-states.js'
import { toProgress } from '../../src/mapping/progress.js'
import { negotiateVersion, toEndpointVersionNumber, toWireVersion, VERSION } from '../../src/mapping/protocol-version.js'

describe('mapping/operation-states', () => {
  test('gives each status its word', () => {
    const words = OPERATION_STATUSES.map((status) => tcli.TOperationState[toOperationState(status, VERSION.V11)])
    expect(words).toEqual([
      'INITIALIZED_STATE',
      'PENDING_STATE',
      'RUNNING_STATE',
      'FINISHED_STATE',
      'CANCELED_STATE',
      'TIMEDOUT_STATE',
      'ERROR_STATE',
      'CLOSED_STATE',
    ])
  })

  test('says CANCELED of a timeout to versions that do not know TIMEDOUT', () => {
    expect(tcli.TOperationState[toOperationState('TIMEOUT', VERSION.V8)]).toBe('CANCELED_STATE')
    expect(tcli.TOperationState[toOperationState('TIMEOUT', VERSION.V9)]).toBe('TIMEDOUT_STATE')
  })

  test.each<[OperationType, string]>([
    ['EXECUTE_STATEMENT', 'EXECUTE_STATEMENT'],
    ['GET_COLUMNS', 'GET_COLUMNS'],
    ['GET_TABLE_TYPES', 'GET_TABLE_TYPES'],
    ['GET_PRIMARY_KEYS', 'GET_FUNCTIONS'],
    ['GET_CROSS_REFERENCE', 'GET_FUNCTIONS'],
    ['REFRESH_MATERIALIZED_TABLE', 'UNKNOWN'],
  ])('calls %s %s', (type, word) => {
    expect(tcli.TOperationType[toOperationType(type)]).toBe(word)
  })
})

describe('mapping/progress', () => {
  const running: OperationInfo = {
    handle: newOperationHandle(),
    status: 'RUNNING',
    type: 'EXECUTE_STATEMENT',
    hasResultSet: true,
    submittedAtMs: 5,
    startedAtMs: 7,
  }

  test('fills the nine columns that Beeline draws', () => {
    const progress = toProgress({ ...running, progress: { fraction: 0.257, rows: 40 } })
    expect(progress?.headerNames).toHaveLength(9)
    expect(progress?.rows).toEqual([['Statement', '%', 'RUNNING', '100', '25', '75', '0', '0', '0']])
    expect(progress).toMatchObject({ progressedPercentage: 0.25, status: 0, footerSummary: 'ROWS: 40' })
    expect(progress?.startTime.toNumber()).toBe(7)
  })

  test('says nothing where the engine cannot tell', () => {
    expect(toProgress({ ...running, progress: { rows: 3 } })).toBeUndefined()
    expect(toProgress(running)).toBeUndefined()
  })
})

describe('mapping/protocol-version', () => {
  test('settles on the lower of the two versions', () => {
    expect([0, 5, 9, 10, 11, 0xa501].map(negotiateVersion)).toEqual([0, 5, 9, 10, 10, 10])
    expect(() => negotiateVersion(-7)).toThrow('unknown protocol version -7; V1 to V11 are spoken')
  })

  test('goes through the number of an endpoint version and back', () => {
    expect(toEndpointVersionNumber(VERSION.V10)).toBe(10)
    expect(toWireVersion({ protocol: 'hiveserver2', version: 10 }, 'hiveserver2')).toBe(VERSION.V10)
    expect(toWireVersion({ protocol: 'rest', version: 2 }, 'hiveserver2')).toBe(VERSION.V11)
  })
})
