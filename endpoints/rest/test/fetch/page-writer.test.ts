import { describe, expect, test } from '@jest/globals'
import { type Clock, STRING_TYPE, SYSTEM_CLOCK, textBatch } from '@sql-gateway/gateway-common'
import { writeRows } from '../../src/fetch/page-writer.js'
import { createByteSink } from '../../src/value/byte-sink.js'

const PAGE = {
  columns: [{ name: 'a', type: STRING_TYPE }],
  form: { rowFormat: 'JSON', isQueryResult: true },
  context: { zone: { offsetAt: () => 0 }, decimalForm: 'number', isZoned: true },
} as const

/** A clock on which every look takes some time. */
function slowClock(msPerLook: number): Clock {
  let now = 0
  return {
    ...SYSTEM_CLOCK,
    monotonic: () => {
      now += msPerLook
      return now
    },
  }
}

function rows(count: number) {
  return [
    textBatch(
      Array.from({ length: count }, (_, i) => [`row ${i}`]),
      1,
    ),
  ]
}

describe('fetch/page-writer', () => {
  test('a page that is written within a slice is written at one go', () => {
    const sink = createByteSink()
    expect(writeRows(sink, rows(2), PAGE, slowClock(0))).toBeUndefined()
    expect(Buffer.concat(sink.take()).toString()).toBe('{"kind":"INSERT","fields":["row 0"]},{"kind":"INSERT","fields":["row 1"]}')
  })

  test('a page that takes longer lets the event loop turn in between, and comes out the same', async () => {
    const [slow, fast] = [createByteSink(), createByteSink()]
    let turns = 0
    let isOver = false
    const turn = () => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    await writeRows(slow, rows(1000), PAGE, slowClock(3))
    isOver = true
    await writeRows(fast, rows(1000), PAGE, slowClock(0))
    expect(turns).toBeGreaterThan(5)
    expect(Buffer.concat(slow.take()).equals(Buffer.concat(fast.take()))).toBe(true)
  })
})
