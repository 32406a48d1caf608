import type { ZoneOffset } from './time-builders.js'

const HOUR_SECONDS = 3600
const FIXED = /^(?:GMT|UTC|UT)?([+-])(\d{1,2})(?::?([0-5]\d))?$/
const MOST_HOURS = 8192
const zones = new Map<string, ZoneOffset | undefined>()

/**
 * How far the clocks of a time zone are ahead of UTC, asked by what they show; undefined for UTC, and for a zone that does not
 * exist. Of an hour that comes twice, the first one is meant.
 *
 * @param id - what `table.local-time-zone` holds: a region or an offset; `default` is the zone of this machine
 */
export function zoneOffset(id: string): ZoneOffset | undefined {
  if (!zones.has(id)) zones.set(id, findZone(id))
  return zones.get(id)
}

function findZone(id: string): ZoneOffset | undefined {
  if (id === 'UTC' || id === 'Z' || id === 'GMT') return undefined
  const fixed = FIXED.exec(id)
  if (fixed !== null) {
    const seconds = Number(fixed[2]) * HOUR_SECONDS + Number(fixed[3] ?? 0) * 60
    return () => (fixed[1] === '-' ? -seconds : seconds)
  }
  try {
    const timeZone = id === 'default' ? {} : { timeZone: id }
    return regionOffset(new Intl.DateTimeFormat('en-US', { ...timeZone, timeZoneName: 'longOffset' }))
  } catch {
    return undefined
  }
}

function regionOffset(format: Intl.DateTimeFormat): ZoneOffset {
  const byHour = new Map<number, number>()
  return (localSeconds) => {
    const hour = Math.floor(localSeconds / HOUR_SECONDS)
    const known = byHour.get(hour)
    if (known !== undefined) return known
    if (byHour.size >= MOST_HOURS) byHour.clear()
    const before = offsetAt(format, localSeconds - offsetAt(format, localSeconds - 24 * HOUR_SECONDS))
    byHour.set(hour, before)
    return before
  }
}

function offsetAt(format: Intl.DateTimeFormat, seconds: number): number {
  const name = format.formatToParts(seconds * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+):?(\d+)?/.exec(name) ?? []
  const size = Number(hours) * HOUR_SECONDS + Number(minutes) * 60
  return sign === '-' ? -size : size
}
