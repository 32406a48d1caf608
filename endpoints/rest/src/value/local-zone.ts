import { gatewayError } from '@sql-gateway/gateway-common'

/** A time zone: tells how far its clocks are ahead of UTC. */
export interface LocalZone {
  /** Seconds to add to UTC at an instant, given in seconds since the epoch. */
  offsetAt(epochSeconds: number): number
}

/** The value of `table.local-time-zone` that means the zone of the gateway's machine. */
const SERVER_ZONE = 'default'
/** Java's forms of a fixed offset: `+8`, `GMT+08:00`, `UTC-3`, `Z`. */
const FIXED_OFFSET = /^(?:GMT|UTC|UT)?([+-])(\d{1,2})(?::?([0-5]\d)(?::?([0-5]\d))?)?$/
const LARGEST_OFFSET = 18 * 3600
const LONGEST_ID = 64
/** No zone moved its clocks twice within a day. */
const DAY_SECONDS = 86_400
const MOST_DAYS = 8192
const MOST_ZONES = 1024
/** A day before the last instant that a `Date` knows; clocks do not change beyond. */
const LAST_DATE_SECONDS = 8.64e12 - DAY_SECONDS
const zones = new Map<string, LocalZone>()

/**
 * Finds a zone by what `table.local-time-zone` holds: a region such as `Europe/Berlin`, or a fixed offset.
 *
 * @throws {GatewayError} CONFIG.INVALID_VALUE — there is no such zone
 */
export function localZone(id: string = SERVER_ZONE): LocalZone {
  const known = zones.get(id)
  if (known !== undefined) return known
  const zone = fixedZone(id) ?? regionZone(id)
  if (zones.size >= MOST_ZONES) zones.clear()
  zones.set(id, zone)
  return zone
}

function fixedZone(id: string): LocalZone | undefined {
  if (id === 'Z' || id === 'UTC' || id === 'GMT') return { offsetAt: () => 0 }
  const match = FIXED_OFFSET.exec(id)
  if (match === null) return undefined
  const [, sign, hours, minutes = '0', seconds = '0'] = match
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  if (size > LARGEST_OFFSET) throw noSuchZone(id)
  const offset = sign === '-' ? -size : size
  return { offsetAt: () => offset }
}

/** The offsets of one day: one, and from an instant on another. */
interface DayOffsets {
  readonly before: number
  readonly changeSeconds: number
  readonly after: number
}

/** The platform is asked once for each day, since its answers take microseconds. */
function regionZone(id: string): LocalZone {
  const format = regionFormat(id)
  const days = new Map<number, DayOffsets>()
  let lastDay = Number.NaN
  let last: DayOffsets = { before: 0, changeSeconds: 0, after: 0 }
  return {
    offsetAt: (epochSeconds) => {
      const day = Math.floor(epochSeconds / DAY_SECONDS)
      if (day !== lastDay) {
        last = dayOffsets(format, days, day)
        lastDay = day
      }
      return epochSeconds < last.changeSeconds ? last.before : last.after
    },
  }
}

function dayOffsets(format: Intl.DateTimeFormat, days: Map<number, DayOffsets>, day: number): DayOffsets {
  const known = days.get(day)
  if (known !== undefined) return known
  if (days.size >= MOST_DAYS) days.clear()
  const found = findOffsets(format, day * DAY_SECONDS, (day + 1) * DAY_SECONDS)
  days.set(day, found)
  return found
}

function findOffsets(format: Intl.DateTimeFormat, start: number, end: number): DayOffsets {
  const before = platformOffset(format, start)
  const after = platformOffset(format, end)
  if (before === after) return { before, changeSeconds: end, after }
  let unchanged = start
  let changed = end
  while (changed - unchanged > 1) {
    const middle = Math.floor((unchanged + changed) / 2)
    if (platformOffset(format, middle) === before) unchanged = middle
    else changed = middle
  }
  return { before, changeSeconds: changed, after }
}

function regionFormat(id: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }
  try {
    return new Intl.DateTimeFormat('en-US', id === SERVER_ZONE ? options : { ...options, timeZone: id })
  } catch {
    throw noSuchZone(id)
  }
}

function noSuchZone(id: string): Error {
  return gatewayError(
    'CONFIG.INVALID_VALUE',
    `There is no time zone '${id.slice(0, LONGEST_ID)}'. table.local-time-zone takes a region such as Europe/Berlin, or an offset such as +02:00.`,
  )
}

function platformOffset(format: Intl.DateTimeFormat, epochSeconds: number): number {
  const seconds = Math.max(-LAST_DATE_SECONDS, Math.min(LAST_DATE_SECONDS, Math.floor(epochSeconds)))
  const parts: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(seconds * 1000)) parts[type] = value
  const number = (name: string): number => Number(parts[name])
  const year = parts['era'] === 'BC' ? 1 - number('year') : number('year')
  const local = new Date(0)
  local.setUTCFullYear(year, number('month') - 1, number('day'))
  local.setUTCHours(number('hour'), number('minute'), number('second'))
  return local.getTime() / 1000 - seconds
}
