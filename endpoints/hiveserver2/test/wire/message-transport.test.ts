import { describe, expect, test } from '@jest/globals'
import { MessageTransport } from '../../src/wire/message-transport.js'

describe('wire/message-transport', () => {
  test('keeps the order of small and large pieces and counts their bytes', () => {
    const transport = new MessageTransport(Buffer.alloc(0))
    const pieces = [Buffer.alloc(10, 1), Buffer.alloc(5_000, 2), Buffer.alloc(600, 3), Buffer.alloc(3, 4)]
    for (const piece of pieces) transport.write(piece)
    let released = 0
    transport.append(Buffer.alloc(7, 5), () => released++)
    transport.write('é')
    const { chunks, byteLength, release } = transport.output()
    const expected = Buffer.concat([...pieces, Buffer.alloc(7, 5), Buffer.from('é')])
    expect(Buffer.concat(chunks)).toEqual(expected)
    expect(byteLength).toBe(expected.length)
    release?.()
    expect(released).toBe(1)
  })

  test('copies bytes that it reads, so that the input can be used again', () => {
    const input = Buffer.from([0, 1, 2, 3])
    const read = new MessageTransport(input).read(4)
    input.fill(9)
    expect([...read]).toEqual([0, 1, 2, 3])
  })

  test('fails at the end of the input', () => {
    const transport = new MessageTransport(Buffer.from([1, 2]))
    expect(() => transport.readI32()).toThrow('The message ends too early.')
    expect(() => transport.readString(-1)).toThrow('The message ends too early.')
  })
})
