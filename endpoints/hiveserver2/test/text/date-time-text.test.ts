import { describe, expect, test } from '@jest/globals'
import { findLocalZone, type TimeUnit } from '@sql-gateway/gateway-common'
import fc from 'fast-check'
import { dateText, putDay, timestampText, timeText } from '../../src/text/date-time-text.js'

const out = Buffer.alloc(100)
const textOf = (end: number): string => out.toString('latin1', 0, end)
const timestamp = (value: bigint, unit: TimeUnit, zone?: string): string =>
  textOf(timestampText(BigInt64Array.of(value), unit, zone === undefined ? undefined : findLocalZone(zone))(out, 0, 0))

describe('text/date-time-text', () => {
  test.each([
    [0, '1970-01-01'],
    [-1, '1969-12-31'],
    [18_321, '2020-02-29'],
    [-141_427, '1582-10-15'],
    [-719_162, '0001-01-01'],
    [-719_163, '0000-12-31'],
    [-719_529, '-0001-12-31'],
    [2_932_896, '9999-12-31'],
    [2_932_897, '10000-01-01'],
  ])('writes day %d as %s', (days, expected) => {
    expect(textOf(putDay(out, 0, days))).toBe(expected)
  })

  test('writes every day of 20,000 years as the calendar has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        expect(textOf(putDay(out, 0, days))).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10))
      }),
    )
  })

  test('writes the ends of the range as infinity', () => {
    const put = dateText(Int32Array.of(2 ** 31 - 1, -(2 ** 31 - 1)))
    expect([textOf(put(out, 0, 0)), textOf(put(out, 0, 1))]).toEqual(['infinity', '-infinity'])
    expect(timestamp(2n ** 63n - 1n, 'us')).toBe('infinity')
    expect(timestamp(-(2n ** 63n - 1n), 'ns')).toBe('-infinity')
  })

  test.each<[bigint, TimeUnit, string]>([
    [0n, 's', '1970-01-01 00:00:00'],
    [-1n, 's', '1969-12-31 23:59:59'],
    [1_582_934_398_123_456n, 'us', '2020-02-28 23:59:58.123456'],
    [-1n, 'us', '1969-12-31 23:59:59.999999'],
    [1_500n, 'ms', '1970-01-01 00:00:01.5'],
    [1_582_934_398_123_456_789n, 'ns', '2020-02-28 23:59:58.123456789'],
    [-1_582_934_398_123_456_789n, 'ns', '1919-11-04 00:00:01.876543211'],
    [8_999_999_999_999_999n, 'us', '2255-03-14 15:59:59.999999'],
    [253_402_300_799_999_999n, 'us', '9999-12-31 23:59:59.999999'],
    [-62_135_596_800_000_000n, 'us', '0001-01-01 00:00:00'],
  ])('writes the timestamp %d %s as %s', (value, unit, expected) => {
    expect(timestamp(value, unit)).toBe(expected)
  })

  test('writes instants on the clock of a zone', () => {
    expect(timestamp(1_710_064_799n, 's', 'America/New_York')).toBe('2024-03-10 05:59:59')
    expect(timestamp(1_710_054_000n, 's', 'America/New_York')).toBe('2024-03-10 03:00:00')
    expect(timestamp(1_710_053_999n, 's', 'America/New_York')).toBe('2024-03-10 01:59:59')
    expect(timestamp(0n, 's', '+05:30')).toBe('1970-01-01 05:30:00')
    expect(timestamp(-62_135_596_800n, 's', 'Asia/Tokyo')).toBe('0001-01-01 09:18:59')
    expect(timestamp(-99_999_999_999n, 's', 'UTC')).toBe('-1199-02-15 14:13:21')
  })

  test('writes times of day', () => {
    const put = timeText(BigInt64Array.of(0n, 86_399_999_999n, 43_200_000_000n, 86_400_000_000n), 'us')
    expect([0, 1, 2, 3].map((i) => textOf(put(out, 0, i)))).toEqual(['00:00:00', '23:59:59.999999', '12:00:00', '24:00:00'])
  })
})
