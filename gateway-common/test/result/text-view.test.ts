import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sliceVector, textAt, textBytesAt, textsOf, utf8Vector, utf8ViewVector } from '../../src/index.js'

const TEXTS = ['', 'a', 'twelve bytes', 'thirteen byte', 'größer, 東京, 😀', null, '\ufeffa mark', 'x'.repeat(1000)]

function viewsOf(texts: readonly (string | null)[]) {
  const vector = utf8ViewVector(texts)
  if (vector.layout !== 'utf8view') throw new TypeError('Wrong layout')
  return vector
}

describe('utf8view', () => {
  test('holds what it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 40 }))), (texts) => {
        expect(textsOf(viewsOf(texts))).toEqual(texts)
      }),
    )
    expect(textsOf(viewsOf(TEXTS))).toEqual(TEXTS)
  })

  test('is laid out as Arrow says: up to 12 bytes in the view, more in a buffer with the first four in the view', () => {
    const { views, buffers } = viewsOf(['twelve bytes', 'thirteen byte', 'and one longer'])
    const bytes = Buffer.from(views.buffer)
    expect(bytes.readInt32LE(0)).toBe(12)
    expect(bytes.toString('latin1', 4, 16)).toBe('twelve bytes')
    expect([bytes.readInt32LE(16), bytes.toString('latin1', 20, 24), bytes.readInt32LE(24), bytes.readInt32LE(28)]).toEqual([
      13,
      'thir',
      0,
      0,
    ])
    expect([bytes.readInt32LE(32), bytes.toString('latin1', 36, 40), bytes.readInt32LE(40), bytes.readInt32LE(44)]).toEqual([
      14,
      'and ',
      0,
      13,
    ])
    expect(buffers.map((buffer) => Buffer.from(buffer).toString())).toEqual(['thirteen byteand one longer'])
  })

  test('fills what is left of a view with zeros, and says 0 bytes for a null', () => {
    const { views } = viewsOf(['ab', null])
    expect(Buffer.from(views.buffer).toString('hex', 4)).toBe(`61620000${'00'.repeat(24)}`)
  })

  test('has no buffer where no text is long', () => {
    expect(viewsOf(['a', 'b']).buffers).toEqual([])
  })

  test('gives the bytes of a text without a copy, in slices too', () => {
    const slice = sliceVector(viewsOf(TEXTS), 3, 8)
    if (slice.layout !== 'utf8view') throw new TypeError('Wrong layout')
    expect(textsOf(slice)).toEqual(TEXTS.slice(3))
    expect(textBytesAt(slice, 0).buffer).toBe(slice.buffers[0]?.buffer)
    expect(textBytesAt(slice, 2).length).toBe(0)
  })
})

test('textAt and textsOf read strings alike', () => {
  const strings = utf8Vector(TEXTS)
  if (strings.layout !== 'utf8') throw new TypeError('Wrong layout')
  expect(textsOf(strings)).toEqual(TEXTS)
  expect(TEXTS.map((_, i) => textAt(strings, i))).toEqual(TEXTS.map((text) => text ?? ''))
})
