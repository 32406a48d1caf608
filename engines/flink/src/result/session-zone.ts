import { findLocalZone } from '@sql-gateway/gateway-common'
import type { ZoneOffset } from './time-builders.js'

const DAY_SECONDS = 86_400
const UTC = new Set(['UTC', 'Z', 'GMT'])

/**
 * How far the clocks of a time zone are ahead of UTC, asked by what they show; undefined for UTC, and for a zone that does not
 * exist. Of an hour that comes twice, the first one is meant.
 *
 * @param id - what `table.local-time-zone` holds: a region or an offset; `default` is the zone of this machine
 */
export function zoneOffset(id: string): ZoneOffset | undefined {
  const zone = UTC.has(id) ? undefined : findLocalZone(id)
  if (zone === undefined) return undefined
  return (localSeconds) => {
    // No zone moves its clocks twice within a day.
    const before = zone.offsetAt(localSeconds - DAY_SECONDS)
    return zone.offsetAt(localSeconds - before)
  }
}
