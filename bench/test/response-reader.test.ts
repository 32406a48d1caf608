import { describe, expect, test } from '@jest/globals'
import { bodyText, createResponseReader } from '../client/response-reader.js'

/** What a reader hands out when the bytes come in pieces of the given size. */
function readInPieces(wire: string, size: number): { status: number; text: string }[] {
  const responses: { status: number; text: string }[] = []
  const reader = createResponseReader((response) => responses.push({ status: response.status, text: bodyText(response) }))
  const bytes = Buffer.from(wire)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
  return responses
}

const SIZES = [1, 2, 7, 1000]

describe('bench/client/response-reader', () => {
  test.each(SIZES)('a body of known length is whole in pieces of %i bytes', (size) => {
    const wire = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhelloHTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n'
    expect(readInPieces(wire, size)).toEqual([
      { status: 200, text: 'hello' },
      { status: 500, text: '' },
    ])
  })

  test.each(SIZES)('a chunked body is put together in pieces of %i bytes', (size) => {
    const wire = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n'
    expect(readInPieces(wire + wire, size)).toEqual([
      { status: 200, text: 'abcd0123456789abcdef' },
      { status: 200, text: 'abcd0123456789abcdef' },
    ])
  })
})
