import { describe, expect, test } from '@jest/globals'
import { ERROR_CODES, type ErrorKind, type ErrorSpec } from '../../src/index.js'

const TABLE: readonly (readonly [string, ErrorSpec])[] = Object.entries(ERROR_CODES)

/** The vendor codes of each kind, as ErrorSpec says. */
const RANGES: Readonly<Record<ErrorKind, readonly [number, number]>> = {
  user: [1000, 1999],
  capacity: [2000, 2999],
  external: [3000, 3999],
  internal: [9000, 9999],
}

describe('the error table', () => {
  test.each(TABLE)('keeps its rules in the line of %s', (code, spec) => {
    const [lowest, highest] = RANGES[spec.kind]
    expect(code).toMatch(/^[A-Z]+\.[A-Z]+(_[A-Z]+)*$/)
    expect(spec.sqlState).toMatch(/^[0-9A-Z]{5}$/)
    expect(spec.vendorCode).toBeGreaterThanOrEqual(lowest)
    expect(spec.vendorCode).toBeLessThanOrEqual(highest)
    expect(spec.since).toMatch(/^\d+\.\d+\.\d+$/)
    expect(spec.doc).toMatch(/^[A-Z].{20,}\.$/s)
  })

  test('gives each vendor code to one error', () => {
    const codes = TABLE.map(([, { vendorCode }]) => vendorCode)
    expect(new Set(codes).size).toBe(codes.length)
  })

  test('calls every capacity error retryable, and no error of the user or of the gateway', () => {
    const wrong = TABLE.filter(
      ([, { kind, retryable }]) => (kind === 'capacity' && !retryable) || (/user|internal/.test(kind) && retryable),
    )
    expect(wrong.map(([code]) => code)).toEqual([])
  })

  test('has an error of each kind', () => {
    expect(new Set(TABLE.map(([, { kind }]) => kind))).toEqual(new Set(Object.keys(RANGES)))
  })
})
