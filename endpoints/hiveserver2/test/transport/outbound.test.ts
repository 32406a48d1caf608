import { Writable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { writeAll } from '../../src/transport/outbound.js'
import { createStallTimer } from '../../src/transport/stall-timer.js'

const SLICE = 1_048_576

/** A stream that takes what it is given only when it is let. */
function slowStream() {
  const taken: number[] = []
  const waiting: (() => void)[] = []
  const stream = new Writable({
    highWaterMark: 1_000,
    writev: (chunks, done) => {
      taken.push(chunks.reduce((sum, { chunk }) => sum + chunk.length, 0))
      waiting.push(() => done())
    },
  })
  return { stream, taken, takeOne: () => waiting.shift()?.() }
}

async function turn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(resolve)
  await promise
}

describe('transport/outbound', () => {
  test('hands out a slice at a time and waits until it is taken', async () => {
    const { stream, taken, takeOne } = slowStream()
    const chunks = [Buffer.alloc(10), Buffer.alloc(SLICE * 2 + 5), Buffer.alloc(7)]
    let isDone = false
    const written = writeAll(
      stream,
      { chunks, byteLength: 0 },
      createStallTimer(createFakeClock(), 1_000, () => undefined),
    ).then(() => {
      isDone = true
    })
    await turn()
    expect(taken).toEqual([SLICE + 10])
    takeOne()
    await turn()
    expect(taken).toEqual([SLICE + 10, SLICE])
    takeOne()
    await turn()
    expect(taken).toEqual([SLICE + 10, SLICE, 12])
    expect(isDone).toBe(true)
    takeOne()
    await written
  })

  test('gives up when the stream is closed', async () => {
    const { stream } = slowStream()
    const written = writeAll(
      stream,
      { chunks: [Buffer.alloc(SLICE * 3)], byteLength: 0 },
      createStallTimer(createFakeClock(), 0, () => undefined),
    )
    await turn()
    stream.destroy()
    await written
    await writeAll(
      stream,
      { chunks: [Buffer.alloc(5)], byteLength: 5 },
      createStallTimer(createFakeClock(), 0, () => undefined),
    )
  })

  test('calls a reader that does not read stalled', async () => {
    const clock = createFakeClock()
    const { stream, takeOne } = slowStream()
    let stalls = 0
    const stall = createStallTimer(clock, 1_000, () => {
      stalls++
      stream.destroy()
    })
    const written = writeAll(stream, { chunks: [Buffer.alloc(SLICE * 2)], byteLength: 0 }, stall)
    await turn()
    await clock.advance(900)
    takeOne()
    await turn()
    await clock.advance(900)
    expect(stalls).toBe(0)
    await clock.advance(200)
    await written
    expect(stalls).toBe(1)
  })
})
