import { describe, expect, test } from '@jest/globals'
import { createOperationLog } from '../../src/operation/operation-log.js'
import { createWorkerLanes } from '../../src/operation/worker-lanes.js'

describe('gateway-service/operation/operation-log', () => {
  test('keeps the newest lines, and a reader that is behind goes on with the oldest kept', () => {
    const log = createOperationLog(3)
    for (let i = 1; i <= 2; i++) log.append(`line ${i}`)
    expect(log.fetch({ orientation: 'FETCH_NEXT', maxLines: 1 })).toEqual(['line 1'])
    for (let i = 3; i <= 100; i++) log.append(`line ${i}`)
    expect(log.fetch({ orientation: 'FETCH_NEXT', maxLines: 2 })).toEqual(['line 98', 'line 99'])
    expect(log.fetch({ orientation: 'FETCH_NEXT', maxLines: 2 })).toEqual(['line 100'])
    expect(log.fetch({ orientation: 'FETCH_NEXT', maxLines: 2 })).toEqual([])
    expect(log.fetch({ orientation: 'FETCH_FIRST', maxLines: 9 })).toEqual(['line 98', 'line 99', 'line 100'])
  })
})

describe('gateway-service/operation/worker-lanes', () => {
  const granted: string[] = []

  function claim(lanes: ReturnType<typeof createWorkerLanes>, lane: string, name: string) {
    const ticket = lanes.request(lane)
    if (ticket.granted === undefined) granted.push(name)
    else void ticket.granted.then(() => granted.push(name))
    return ticket
  }

  test('free workers go round the lanes, and a ticket given up costs nobody', async () => {
    granted.length = 0
    const lanes = createWorkerLanes(
      1,
      new Map([
        ['x', 9],
        ['y', 9],
      ]),
    ) // prettier-ignore
    const first = claim(lanes, 'x', 'x1')
    const [x2, x3, y1] = [claim(lanes, 'x', 'x2'), claim(lanes, 'x', 'x3'), claim(lanes, 'y', 'y1')]
    expect(lanes.hasFreeWorker('y')).toBe(false)
    x2.release()
    first.release()
    await Promise.resolve()
    expect(granted).toEqual(['x1', 'x3'])
    const x4 = claim(lanes, 'x', 'x4')
    x3.release()
    x3.release()
    await Promise.resolve()
    expect(granted).toEqual(['x1', 'x3', 'y1'])
    y1.release()
    await Promise.resolve()
    x4.release()
    expect(granted).toEqual(['x1', 'x3', 'y1', 'x4'])
    expect(lanes.runningCount).toBe(0)
  })
})
