/** How far the clock of a time zone is ahead of UTC. */
export interface ZoneOffsets {
  readonly zone: string
  /** @param epochSecond - whole seconds since 1970 in UTC */
  secondsAt(epochSecond: number): number
}

const BLOCK_SECONDS = 900
const MAX_BLOCKS = 4_096
const LAST_EPOCH_SECOND = 8_640_000_000_000
const SECONDS_IN_400_YEARS = 146_097 * 86_400

/** The zone without any offset. */
export const UTC: ZoneOffsets = Object.freeze({ zone: 'UTC', secondsAt: () => 0 })

/**
 * Reads a zone as SQL engines name them: an IANA name, `UTC`, or an offset such as `+02:00`.
 *
 * @returns nothing where the name is not known
 */
export function zoneOffsets(name: string): ZoneOffsets | undefined {
  const zone = name.replace(/^(?:GMT|UTC)(?=[+-])/, '')
  if (/^(?:Z|UTC|GMT|Etc\/UTC)$/i.test(zone)) return UTC
  try {
    return intlZone(zone)
  } catch {
    return undefined
  }
}

/** Asking Intl costs microseconds, so an answer is kept for the quarter of an hour around it: zones change at its borders. */
function intlZone(zone: string): ZoneOffsets {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const blocks = new Map<number, number>()
  return {
    zone,
    secondsAt: (epochSecond) => {
      if (Math.abs(epochSecond) > LAST_EPOCH_SECOND) return 0
      const block = Math.floor(epochSecond / BLOCK_SECONDS)
      const known = blocks.get(block)
      if (known !== undefined) return known
      const offset = localSecond(format, epochSecond) - epochSecond
      if (blocks.size >= MAX_BLOCKS) blocks.clear()
      blocks.set(block, offset)
      return offset
    },
  }
}

function localSecond(format: Intl.DateTimeFormat, epochSecond: number): number {
  const parts = new Map(format.formatToParts(epochSecond * 1_000).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
  const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year')
  // Years are moved into a range that Date.UTC does not take for the 20th century; its calendar repeats every 400 years.
  const cycles = Math.floor((year - 1_970) / 400)
  const ms = Date.UTC(year - cycles * 400, part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return ms / 1_000 + cycles * SECONDS_IN_400_YEARS
}
