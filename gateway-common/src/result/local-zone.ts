import { gatewayError } from '../error/gateway-error.js'

/** A time zone: tells how far its clocks are ahead of UTC. */
export interface LocalZone {
  /** A name or an offset such as `+02:00`; that of the machine where the machine's zone was asked for. */
  readonly id: string
  /** Seconds to add to UTC at an instant, given in seconds since the epoch. */
  offsetAt(epochSeconds: number): number
}

/** The zone without any offset. */
export const UTC_ZONE: LocalZone = Object.freeze({ id: 'UTC', offsetAt: () => 0 })

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
 * @param id - absent and `default` mean the zone of the gateway's machine
 * @throws {GatewayError} CONFIG.INVALID_VALUE — there is no such zone
 */
export function localZone(id: string = SERVER_ZONE): LocalZone {
  const zone = findLocalZone(id)
  if (zone !== undefined) return zone
  throw gatewayError(
    'CONFIG.INVALID_VALUE',
    `There is no time zone '${id.slice(0, LONGEST_ID)}'. table.local-time-zone takes a region such as Europe/Berlin, or an offset such as +02:00.`,
  )
}

/** As {@link localZone}, with undefined where there is no such zone. A zone keeps what it learned of its offsets, and is shared. */
export function findLocalZone(id: string = SERVER_ZONE): LocalZone | undefined {
  const known = zones.get(id)
  if (known !== undefined) return known
  const zone = FIXED_OFFSET.test(id) ? fixedZone(id) : regionZone(id)
  if (zone === undefined) return undefined
  if (zones.size >= MOST_ZONES) zones.clear()
  zones.set(id, zone)
  return zone
}

function fixedZone(id: string): LocalZone | undefined {
  const [, sign = '+', hours, minutes = '0', seconds = '0'] = FIXED_OFFSET.exec(id) ?? []
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  if (size > LARGEST_OFFSET) return undefined
  const offset = sign === '-' ? -size : size
  const two = (part: number) => String(part).padStart(2, '0')
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, ...(size % 60 === 0 ? [] : [size % 60])]
  return { id: `${sign}${parts.map(two).join(':')}`, offsetAt: () => offset }
}

/** The offsets of one day: one, and from an instant on another. */
interface DayOffsets {
  readonly before: number
  readonly changeSeconds: number
  readonly after: number
}

/** The platform is asked once for each day, since its answers take microseconds. */
function regionZone(id: string): LocalZone | undefined {
  if (/^(?:Z|UTC|GMT|Etc\/UTC)$/i.test(id)) return UTC_ZONE
  const format = regionFormat(id)
  if (format === undefined) return undefined
  const days = new Map<number, DayOffsets>()
  let lastDay = Number.NaN
  let last: DayOffsets = { before: 0, changeSeconds: 0, after: 0 }
  return {
    id: id === SERVER_ZONE ? format.resolvedOptions().timeZone : id,
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

function regionFormat(id: string): Intl.DateTimeFormat | undefined {
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
    return undefined
  }
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
