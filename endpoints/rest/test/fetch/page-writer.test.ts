import { describe, expect, test } from '@jest/globals'
import { type Clock, type RowBatch, STRING_TYPE, SYSTEM_CLOCK, textBatch, UTC_ZONE, utf8ViewVector } from '@sql-gateway/gateway-common'
import { writeRows } from '../../src/fetch/page-writer.js'
import { createSliceQueue } from '../../src/fetch/slice-queue.js'
import { createByteSink } from '../../src/value/byte-sink.js'

const PAGE = {
  columns: [{ name: 'a', type: STRING_TYPE }],
  form: { rowFormat: 'JSON', isQueryResult: true },
  context: { zone: UTC_ZONE, decimalForm: 'number', isZoned: true },
} as const

/** A clock on which every look takes some time. */
function slowClock(msPerLook: number): Clock & { readonly looks: () => number } {
  let looks = 0
  return {
    ...SYSTEM_CLOCK,
    monotonic: () => {
      looks++
      return looks * msPerLook
    },
    looks: () => looks,
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

/** Counts turns of the event loop, until told to stop. */
function countTurns() {
  let turns = 0
  let isOver = false
  const turn = () => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  return {
    turns: () => turns,
    stop: () => {
      isOver = true
    },
  }
}

describe('fetch/page-writer', () => {
  test('a page that is written within a slice is written at one go', () => {
    const sink = createByteSink()
    expect(writeRows(sink, rows(2), PAGE, createSliceQueue(slowClock(0)))).toBeUndefined()
    expect(Buffer.concat(sink.take()).toString()).toBe('{"kind":"INSERT","fields":["row 0"]},{"kind":"INSERT","fields":["row 1"]}')
  })

  test('a page that takes longer lets the event loop turn in between, and comes out the same', async () => {
    const [slow, fast] = [createByteSink(), createByteSink()]
    const counter = countTurns()
    await writeRows(slow, rows(1000), PAGE, createSliceQueue(slowClock(3)))
    counter.stop()
    await writeRows(fast, rows(1000), PAGE, createSliceQueue(slowClock(0)))
    expect(counter.turns()).toBeGreaterThan(5)
    expect(Buffer.concat(slow.take()).equals(Buffer.concat(fast.take()))).toBe(true)
  })

  test.each(['JSON', 'PLAIN_TEXT'] as const)('long texts among others take many turns in %s, and come whole', async (rowFormat) => {
    const long = (unit: string) => unit.repeat(Math.ceil(1_500_000 / unit.length))
    const values = ['short', long('größer "quoted" \\ 😀\n'), null, long('plain'), long('é'), '', long('x😀')]
    const column = utf8ViewVector(values)
    const batch = { rowCount: values.length, columns: [column, utf8ViewVector([...values].reverse())] }
    const page = { ...PAGE, columns: [...PAGE.columns, { name: 'b', type: STRING_TYPE }], form: { rowFormat, isQueryResult: true } }
    const around: RowBatch = textBatch([['row 0', 'row 0']], 2)
    const sink = createByteSink()
    const counter = countTurns()
    await writeRows(sink, [around, batch, around], page, createSliceQueue(slowClock(2)))
    counter.stop()
    expect(counter.turns()).toBeGreaterThan(20)
    const written: { readonly fields: readonly unknown[] }[] = JSON.parse(`[${Buffer.concat(sink.take()).toString()}]`)
    const expected = [['row 0', 'row 0'], ...values.map((value, i) => [value, values.at(-1 - i)]), ['row 0', 'row 0']]
    expect(written.map(({ fields }) => fields)).toEqual(expected)
  })

  test('many pages share one budget for each turn, and take turns', async () => {
    const clock = slowClock(1)
    const slices = createSliceQueue(clock)
    const counter = countTurns()
    const ends: number[] = []
    const pages = Array.from({ length: 10 }, async (_, i) => {
      await writeRows(createByteSink(), rows(i === 0 ? 3200 : 320), PAGE, slices)
      ends.push(i)
    })
    await Promise.all(pages)
    counter.stop()
    expect(clock.looks() / counter.turns()).toBeLessThan(8)
    expect(ends.at(-1)).toBe(0)
  })

  test('a page that cannot be written fails, and those behind it go on', async () => {
    const slices = createSliceQueue(slowClock(5))
    const foreign = [...rows(320), { rowCount: 1, columns: [{ layout: 'bool', length: 1, values: Uint8Array.of(1) } as const] }]
    const failing = writeRows(createByteSink(), foreign, PAGE, slices)
    const sink = createByteSink()
    const behind = writeRows(sink, rows(320), PAGE, slices)
    await expect(failing).rejects.toMatchObject({ code: 'GATEWAY.BUG' })
    await behind
    expect(
      Buffer.concat(sink.take())
        .toString()
        .match(/INSERT/g),
    ).toHaveLength(320)
  })

  test('rows that the engine has in the form of the page are sent as they are, short ones copied, long ones not', async () => {
    const encoded = (text: string): RowBatch => {
      const batch: RowBatch = {
        rowCount: 1,
        columns: [utf8ViewVector(['from columns'])],
        encoded: { encoding: 'FLINK_JSON', bytes: Buffer.from(text), slice: () => batch, decode: async () => undefined },
      }
      return batch
    }
    const long = `{"as it is":"${'x'.repeat(20_000)}"}`
    const batches = [encoded('{"as":1}'), ...rows(1), encoded(long), encoded('{"as":2}')]
    const written = async (page: Parameters<typeof writeRows>[2]) => {
      const sink = createByteSink()
      await writeRows(sink, batches, page, createSliceQueue(slowClock(0)))
      const { byteCount } = sink
      const chunks = sink.take()
      return { chunks, byteCount, text: Buffer.concat(chunks).toString() }
    }
    const own = '{"kind":"INSERT","fields":["row 0"]}'
    const { chunks, byteCount, text } = await written({ ...PAGE, encoding: 'FLINK_JSON' })
    expect(text).toBe(`{"as":1},${own},${long},{"as":2}`)
    expect(byteCount).toBe(text.length)
    expect(chunks.map(({ length }) => length)).toEqual([10 + own.length, long.length, 9])
    expect(chunks[1]?.buffer).toBe(batches[2]?.encoded?.bytes.buffer)
    const other = '{"kind":"INSERT","fields":["from columns"]}'
    expect((await written(PAGE)).text).toBe([other, own, other, other].join(','))
  })
})
