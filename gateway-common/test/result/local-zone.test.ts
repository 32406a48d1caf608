import { describe, expect, test } from '@jest/globals'
import { findLocalZone, localZone, UTC_ZONE } from '../../src/index.js'

const at = (text: string): number => Date.parse(text) / 1000
const HOUR = 3600

describe('localZone', () => {
  test('changes the offset at the very second at which clocks are put forward and back', () => {
    const berlin = localZone('Europe/Berlin')
    expect(berlin.offsetAt(at('2024-03-31T00:59:59Z'))).toBe(HOUR)
    expect(berlin.offsetAt(at('2024-03-31T01:00:00Z'))).toBe(2 * HOUR)
    expect(berlin.offsetAt(at('2024-10-27T00:59:59Z'))).toBe(2 * HOUR)
    expect(berlin.offsetAt(at('2024-10-27T01:00:00Z'))).toBe(HOUR)
  })

  test('knows zones with parts of hours, and local mean time with its seconds', () => {
    expect(localZone('Asia/Kathmandu').offsetAt(at('2024-01-01T00:00:00Z'))).toBe(5.75 * HOUR)
    expect(localZone('Europe/Berlin').offsetAt(at('1800-01-01T00:00:00Z'))).toBe(53 * 60 + 28)
  })

  test('goes on beyond the years that a Date knows', () => {
    expect(localZone('Asia/Tokyo').offsetAt(9e12)).toBe(9 * HOUR)
    expect(localZone('UTC').offsetAt(-9e12)).toBe(0)
  })

  test.each([
    ['+08:00', 8 * HOUR],
    ['GMT-03:30', -3.5 * HOUR],
    ['UTC+8', 8 * HOUR],
    ['+0545', 5.75 * HOUR],
    ['Z', 0],
    ['GMT', 0],
  ])('takes the fixed offset %s', (id, offset) => {
    expect(localZone(id).offsetAt(0)).toBe(offset)
  })

  test('takes the zone of the machine where none is set', () => {
    const expected = 0 - new Date(0).getTimezoneOffset() * 60
    expect(localZone(undefined).offsetAt(0)).toBe(expected)
    expect(localZone('default').offsetAt(0)).toBe(expected)
  })

  test.each(['Mars/Olympus', '+19:00', ''])('refuses the unknown zone %p and says what is valid', (id) => {
    expect(() => localZone(id)).toThrow(expect.objectContaining({ code: 'CONFIG.INVALID_VALUE' }))
    expect(findLocalZone(id)).toBeUndefined()
  })

  test('names zones as they were named, fixed offsets in one form, and the zone of the machine by its own name', () => {
    const idOf = (id?: string) => findLocalZone(id)?.id
    expect(['Asia/Tokyo', 'GMT+8', '-0330', '+01:00:30', 'Z', 'gmt'].map(idOf)).toEqual([
      'Asia/Tokyo',
      '+08:00',
      '-03:30',
      '+01:00:30',
      'UTC',
      'UTC',
    ])
    expect(idOf()).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone)
    expect(findLocalZone('Etc/UTC')).toBe(UTC_ZONE)
  })
})
