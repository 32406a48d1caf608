import { describe, expect, test } from '@jest/globals'
import { canTransition, isTerminalStatus, OPERATION_STATUSES, type OperationStatus } from '../../src/index.js'

/** Flink's OperationStatus#getValidStatusTransitions, written out, and the one move that is the gateway's own. */
const MOVES: readonly string[] = [
  'INITIALIZED PENDING',
  'INITIALIZED CANCELED',
  'INITIALIZED CLOSED',
  'INITIALIZED TIMEOUT',
  'INITIALIZED ERROR',
  'PENDING RUNNING',
  'PENDING CANCELED',
  'PENDING CLOSED',
  'PENDING TIMEOUT',
  'PENDING ERROR',
  'RUNNING FINISHED',
  'RUNNING CANCELED',
  'RUNNING CLOSED',
  'RUNNING TIMEOUT',
  'RUNNING ERROR',
  'FINISHED CLOSED',
  'CANCELED CLOSED',
  'TIMEOUT CLOSED',
  'ERROR CLOSED',
  'FINISHED ERROR',
]

const PAIRS = OPERATION_STATUSES.flatMap((from) => OPERATION_STATUSES.map((to) => [from, to] as const))

describe('operation status', () => {
  test('has eight states and 64 pairs of them', () => {
    expect([OPERATION_STATUSES.length, PAIRS.length]).toEqual([8, 64])
  })

  test.each(PAIRS)('moves from %s to %s only where the table has it', (from, to) => {
    expect(canTransition(from, to)).toBe(MOVES.includes(`${from} ${to}`))
  })

  test.each<readonly [OperationStatus, boolean]>([
    ['INITIALIZED', false],
    ['PENDING', false],
    ['RUNNING', false],
    ['FINISHED', true],
    ['CANCELED', true],
    ['TIMEOUT', true],
    ['ERROR', true],
    ['CLOSED', true],
  ])('%s: execution is over is %s', (status, isOver) => {
    expect(isTerminalStatus(status)).toBe(isOver)
  })

  test('leads from every state to CLOSED, and from the first one to every state', () => {
    const reached = new Set<OperationStatus>(['INITIALIZED'])
    for (const from of reached) for (const to of OPERATION_STATUSES) if (canTransition(from, to)) reached.add(to)
    expect(reached.size).toBe(8)
    expect(OPERATION_STATUSES.filter((from) => from !== 'CLOSED' && !canTransition(from, 'CLOSED'))).toEqual([])
  })
})
