import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { lengthFraming } from '../../src/transport/framing.js'
import { createInboundBuffer } from '../../src/transport/inbound-buffer.js'

function frame(payload: Uint8Array): Buffer {
  const header = Buffer.alloc(4)
  header.writeInt32BE(payload.length)
  return Buffer.concat([header, payload])
}

/** Cuts bytes at some places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end))
}

describe('transport/framing', () => {
  test('joins the payloads of frames however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.array(fc.nat()), (payloads, places) => {
        const framing = lengthFraming(1_000)
        const passed: Buffer[] = []
        for (const chunk of cut(Buffer.concat(payloads.map(frame)), places)) {
          expect(framing.unwrap(chunk, (payload) => passed.push(payload))).toBeUndefined()
        }
        expect(Buffer.concat(passed)).toEqual(Buffer.concat(payloads))
      }),
    )
  })

  test('refuses a frame above the limit and passes on what is there of it', () => {
    const passed: Buffer[] = []
    const reason = lengthFraming(10).unwrap(Buffer.from([0x7f, 0xff, 0xff, 0xff, 1, 2]), (payload) => passed.push(payload))
    expect(reason).toBe('a frame of 2147483647 bytes is announced; the limit is 10')
    expect(Buffer.concat(passed)).toEqual(Buffer.from([1, 2]))
    expect(lengthFraming(10).unwrap(Buffer.from([0xff, 0xff, 0xff, 0xff]), () => undefined)).toMatch(/4294967295 bytes/)
  })

  test('puts the length before an answer', () => {
    expect(lengthFraming(10).header(258)).toEqual(Buffer.from([0, 0, 1, 2]))
  })
})

describe('transport/inbound-buffer', () => {
  test('takes over a chunk without a copy and lets go of it when it is used up', () => {
    const buffer = createInboundBuffer()
    const chunk = Buffer.from('abc')
    buffer.append(chunk)
    expect(buffer.bytes).toBe(chunk)
    buffer.consume(3)
    expect([buffer.bytes.length, buffer.start, buffer.end]).toEqual([0, 0, 0])
  })

  test('holds what came and was not used, and never writes into a chunk', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat())), (steps) => {
        const buffer = createInboundBuffer()
        let expected: Buffer = Buffer.alloc(0)
        const copies = steps.map(([chunk]) => [Buffer.from(chunk), Buffer.from(chunk)] as const)
        for (const [i, [, used]] of steps.entries()) {
          const [chunk] = copies[i] as (typeof copies)[number]
          buffer.append(chunk)
          expected = Buffer.concat([expected, chunk])
          const length = used % (expected.length + 1)
          buffer.consume(length)
          expected = expected.subarray(length)
          expect(buffer.bytes.subarray(buffer.start, buffer.end)).toEqual(expected)
        }
        for (const [chunk, original] of copies) expect(chunk).toEqual(original)
      }),
    )
  })
})
