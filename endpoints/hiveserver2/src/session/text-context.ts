import { findLocalZone, holdsType, type LocalZone, type ResultPage, UTC_ZONE } from '@sql-gateway/gateway-common'
import { VERSION, type WireVersion } from '../mapping/protocol-version.js'
import { isInstant, PLAIN_TEXT, type TextContext } from '../text/scalar-text.js'

/** The properties that name a session's time zone: Hive's own, Flink's, and DuckDB's. */
const ZONE_PROPERTIES: ReadonlySet<string> = new Set(['hive.local.time.zone', 'table.local-time-zone', 'timezone'])

/** How a session's client wants the values of a page written: instants on the clock on which the statement ran. */
export function textContextOf({ schema, properties }: Pick<ResultPage, 'schema' | 'properties'>, version: WireVersion): TextContext {
  if (!schema.columns.some(({ type }) => holdsType(type, isInstant))) return PLAIN_TEXT
  return { zone: zoneOf(properties), showsZone: version >= VERSION.V11 }
}

/** Where nobody set a zone that exists, it is that of the gateway's machine. */
function zoneOf(properties: ReadonlyMap<string, string>): LocalZone {
  for (const [key, value] of properties) {
    if (!ZONE_PROPERTIES.has(key.toLowerCase())) continue
    const zone = findLocalZone(value)
    if (zone !== undefined) return zone
  }
  return findLocalZone() ?? UTC_ZONE
}
