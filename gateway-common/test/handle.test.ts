import { describe, expect, test } from '@jest/globals'
import { newOperationHandle, newSessionHandle, parseOperationHandle, parseSessionHandle } from '../src/index.js'

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('handles', () => {
  test('are UUIDs of version 4 in lower case, each made once', () => {
    const handles = Array.from({ length: 1000 }, () => [newSessionHandle(), newOperationHandle()]).flat()
    expect(handles.filter((handle) => !UUID_V4.test(handle))).toEqual([])
    expect(new Set(handles).size).toBe(2000)
  })

  test('are read back from text of either case', () => {
    const session = newSessionHandle()
    const operation = newOperationHandle()
    expect(parseSessionHandle(session.toUpperCase())).toBe(session)
    expect(parseOperationHandle(operation)).toBe(operation)
  })

  test.each([
    '',
    'abc',
    '0'.repeat(32),
    `{${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}}`,
    ` ${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`,
  ])('are not read from %j', (text) => {
    expect(() => parseSessionHandle(text)).toThrow(
      expect.objectContaining({ code: 'REQUEST.INVALID', publicMessage: expect.stringContaining('session handle') }),
    )
    expect(() => parseOperationHandle(text)).toThrow(
      expect.objectContaining({ publicMessage: expect.stringContaining('operation handle') }),
    )
  })

  test('that are far too long are shown in part', () => {
    expect(() => parseSessionHandle('x'.repeat(100_000))).toThrow(
      expect.objectContaining({ publicMessage: `The session handle '${'x'.repeat(64)}' is not a UUID.` }),
    )
  })
})
